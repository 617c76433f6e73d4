"use strict";

// A person picks a place; what is shown of it was made by `fragments.py` and `articles.py`. What
// follows the `#` of the address is all the state there is: `render` draws it.
(async () => {
  const byId = (id) => document.getElementById(id);
  const all = (selector) => [...document.querySelectorAll(selector)];
  const made = (name, properties) => Object.assign(document.createElement(name), properties);
  const data = JSON.parse(byId("data").textContent);

  // --- the places: `place_index.py` tells the format ---------------------------------------------

  const [POSTAL, FORMER] = ["code-postal", "ancienne-commune"];
  const INSEE = ["commune", "commune-deleguee", "commune-associee", "arrondissement", FORMER];
  const isTown = ({ kind }) => INSEE.includes(kind);
  /** The kinds whose code can be typed, in the order in which `find` reads one. */
  const CODED = ["departement", "collectivite", POSTAL, ...INSEE, "epci", "ept"];
  const [AREAS, BODIES] = [["departement", "collectivite"], ["epci", "ept"]];
  /** The kinds that a word before a code stands for; each kind stands for itself. */
  const PREFIXES = { insee: INSEE, commune: INSEE, cp: [POSTAL], reg: ["region"] };
  Object.assign(PREFIXES, { dep: AREAS, departement: AREAS, siren: BODIES, siret: BODIES });
  const places = new Map(); // by kind and code

  if (!window.DecompressionStream) {
    byId("too-old").hidden = false;
    return;
  }
  const bytes = Uint8Array.from(atob(byId("places").textContent), (sign) => sign.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  const tables = await new Response(stream).json();
  for (const { kind, noun, codes, ...columns } of tables) {
    let [code, name] = ["", ""];
    for (const [at, step] of codes.entries()) {
      code = step.length ? step : String(Number(code) + step).padStart(code.length, "0");
      const place = { key: `${kind}:${code}`, kind, noun, code, size: 0 };
      for (const column in columns) place[column] = columns[column][at];
      const [, shared, rest] = /^(\d?)(.*)$/.exec(place.name ?? "");
      place.name = name = name.slice(0, shared) + rest;
      // A commune that had several names is there several times.
      for (let count = 2; places.has(place.key); count += 1) place.key = `${kind}:${code}-${count}`;
      places.set(place.key, place);
    }
  }
  const postal = [...places.values()].filter((one) => one.kind === POSTAL);
  const firsts = {}; // of the postal codes that begin alike
  for (const [at, { code }] of postal.entries()) firsts[code.slice(0, 2)] ??= at;
  for (const place of places.values()) {
    const first = firsts[place.code.slice(0, 2).replace(/[AB]/, "0")] ?? 0;
    const own = [place.served ?? []].flat().map((at) => postal[first + at]);
    for (const one of own) (one.communes ??= []).push(place);
    place.board ??= own[0]?.board;
    if (place.home === undefined) continue;
    const home = places.get(`commune:${place.home || place.code}`);
    const { answer, board } = home;
    Object.assign(place, { home, answer, board, unlisted: !place.name });
    place.name ||= home.name;
  }
  for (const place of postal) {
    const communes = (place.communes ??= []).sort((one, other) => other.size - one.size);
    const names = communes.slice(0, 3).map((one) => one.name).join(", ");
    place.name = `${place.code} ${names}${communes.length > 3 ? "…" : ""}`;
    place.size = communes[0]?.size ?? 0;
  }
  const epcis = [...places.values()].filter((one) => one.kind === "epci");

  /** What tells a place from those of the same name. */
  function about({ kind, noun, name, home, answer }) {
    let what = noun;
    if (home && home.name !== name) what = `${noun} de ${home.name}`;
    if (kind === FORMER) what = `aujourd’hui dans ${home.name}`;
    const lies = data.answers[answer][1].split(", ").filter((one) => one !== name);
    return [what, ...lies].filter(Boolean).join(", ");
  }

  /** A place behind « Aussi », as `at_place`. */
  function placed({ key, kind, code, name }) {
    const town = `à ${name}`.replace(/^à Le /, "au ").replace(/^à Les /, "aux ");
    return kind === POSTAL ? `au ${code}` : (data.where[key] ?? data.where[kind] ?? town);
  }

  // --- looking for a place -----------------------------------------------------------------------

  /** As `fold` in text.py, for the letters that names of France have. */
  const fold = (text) =>
    text
      .normalize("NFKD")
      .toLowerCase()
      .replace(/[\u0300-\u036f]/g, "")
      .replace(/œ/g, "oe")
      .replace(/[^a-z0-9]+/g, " ")
      .replace(/\bst(e?s?)\b/g, "saint$1")
      .trim();

  const outside = new Map(); // « Vitré (35) », by folded name, of a page of one area
  for (const one of data.elsewhere) {
    const name = fold(one.replace(/ \(.*/, ""));
    outside.set(name, [...(outside.get(name) ?? []), one]); // the biggest first
  }
  let listed;
  const bearersOf = new Map(); // by folded name
  const named = (name) => bearersOf.get(name) ?? [];

  /** The places, the biggest first; of each its names, `| rouen |`, and what else finds it. */
  function indexed() {
    if (listed) return listed;
    listed = [...places.values()].filter((one) => !one.unlisted);
    listed.sort((one, other) => other.size - one.size);
    for (const place of listed) {
      const own = place.kind === POSTAL ? place.code : fold(place.name);
      const names = [own, ...(place.also ?? [])];
      place.names = `| ${names.join(" | ")} |`;
      for (const name of new Set(names)) bearersOf.set(name, [...named(name), place]);
    }
    const around = data.answers.map(([, lies]) => fold(lies));
    for (const place of listed) {
      const communes = (place.communes ?? []).map((one) => one.names).join("");
      place.beside = ` ${place.code.toLowerCase()} ${communes} ${around[place.answer]}`;
    }
    return listed;
  }

  /** What stands behind the words of a body in a folded text, and the kinds it may be of. */
  function behindBody(text) {
    const words = text.split(" ");
    const firstOf = (count) => words.slice(0, count).join(" ");
    const count = [5, 4, 3, 2, 1].find((one) => Object.hasOwn(data.bodies, firstOf(one)));
    const kinds = data.bodies[firstOf(count)];
    const [, link, bare] = /^(?:(du|des|de|d) )?(.*)$/.exec(words.slice(count).join(" "));
    const isSaint = !kinds && !link && /^sainte? /.test(bare); // « Hôpital Saint-Louis »
    if (!count || !bare || isSaint) return undefined;
    return { name: `${{ du: "le ", des: "les " }[link] ?? ""}${bare}`, bare, kinds };
  }

  /** The places whose names hold what is typed, or, behind « mairie de », the communes. */
  function search(typed) {
    const found = searchName(fold(typed));
    const meant = exact(typed); // stands before those that have its name as well
    if (meant) return [...new Set([meant, ...found])];
    if (found.length || typed.includes(":")) return found;
    return searchName(behindBody(fold(typed))?.name ?? "").filter(isTown);
  }

  /** The places of which each word begins a word: namesakes, then what begins so; by size. */
  function searchName(name) {
    const words = name.split(" ").map((word) => ` ${word}`);
    const ranks = [[], [], [], [], []];
    const starts = [`| ${name} |`, `| ${name} `, `| ${name}`, ""];
    const rankOf = (names) => starts.findIndex((one) => names.includes(one));
    const isTypedWhole = (place) => name.startsWith(`${fold(place.name)} `); // Lens, of « Lens 62 »
    for (const place of name ? indexed() : []) {
      const isIn = (word) => place.names.includes(word);
      const isNear = (word) => isIn(word) || place.beside.includes(word);
      if (words.every(isIn)) ranks[rankOf(place.names)].push(place);
      // A postal code is offered to those who type it, not beside each of its communes.
      else if (words.every(isNear) && (!place.communes || words.some(isIn))) ranks[4].push(place);
    }
    return [...new Set([...ranks.slice(0, 4), ranks[4].filter(isTypedWhole), ranks[4]].flat())];
  }

  /** Whether a letter is too many, missing or another one, or two are the other way round. */
  function isAlike(typed, name) {
    let same = 0;
    while (same < name.length && typed[same] === name[same]) same += 1;
    const [left, right] = [typed.slice(same), name.slice(same)];
    if ([right, right.slice(1)].includes(left.slice(1)) || left === right.slice(1)) return true;
    return left[0] === right[1] && left[1] === right[0] && left.slice(2) === right.slice(2);
  }

  /** What is told of a text that is no place, and the places that may be meant. */
  function refused(typed) {
    const digits = typed.replace(/^\s*sire[nt]\s*:|\s/gi, "");
    const body = /^\d+$/.test(digits) && { 9: "SIREN", 14: "SIRET" }[digits.length];
    if (body) return [`${typed.trim()} est un ${body}. Tapez la commune de l’organisme, ou son code postal.`, []];
    const name = fold(typed);
    if (elsewhere(typed)) return [`${elsewhere(typed)} n’est pas dans cette page : voyez`, []];
    const isMeant = ({ names }) => names.slice(2, -2).split(" | ").some((one) => isAlike(name, one));
    const meant = /^\D{4,}$/.test(name) ? indexed().filter(isMeant).slice(0, 5) : [];
    if (meant.length) return ["Aucun lieu de cette page ne s’écrit ainsi. Vouliez-vous dire :", meant];
    return ["Aucun lieu de cette page ne s’écrit ainsi.", []];
  }

  const coded = (kinds, code) => kinds.map((one) => places.get(`${one}:${code}`)).find(Boolean);

  /** A code without spaces, with the zero that a spreadsheet lost. */
  const spelt = (typed) => typed.replace(/\s/g, "").toUpperCase().replace(/^\d(\d{3})?$/, "0$&");

  /** The place of a word and a code, `insee:76540`, or of a kind and a name, `region:grand-est`. */
  function withKind(kind, own) {
    const kinds = PREFIXES[kind] ?? [kind];
    const isOfKind = (place) => kinds.includes(place?.kind);
    const bare = own.replace(/^[\s;,./#'"«»()[\]]+|[\s;,./#'"«»()[\]]+$/g, "");
    if (!/\d/.test(bare)) {
      indexed();
      const bearers = named(fold(bare)).filter(isOfKind);
      if (bearers.length === 1) return bearers[0];
      return coded(kinds, bare.toLowerCase()) ?? [exact(bare.replace(/-/g, " "))].find(isOfKind);
    }
    const [, code, name] = /^(\S+) (\D+)$/.exec(bare) ?? [];
    let digits = spelt(code ?? bare);
    if (kind === "siret") digits = digits.replace(/^(\d{9})\d{5}$|.*/, "$1"); // else there is none
    const known = coded(kinds, digits);
    return !name || fold(known?.name ?? "") === fold(name) ? known : undefined;
  }

  /** The place of an exact code or name: of several bearers the one that `find` answers. */
  function exact(typed) {
    const [, label, own] = /^([^:]*[^:\s])\s*:(.+)$/.exec(typed.normalize("NFKC")) ?? [];
    if (label) return withKind(fold(label).replace(/ /g, "-"), own);
    const known = coded(CODED, spelt(typed));
    if (known) return known;
    indexed();
    const name = fold(typed);
    if (named(name).length) return meantBy(name, typed.trim());
    return withArea(name) ?? ofBody(name);
  }

  /** Of the bearers of a folded name the one that `find` answers. */
  function meantBy(name, spelling = name) {
    const key = data.homonyms[spelling.toLowerCase()] ?? data.homonyms[name];
    return key === undefined && named(name).length === 1 ? named(name)[0] : places.get(key);
  }

  /** A commune with its département or postal code: « Saint-Denis 974 », « 76000 Rouen ». */
  function withArea(text) {
    const [, first, between, last] = /^(\d{5} )?(.+?)( \d{2,5}| 2[ab])?$/.exec(text) ?? [];
    const code = (first ?? last ?? "").trim().toUpperCase();
    const isThere = (one) => data.answers[one.answer][0].split(" ").includes(code);
    const isServed = (one) => coded([POSTAL], code)?.communes.includes(one);
    const bearers = [between, behindBody(between ?? "")?.name].flatMap(named);
    const there = bearers.filter((one) => one.kind === INSEE[0] && (isThere(one) || isServed(one)));
    return code && there.length === 1 ? there[0] : undefined;
  }

  /** The place that ends the name of an organisation: « CHU de Rouen », « CA Saint-Lô ». */
  function ofBody(text) {
    const { name, bare, kinds } = behindBody(text) ?? {};
    if (!name) return undefined;
    const begun = epcis.filter(({ names }) => names.startsWith(`| ${text} `));
    if (kinds === "epci") return begun.length === 1 ? begun[0] : undefined;
    const isOfKind = ({ kind }) => kinds.split(",").includes(kind);
    const area = coded(AREAS, bare.toUpperCase()) ?? [name, bare].flatMap(named).find(isOfKind);
    if (kinds && !kinds.includes("commune")) return area && isOfKind(area) ? area : undefined;
    // « Mairie de La Rochelle » may be either, « mairie de Normandie » none.
    const isOnly = named(name).filter((one) => one.kind === INSEE[0]).length < 2;
    const meant = meantBy(name);
    return isOnly && named(name).includes(meant) && isTown(meant) ? meant : undefined;
  }

  /** The place outside of a page of one area that a text names: « Vitré (35) »; or "". */
  function elsewhere(typed) {
    const [, name, code] = /^(.+?)(?: (\d{2,3}|2[ab]))?$/.exec(fold(typed)) ?? [];
    const bearers = outside.get(name) ?? outside.get(behindBody(name ?? "")?.name) ?? [];
    return bearers.find((one) => one.includes(code?.toUpperCase() ?? "")) ?? "";
  }

  /** The places that a text may mean as well as its own, and why; areas of one name are one. */
  function alsoMeant(typed, place) {
    const twin = place.kind === POSTAL && coded(INSEE, spelt(typed));
    const isOther = (one) => data.answers[one.answer][4][0] !== data.answers[place.answer][4][0];
    if (twin) return ["Lu comme code postal ; comme code INSEE : ", [twin].filter(isOther)];
    const articles = typed.includes(":") ? [] : ["", "le ", "la ", "les ", "l "];
    const bearers = articles.flatMap((article) => named(article + fold(typed)));
    const isSame = (one) => one.answer === place.answer || !(isTown(one) || isTown(place));
    const others = bearers.filter((one) => one.home !== place && !isSame(one));
    const other = others.length || typed.includes(":") ? "" : elsewhere(typed);
    return [other ? `Hors de cette page : ${other}.` : "Il existe aussi : ", others, other];
  }

  // --- the state ---------------------------------------------------------------------------------

  /** What an address stands for: a place if there is one, what was asked, for what and by whom. */
  function read(hash) {
    const asked = new URLSearchParams(hash);
    const [[text, value]] = [...asked, ["", ""]];
    const chosen = { audience: asked.get("public"), theme: asked.get("theme") };
    if (value) return { text: "", ...chosen };
    return { place: text ? exact(text) : undefined, text, ...chosen };
  }

  const [box, list, publics, themes] = ["place", "options", "audience", "theme"].map(byId);
  const [answer, copied, field] = ["answer", "copied", "text"].map(byId);
  const today = new Date(Date.now()).toLocaleDateString("sv"); // as ISO, where the person is
  const { children: fragments } = byId("fragments").content;
  let shown;
  let state = window.location.hash.slice(1); // in a frame an address may not change

  function move(place, typed = "") {
    const isShared = place && typed && alsoMeant(typed, place)[1].length;
    const text = isShared ? encodeURIComponent(typed) : (place?.key ?? "");
    const chosen = [["theme", themes.value], ["public", publics.value]].filter(([, value]) => value);
    window.location.hash = state = [text, ...chosen.map((one) => `&${one.join("=")}`)].join("");
  }

  /** Show the answer about a place for the theme and the audience that are chosen, or none. */
  function show(place, typed = "") {
    // As `rows` of `SharedAnswers`; of a theme and an audience, an order and fragments.
    const [departements, , status, guichets, ...each] = place ? data.answers[place.answer] : ["", "", "", ""];
    const asked = data.themes.indexOf(themes.value) * data.audiences.length;
    const [order, ...numbers] = each[asked + data.audiences.indexOf(publics.value)] ?? [];
    shown = place;
    answer.hidden = !place;
    const present = place?.kind === FORMER ? place.home : place; // as `find` answers
    const networks = (data.orders[order] ?? []).map((at) => data.entries[at]).join(" ");
    Object.assign(answer.dataset, { place: present?.key ?? "", status, guichets, networks });
    byId("name").textContent = place?.name ?? "";
    byId("lies").textContent = place ? about(place) : "";
    tellAlso(...(place && typed ? alsoMeant(typed, place) : ["", []]));
    byId("found").replaceChildren(...numbers.map((at) => filled(at, place)));
    for (const one of all("#found h2.here")) one.append(" ", placed(present));
    const jumps = new Map(); // of a need that has two sections, to the first
    for (const one of all("#found > section:not(.again)").map(jump).reverse()) {
      jumps.delete(one.textContent);
      jumps.set(one.textContent, one);
    }
    byId("needs").replaceChildren(...[...jumps.values()].reverse());
    byId("found").append(...all("#found [data-until]").filter((one) => one.dataset.until < today)); // last
    copied.textContent = "";
    field.hidden = true;
    document.body.classList.toggle("answered", Boolean(place));
    document.title = place ? `${place.name} – ${data.title}` : data.title;
    const isInside = (one) => departements.split(" ").includes(one.dataset.code);
    for (const one of all("#map [data-code]")) one.toggleAttribute("aria-current", isInside(one));
  }

  /** Name the places that are meant as well, each with its link. */
  function tellAlso(lead, others, other) {
    const more = others.length > 4 ? ` ; ${others.length - 3} autres` : "";
    const linkTo = (one) => made("a", { href: `#${one.key}`, textContent: labelOf(one) });
    const links = others.slice(0, more ? 3 : 4).map((one) => [" ; ", linkTo(one)]);
    byId("also").replaceChildren(others.length || other ? lead : "", ...links.flat().slice(1), more, links.length ? "." : "");
  }

  /** A button that brings a need of the answer into sight, with whom to call for it. */
  function jump(section) {
    const heading = section.querySelector("h3");
    const [need] = heading.textContent.split("\u00a0:");
    const button = made("button", { type: "button", textContent: need });
    heading.tabIndex = -1;
    button.onclick = () => {
      section.scrollIntoView();
      heading.focus({ preventScroll: true });
    };
    return button;
  }

  /** A fragment of an answer, with copies of its networks and traces, and the switchboard. */
  function filled(at, place) {
    const fragment = fragments[at].cloneNode(true);
    for (const one of fragment.querySelectorAll("article")) {
      const id = data.entries[one.textContent] ?? "";
      const entry = id ? byId(`reseau:${id}`).cloneNode(true) : switchboard(place);
      if (!id && entry) fragment.querySelector(".unless")?.remove();
      if (!entry || !fragment.contains(one)) { one.remove(); continue; }
      one.replaceChildren(...entry.childNodes);
      Object.assign(one.dataset, { network: id, ...entry.dataset });
      if (one.matches(".sole")) { // the heading above names it, and takes its price
        const title = one.querySelector("h4");
        fragment.querySelector("h3").append(" ", ...title.children);
        title.remove();
      }
      if (one.matches(".in-part")) one.querySelector("h4").append(byId("part").content.cloneNode(true));
      if (data.letters.to[id]) one.append(acts(one, place));
    }
    return fragment;
  }

  /** A telephone in pairs of digits. */
  const inPairs = (phone) => phone.replace(/\B(?=(..)+$)/g, " ");

  function switchboard(place) {
    const [board, note, at] = [place.board, place.note, epcis.indexOf(place)];
    if (!data.switchboards[board]) return undefined;
    const [name, phone, email, sentence] = data.switchboards[board].split("\t");
    // An intercommunalité is given that of the Département, and has its own number in the note.
    const [, ownPhone, ownEmail] = ((at !== board && data.switchboards[at]) || "").split("\t");
    const own = (ownPhone && inPairs(ownPhone)) || ownEmail;
    const notes = [data.notes[note], own && `standard de l'intercommunalité : ${own}`];
    const drawn = byId("switchboard").content.cloneNode(true);
    const [whom, why] = drawn.querySelectorAll("p");
    drawn.querySelector("h4").textContent = name || epcis[board].name;
    why.textContent = notes.filter(Boolean).join(" ; ");
    whom.textContent = data.sentences[sentence || 0];
    const [call, write] = drawn.querySelectorAll("dd a");
    Object.assign(call, { textContent: inPairs(phone), href: `tel:${phone}` });
    Object.assign(write, { textContent: email, href: `mailto:${email}` });
    if (!phone) call.closest("div").remove();
    if (!email) write.closest("div").remove();
    return drawn;
  }

  // --- messages ----------------------------------------------------------------------------------

  /** A place with the département that tells it from its namesakes, as `place_label`. */
  function labelOf({ kind, name, home, answer: served }) {
    if (kind === POSTAL || !CODED.includes(kind)) return name;
    const departements = data.answers[served][0].split(" ");
    const present = kind === FORMER ? home.name : name;
    return departements.length > 3 ? present : `${present} (${departements.join(", ")})`;
  }

  /** A link to tell of an error: a mail program is given the place and the entry. */
  function report(link) {
    const { dataset, id } = link.closest("article") ?? link;
    const told = [shown && `${labelOf(shown)} (${shown.key})`, dataset.network ?? id];
    const subject = ["Erreur", ...told].filter(Boolean).join(" – ");
    if (link.protocol === "mailto:") link.search = `subject=${encodeURIComponent(subject)}`;
  }

  /** To write to who has an article, by the mail program, or a message to copy. */
  function acts(article, place) {
    const { anywhere, several, ours, templates, questions, to } = data.letters;
    const [template, ...asked] = to[article.dataset.network];
    const isPart = article.matches(".in-part");
    const fit = asked.map((at) => questions[at]).filter((one) => isPart || !one.includes(anywhere));
    const isSeveral = place.communes?.length > 1 || ["region", "departement"].includes(place.kind);
    const label = isSeveral ? several : labelOf(place);
    const buyer = BODIES.includes(place.kind) ? "notre intercommunalité" : ours;
    const own = isSeveral ? several : buyer;
    const asking = fit.join("\n").replaceAll(anywhere, labelOf(place));
    const written = (text) => text.replace("{questions}", asking).replaceAll(anywhere, label);
    const [subject, body] = templates[template].map((text) => written(text).replaceAll(ours, own));
    const drawn = byId("acts").content.cloneNode(true);
    const [write, button] = drawn.querySelectorAll("a, button");
    const address = article.querySelector("dl a[href^='mailto:']")?.getAttribute("href");
    const [title, text] = [subject, body.replaceAll("\n", "\r\n")].map(encodeURIComponent);
    if (address) write.href = `${address}?subject=${title}&body=${text}`;
    else write.remove();
    button.onclick = () => copy(`Objet : ${subject}\n\n${body}`, "Message copié.", button);
    return drawn;
  }

  function render() {
    const { place, text, audience, theme } = read(state);
    const network = state.startsWith("reseau:") && byId(state);
    publics.value = data.audiences.includes(audience) ? audience : "";
    themes.value = data.themes.includes(theme) ? theme : "";
    if (place || text || shown) {
      box.value = network ? "" : (place?.name ?? text);
      close();
    }
    show(place, text);
    if (network) {
      byId("directory").open = true;
      network.scrollIntoView();
    } else if (text && !place) open();
  }

  function go(place, typed) {
    move(place, typed);
    render();
    (place ? byId("name") : box).focus();
  }

  // --- the box and its list ----------------------------------------------------------------------

  let [options, active] = [[], -1];

  /** Show some places to pick from, and a sentence. */
  function offer(found, sentence, isWrong) {
    options = found;
    active = -1;
    list.replaceChildren(...options.map(optionOf));
    list.hidden = !options.length;
    box.setAttribute("aria-expanded", String(options.length > 0));
    box.removeAttribute("aria-activedescendant");
    box.setAttribute("aria-invalid", String(isWrong));
    byId("said").textContent = sentence;
    const other = isWrong && elsewhere(box.value);
    if (other) byId("said").append(" ", byId("area").querySelector("a").cloneNode(true), ".");
  }

  const close = () => offer([], "", false);

  /** Open the list of what is typed, and say how long it is; or why it is no place. */
  function open() {
    const found = !exact(box.value) && elsewhere(box.value) ? [] : search(box.value);
    const first = found.slice(0, 10);
    const count = `Lieux : ${first.length} sur ${found.length}. Choisissez, ou précisez.`;
    if (!box.value.trim()) return close();
    if (found.length) return offer(first, count, false);
    const [why, meant] = refused(box.value);
    return offer(meant, why, true);
  }

  function optionOf(place, at) {
    const option = made("li", { id: `option-${at}`, role: "option", ariaSelected: "false" });
    option.append(place.name, " ", made("small", { textContent: about(place) }));
    return option;
  }

  function point(step) {
    const count = options.length;
    if (!count) return open();
    active = active < 0 && step < 0 ? count - 1 : (active + step + count) % count;
    for (const [at, one] of [...list.children].entries()) one.ariaSelected = String(at === active);
    box.setAttribute("aria-activedescendant", `option-${active}`);
    list.children[active].scrollIntoView({ block: "nearest" });
  }

  box.addEventListener("input", () => {
    show(undefined); // what is typed and not chosen takes the old answer away
    if (state) move();
    open();
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") point(1);
    else if (event.key === "ArrowUp") point(-1);
    else if (event.key === "Enter") {
      const [lone] = options.length === 1 ? options : [];
      const place = options[active] ?? exact(box.value) ?? lone; // none of a name elsewhere
      if (place) go(place, options[active] ? "" : box.value.trim());
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

  for (const choice of [publics, themes]) {
    choice.addEventListener("change", () => {
      move(shown, read(state).text);
      render();
    });
  }
  document.addEventListener("click", (event) => {
    const telling = event.target.closest(".report");
    if (telling) report(telling);
    const link = event.target.closest("a[href^='#']");
    if (!link) return;
    event.preventDefault(); // a link knows no audience
    if (link.matches(".skip")) return (shown ? byId("name") : box).focus();
    go(read(link.getAttribute("href").slice(1)).place);
  });

  /** Copy a text; where a page may not (in a frame, from a file), show it to be copied by hand. */
  async function copy(text, done, button) {
    field.hidden = true;
    try {
      await navigator.clipboard.writeText(text);
      copied.textContent = done;
      button.after(copied);
    } catch {
      button.closest("p").after(field);
      field.hidden = false;
      field.value = text;
      field.select();
    }
  }

  const UNTOLD = "[hidden], .acts, article details, details:not([open]) > article";

  /** The answer as text: each line is one of a heading, a sentence or a way in. */
  function answerText() {
    const lines = [byId("name").textContent, byId("lies").textContent];
    for (const one of byId("found").querySelectorAll("h2, h3, h4, p, dl > div, details > summary")) {
      if (one.closest(UNTOLD) || !one.textContent.trim()) continue;
      const [link, label] = ["a[href^=http]", ".named"].map((part) => one.querySelector(part));
      const cells = one.matches("div") ? [...one.children] : [one];
      const words = cells.map((cell) => cell.textContent.trim()).join(" ");
      if (one.matches("h2, h3, h4")) lines.push("");
      lines.push(link ? words.replace(link.textContent, (label ? "$&\u00a0: " : "") + link.href) : words);
    }
    return [...lines, "", byId("dates").textContent].join("\n");
  }

  byId("copy-answer").onclick = ({ target }) => copy(answerText(), "Réponse copiée.", target);
  byId("print").onclick = () => window.print();
  // In the frame of another site the page tells its height, and links open beside it.
  if (window.parent !== window) {
    byId("print").hidden = window.origin === "null"; // not allowed there
    for (const one of all("a[href^=http]")) one.target = "_blank";
    const type = "reseaux:height";
    const tell = ([{ target }]) => window.parent.postMessage({ type, height: target.offsetHeight }, "*");
    new ResizeObserver(tell).observe(document.documentElement);
  }
  for (const one of all("[data-after]")) one.hidden = today <= one.dataset.after;
  // An entry that is older than a year says so; the foot does where the whole page is.
  const yearBefore = `${today.slice(0, 4) - 1}${today.slice(4)}`;
  const aged = all("[data-checked]").filter((one) => one.dataset.checked < yearBefore);
  for (const one of byId("old").hidden ? aged : []) one.append(byId("aged").content.cloneNode(true));
  byId("directory").open = byId("search").hidden = false;
  window.addEventListener("hashchange", () => {
    const hash = window.location.hash.slice(1);
    if (hash === state) return; // it was drawn already
    state = hash;
    render();
  });
  render();
  (window.requestIdleCallback ?? setTimeout)(indexed);
})();
