"use strict";

// A person picks a place; what is shown of it was made by `answers.py` and `articles.py`. What
// follows the `#` of the address is all the state there is: `render` draws it.
(() => {
  const byId = (id) => document.getElementById(id);
  const number = (text) => parseInt(text, 36);
  const data = JSON.parse(byId("data").textContent);

  // --- the places: `places.py` tells the format --------------------------------------------------

  const [POSTAL, FORMER] = ["code-postal", "ancienne-commune"];
  const INSEE = ["commune", "commune-deleguee", "commune-associee", "arrondissement", FORMER];
  /** The kinds whose code can be typed, in the order in which `find` reads one. */
  const CODED = ["departement", "collectivite", POSTAL, ...INSEE, "epci", "ept"];
  const places = new Map(); // by kind and code

  function sectionsOf(id) {
    const sections = byId(id).textContent.split("#").slice(1);
    return sections.map((one) => one.trimEnd().split("\n").map((line) => line.split("\t")));
  }

  function add(kind, code, name, place) {
    let key = `${kind}:${code}`; // a commune that had several names is there several times
    for (let count = 2; places.has(key); count += 1) key = `${kind}:${code}-${count}`;
    Object.assign(place, { key, kind, code, name });
    places.set(key, place);
    return place;
  }

  for (const [[kind, noun], ...lines] of sectionsOf("areas")) {
    for (const [code, size, answer, name, also] of lines) {
      const place = { noun, size: size.charCodeAt(0), answer: number(answer) };
      add(kind, code, name, also ? { ...place, also: also.split(";") } : place);
    }
  }
  for (const [[head, told], ...lines] of sectionsOf("communes")) {
    const [start, usual] = head.split("=");
    const answerOf = (said) => number(said ?? usual);
    const codes = (told ? told.split(" ") : []).map((one) => {
      const [end, answer] = one.split("=");
      const code = end.length < 5 ? start + end : end;
      const known = places.get(`${POSTAL}:${code}`); // from another département
      return known ?? add(POSTAL, code, code, { answer: answerOf(answer), communes: [] });
    });
    let at = 0;
    for (const [said, rest] of lines) {
      const own = parseInt(said, 10);
      at = own || at + 1;
      const end = String(at).padStart(5 - start.length, "0");
      const [served, answer] = rest.slice(1).split("=");
      const more = { size: rest.charCodeAt(0), answer: answerOf(answer) };
      const place = add("commune", start + end, own ? said.slice(end.length) : said, more);
      for (const one of served ? served.split(" ") : []) codes[number(one)].communes.push(place);
    }
  }
  for (const place of [...places.values()].filter((one) => one.communes)) {
    place.communes.sort((one, other) => other.size - one.size);
    const names = place.communes.slice(0, 3).map((one) => one.name);
    const named = names.join(", ") + (place.communes.length > 3 ? "…" : "");
    const name = `${place.code} ${named}`;
    Object.assign(place, { name, noun: "code postal", size: place.communes[0].size });
  }
  for (const [[kind, noun], ...lines] of sectionsOf("parts")) {
    for (const [code, name, insee] of lines) {
      const home = places.get(`commune:${insee.length < 5 ? code.slice(0, 2) + insee : insee}`);
      const known = { noun, home, size: 0, answer: home.answer, unlisted: !name };
      add(kind, code, name || home.name, known);
    }
  }

  /** What tells a place from those of the same name. */
  function about({ kind, noun, name, home, answer }) {
    const former = kind === FORMER && `aujourd’hui dans ${home.name}`;
    const part = home && home.name !== name && `${noun} de ${home.name}`;
    const lies = data.answers[answer][1].split(", ").filter((one) => one !== name);
    return [former || part || noun, ...lies].filter(Boolean).join(", ");
  }

  // --- looking for a place -----------------------------------------------------------------------

  /** As `fold` in text.py; the ends of lines stay. */
  const fold = (text) =>
    text
      .normalize("NFKD")
      .toLowerCase()
      .replace(/[\u0300-\u036f]/g, "")
      .replace(/œ/g, "oe")
      .replace(/æ/g, "ae")
      .replace(/[^a-z0-9\n]+/g, " ")
      .replace(/\bst(e?s?)\b/g, "saint$1");

  let listed;

  /** The places, the biggest first; of each its names, `| rouen |`, and what else finds it. */
  function indexed() {
    if (listed) return listed;
    listed = [...places.values()].filter((one) => !one.unlisted);
    listed.sort((one, other) => other.size - one.size);
    const folded = fold(listed.map((one) => one.name).join("\n")).split("\n");
    listed.forEach((place, at) => {
      const own = place.kind === POSTAL ? place.code : folded[at].trim();
      place.names = `| ${[own, ...(place.also ?? [])].join(" | ")} |`;
    });
    const around = data.answers.map(([, lies]) => fold(` ${lies}`));
    for (const place of listed) {
      const communes = (place.communes ?? []).map((one) => one.names).join("");
      place.beside = ` ${place.code.toLowerCase()} ${communes}${around[place.answer]}`;
    }
    return listed;
  }

  /** The places of which each typed word begins a word: namesakes first, then the biggest. */
  function search(typed) {
    const name = fold(typed).trim();
    const words = name.split(" ").map((word) => ` ${word}`);
    const ranks = [[], [], []];
    for (const place of name ? indexed() : []) {
      const isIn = (word) => place.names.includes(word);
      const isNear = (word) => isIn(word) || place.beside.includes(word);
      if (words.every(isIn)) ranks[place.names.includes(`| ${name} |`) ? 0 : 1].push(place);
      // A postal code is offered to those who type it, not beside each of its communes.
      else if (words.every(isNear) && (!place.communes || words.some(isIn))) ranks[2].push(place);
    }
    return ranks.flat();
  }

  const coded = (kinds, code) => kinds.map((one) => places.get(`${one}:${code}`)).find(Boolean);

  /** The place of an exact code or name: of several bearers the one that `find` answers. */
  function exact(typed) {
    const spelt = typed.replace(/\s/g, "").toUpperCase();
    const code = spelt.replace(/^\d(\d{3})?$/, "0$&"); // a zero that a spreadsheet lost
    const known = coded(CODED, code);
    if (known) return known;
    const name = fold(typed).trim();
    const bearers = indexed().filter((one) => one.names.includes(`| ${name} |`));
    if (bearers.length < 2) return bearers[0];
    return places.get(data.decided[typed.trim().toLowerCase()] ?? data.decided[name]);
  }

  // --- the state ---------------------------------------------------------------------------------

  /** What an address stands for: a place if there is one, what was asked, the audience. */
  function read(hash) {
    const asked = new URLSearchParams(hash);
    const [[text, value]] = [...asked, ["", ""]];
    if (value) return { text: "", audience: asked.get("public") };
    const [, kind, code] = /^([a-z-]+):(.+)$/.exec(text) ?? [];
    const name = kind ? code.replace(/-/g, " ") : text;
    const place = coded(kind === "insee" ? INSEE : [kind], code) ?? (name && exact(name));
    return { place, text, audience: asked.get("public") };
  }

  const box = byId("place");
  const publics = byId("audience");
  const answer = byId("answer");
  let shown;

  const hashOf = (place) =>
    `#${place ? place.key : ""}${publics.value ? `&public=${publics.value}` : ""}`;

  /** Show the answer about a place for the audience that is chosen, or none. */
  function show(place) {
    const [departements, , status, guichets, ...each] = place ? data.answers[place.answer] : [""];
    const [order, ...pieces] = each[data.audiences.indexOf(publics.value)] ?? [];
    shown = place;
    answer.hidden = !place;
    answer.dataset.place = (place?.kind === FORMER ? place.home : place)?.key ?? ""; // as `find`
    answer.dataset.status = status ?? "";
    answer.dataset.guichets = guichets ?? "";
    answer.dataset.networks = (data.orders[order] ?? []).map((at) => data.networks[at]).join(" ");
    byId("name").textContent = place ? place.name : "";
    byId("lies").textContent = place ? about(place) : "";
    byId("found").replaceChildren(...pieces.map(filled));
    byId("copied").textContent = "";
    document.body.classList.toggle("answered", Boolean(place));
    document.title = place ? `${place.name} – ${data.title}` : data.title;
    for (const one of document.querySelectorAll("#map [data-code]")) {
      one.toggleAttribute("aria-current", departements.split(" ").includes(one.dataset.code));
    }
  }

  /** A piece of an answer, with copies of its networks. */
  function filled(at) {
    const piece = byId(`piece-${at}`).content.cloneNode(true);
    for (const one of piece.querySelectorAll("article")) {
      const [part] = one.childNodes;
      one.append(...byId(`reseau:${one.dataset.network}`).cloneNode(true).childNodes);
      if (part) one.querySelector("h4").append(" ", part);
    }
    return piece;
  }

  function render() {
    const hash = window.location.hash.slice(1);
    const { place, text, audience } = read(hash);
    const network = hash.startsWith("reseau:") && byId(hash);
    publics.value = data.audiences.includes(audience) ? audience : "";
    if (place || text || shown) {
      box.value = place ? place.name : network ? "" : text;
      close();
    }
    show(place);
    if (network) {
      byId("directory").open = true;
      network.scrollIntoView();
    } else if (text && !place) open();
  }

  function go(place) {
    window.location.hash = hashOf(place);
    render();
    (place ? byId("name") : box).focus();
  }

  // --- the box and its list ----------------------------------------------------------------------

  const MOST = 10;
  const list = byId("options");
  let options = [];
  let active = -1;

  function say(text, isWrong = false) {
    byId("said").textContent = text;
    box.setAttribute("aria-invalid", String(isWrong));
  }

  function close() {
    options = [];
    active = -1;
    list.hidden = true;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
    say("");
  }

  /** Open the list of what is typed, and say how long it is. */
  function open() {
    const all = search(box.value);
    close();
    options = all.slice(0, MOST);
    list.replaceChildren(...options.map(drawn));
    list.hidden = !all.length;
    box.setAttribute("aria-expanded", String(all.length > 0));
    if (all.length) say(`Lieux : ${options.length} sur ${all.length}. Choisissez, ou précisez.`);
    else if (box.value.trim()) say("Aucun lieu de cette page ne s’écrit ainsi.", true);
  }

  function drawn(place, at) {
    const option = document.createElement("li");
    option.id = `option-${at}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.append(place.name, " ", document.createElement("small"));
    option.lastChild.textContent = about(place);
    return option;
  }

  function point(step) {
    const count = options.length;
    if (!count) return open();
    active = active < 0 && step < 0 ? count - 1 : (active + step + count) % count;
    [...list.children].forEach((one, at) => one.setAttribute("aria-selected", at === active));
    box.setAttribute("aria-activedescendant", `option-${active}`);
    list.children[active].scrollIntoView({ block: "nearest" });
  }

  box.addEventListener("input", () => {
    show(undefined); // what is typed and not chosen takes the old answer away
    if (window.location.hash) window.location.hash = hashOf();
    open();
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") point(1);
    else if (event.key === "ArrowUp") point(-1);
    else if (event.key === "Enter") {
      const place = options[active] ?? exact(box.value);
      if (place) go(place);
      else open();
    } else if (event.key === "Escape" && options.length) close();
    else return;
    event.preventDefault();
  });
  box.addEventListener("blur", () => options.length && close());
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
  list.addEventListener("click", (event) => {
    const at = [...list.children].indexOf(event.target.closest("[role=option]"));
    if (at >= 0) go(options[at]);
  });

  // --- the rest of the page ----------------------------------------------------------------------

  publics.addEventListener("change", () => {
    window.location.hash = hashOf(shown);
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (!link) return;
    event.preventDefault(); // a link knows no audience
    go(read(link.getAttribute("href").slice(1)).place);
  });
  byId("copy").addEventListener("click", async () => {
    const { href } = window.location;
    try {
      await navigator.clipboard.writeText(href);
      byId("copied").textContent = "Lien copié.";
    } catch {
      byId("copied").textContent = `Lien à copier : ${href}`; // not for a frame, nor for a file
    }
  });
  // In the frame of another site the page tells its height, and links open beside it.
  if (window.parent !== window) {
    for (const one of document.querySelectorAll("a[href^=http]")) one.target = "_blank";
    const root = document.documentElement;
    const told = () => ({ type: "reseaux:height", height: root.offsetHeight });
    new ResizeObserver(() => window.parent.postMessage(told(), "*")).observe(root);
  }
  const today = new Date(Date.now()).toLocaleDateString("sv"); // as ISO, where the person is
  for (const one of document.querySelectorAll("[data-after]")) {
    one.hidden = today <= one.dataset.after;
  }
  byId("directory").open = false;
  window.addEventListener("hashchange", render);
  render();
  (window.requestIdleCallback ?? setTimeout)(indexed);
})();
