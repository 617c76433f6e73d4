"use strict";

// Rendering and interaction. The URL fragment is the only state: choosing a place writes it, and
// every change of it is rendered.

(() => {
  const { data, filters, read, settled, answer, placeAt, location, titleOf, KINDS, MOST } = reseaux;
  const { departements } = reseaux.places;
  const byId = (id) => document.getElementById(id);

  /** A French text with no-break spaces before its punctuation. */
  const french = (text) => text.replace(/ ([:;?!»])/g, "\u00a0$1").replace(/« /g, "«\u00a0");

  // --- drawing ----------------------------------------------------------------------------------

  /** Create an element; strings become text, never markup. */
  function make(tag, attributes = {}, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value === true) node.setAttribute(name, "");
      else if (value || value === 0 || value === "") node.setAttribute(name, value);
    }
    node.append(...children.flat().filter((child) => child || child === 0));
    return node;
  }

  const LONGEST = 60; // characters; of a longer address only the host is shown

  /** A link to a web page, an e-mail address or a telephone number; for others plain text. */
  function link(text, target) {
    let shown = text.replace(/^https?:\/\/(www\.)?/, "").replace(/\/$/, "");
    if (shown !== text && shown.length > LONGEST) shown = `${shown.split("/")[0]}/…`;
    if (!/^(https?|mailto|tel):/i.test(target)) return make("span", {}, shown);
    if (!/^https?:/i.test(target)) return make("a", { href: target }, shown);
    return make(
      "a",
      { href: target, target: "_blank", rel: "noopener noreferrer" },
      shown,
      make("span", { class: "unseen" }, " (nouvel onglet)"),
    );
  }

  const WAYS = {
    page: "Page",
    website: "Site",
    email: "Courriel",
    phone: "Téléphone",
    link: "Passer par",
  };

  function ways(entry) {
    return make(
      "ul",
      { class: "ways" },
      entry.ways.map(([kind, text, target, caveat]) =>
        make(
          "li",
          {},
          make("span", { class: "way" }, `${WAYS[kind] ?? kind}\u00a0: `),
          link(text, target),
          caveat && make("span", { class: "caveat" }, ` (${french(caveat.replace(/\.$/, ""))})`),
        ),
      ),
    );
  }

  function marks(entry) {
    const said = [];
    if (entry.partial) said.push("couvre une partie de ce lieu");
    if (entry.local) said.push("fiche locale");
    if (entry.expired) said.push("fiche périmée, à vérifier");
    return said.length ? make("p", { class: "marks" }, said.join(" · ")) : null;
  }

  /** A network to contact first, in full. */
  function card(entry, isNamed) {
    return make(
      "article",
      { class: "card" },
      make("h4", { class: isNamed && "unseen" }, french(entry.name)),
      make("p", {}, french(entry.summary)),
      make(
        "ul",
        { class: "terms" },
        entry.terms.map((term) => make("li", {}, french(term))),
      ),
      ways(entry),
      entry.access.map(([how, caveat]) => make("p", {}, french(`${how} ${caveat}`))),
      marks(entry),
    );
  }

  /** One of the other networks, in brief. */
  function line(entry) {
    return make(
      "li",
      {},
      make("strong", {}, french(entry.name)),
      entry.cost ? ` (${french(entry.cost.replace(/\.$/, "").toLowerCase())})` : null,
      make("p", {}, french(entry.summary)),
      ways(entry),
      marks(entry),
    );
  }

  /** A heading with its explanation, if any. */
  function heading(name, attributes, group) {
    const gloss = group.gloss && make("span", { class: "gloss" }, ` (${french(group.gloss)})`);
    return make(name, attributes, french(group.label || "À contacter en premier"), gloss);
  }

  function byUse(groups, costs) {
    return groups.length
      ? make(
          "section",
          { class: "others" },
          make("h3", {}, "Aussi pour vous, selon le besoin"),
          groups.map((group) =>
            make(
              "div",
              { class: "use" },
              heading("h4", {}, group),
              make("ul", {}, group.entries.map(line)),
            ),
          ),
          costs && make("p", {}, french(costs)),
        )
      : null;
  }

  /** The networks for a single audience, folded under its name. */
  function byAudience(groups) {
    return groups.length
      ? make(
          "section",
          { class: "others" },
          make("h3", {}, "Selon qui vous êtes"),
          groups.map((group) =>
            make(
              "details",
              {},
              make(
                "summary",
                {},
                `${french(group.label)}\u00a0: `,
                make("span", {}, group.entries.map((entry) => french(entry.label)).join(", ")),
              ),
              make("ul", {}, group.entries.map(line)),
            ),
          ),
        )
      : null;
  }

  function shared(shares) {
    return make(
      "ul",
      { class: "shares" },
      shares.map(([names, places]) =>
        make(
          "li",
          {},
          make("strong", {}, names.length ? names.join(" et ") : "Aucun guichet vert"),
          `\u00a0: ${places.join(", ")}`,
        ),
      ),
    );
  }

  function lost(entries) {
    if (!entries.length) return null;
    const links = new Map(entries.flatMap((entry) => entry.ways.map((way) => [way[2], way])));
    return make(
      "section",
      { class: "lost" },
      make("h3", {}, "Sans adresse connue"),
      make("p", {}, `${french(entries.map((entry) => entry.name).join(", "))}. Passer par\u00a0:`),
      make(
        "ul",
        { class: "ways" },
        [...links.values()].map(([, text, target]) => make("li", {}, link(text, target))),
      ),
    );
  }

  const MOST_CARDS = 3; // more networks are shown in brief

  function draw(place, theme, audience) {
    const said = answer(place, theme, audience);
    const where = location(place);
    const shown = byId("reponse");
    shown.replaceChildren(
      make(
        "h2",
        { id: "titre", tabindex: "-1" },
        french(titleOf(place)),
        where ? make("span", { class: "where" }, ` ${where}`) : null,
      ),
      ...said.notes.map((note) => make("p", { class: "note" }, french(note))),
      ...(said.verdict
        ? [make("p", { class: `verdict ${said.guichet.status}` }, french(said.verdict))]
        : []),
      ...(said.remark ? [make("p", {}, french(said.remark))] : []),
      ...(said.shares.length ? [shared(said.shares)] : []),
      ...said.leads.map((group) =>
        make(
          "section",
          { class: "lead" },
          heading("h3", { class: said.verdict.startsWith(group.label) && "unseen" }, group),
          group.entries.length > MOST_CARDS
            ? make("ul", {}, group.entries.map(line))
            : group.entries.map((entry) => card(entry, said.verdict.endsWith(entry.name))),
        ),
      ),
      ...[
        ...said.notices.map((notice) => make("p", { class: "note" }, french(notice))),
        byUse(said.groups, said.costs),
        byAudience(said.audiences),
        said.aside ? make("p", { class: "aside" }, french(said.aside)) : null,
        lost(said.lost),
        make("p", { class: "dates" }, `${french(said.source)}.`),
      ].filter(Boolean),
    );
    shown.hidden = false;
    for (const path of document.querySelectorAll("#carte [data-code]")) {
      path.classList.toggle("here", place.departements.includes(path.dataset.code));
    }
    byId("carte").classList.add("chosen");
    document.title = `${titleOf(place)} – ${data.title}`;
  }

  // --- the URL fragment -------------------------------------------------------------------------

  function decoded(text) {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  }

  /** The content of the fragment: a text, the place that it names (if any), and the filters. */
  function address() {
    const [text, ...options] = window.location.hash.slice(1).split("&").map(decoded);
    const chosen = Object.fromEntries(options.map((one) => one.split("=")));
    const theme = filters.theme.some(([id]) => id === chosen.theme) ? chosen.theme : "";
    const audience = filters.audience.some(([id]) => id === chosen.public) ? chosen.public : "";
    return { text, place: placeAt(text), theme, audience };
  }

  function go(text, theme = chosenTheme(), audience = byId("audience").value) {
    const options = [theme && `&theme=${theme}`, audience && `&public=${audience}`].filter(Boolean);
    const asked = encodeURIComponent(text).replace(/%3A/g, ":").replace(/%2F/g, "/");
    window.location.hash = `${asked}${options.join("")}`;
  }

  const chosenTheme = () => document.querySelector("input[name=theme]:checked")?.value ?? "";

  let last = "";

  function show(moves) {
    const { text, place, theme, audience } = address();
    document.querySelector(`input[name=theme][value="${theme}"]`).checked = true;
    byId("audience").value = audience;
    byId("accueil").hidden = Boolean(place);
    if (!place) {
      byId("reponse").hidden = true;
      byId("carte").classList.remove("chosen");
      document.title = data.title;
      last = "";
      box.value = text;
      if (text) open();
      else close();
      return;
    }
    close();
    draw(place, theme, audience);
    if (place.link !== last) {
      last = place.link;
      box.value = place.old?.name ?? (place.kind === "code-postal" ? place.code : place.name);
      say("");
      if (moves) byId("titre").focus();
    } else if (moves) say("La réponse suit vos choix.");
  }

  // --- the search box ---------------------------------------------------------------------------

  const box = byId("place");
  const list = byId("options");
  let offered = [];
  let active = -1;

  function say(text) {
    byId("place-said").textContent = french(text);
  }

  function beside(place) {
    const where =
      place.departements.length > 3
        ? `${place.departements.length} départements`
        : place.departements
            .map((code) => {
              const home = departements.get(code);
              return home ? `${home.name} (${code})` : code;
            })
            .join(", ");
    const codes =
      place.postal && !place.old
        ? place.postal.slice(0, 2).join(", ") + (place.postal.length > 2 ? "…" : "")
        : "";
    const kind = place.old ? "ancienne commune" : KINDS[place.kind];
    const lies_ = place.departements[0] === place.code ? "" : where;
    return [place.beside, codes, kind === "commune" ? "" : kind, lies_].filter(Boolean).join(" · ");
  }

  function open() {
    const { found, why } = read(box.value);
    offered = found.slice(0, MOST);
    active = -1;
    list.replaceChildren(
      ...offered.map((place, at) =>
        make(
          "li",
          { id: `option-${at}`, role: "option", "aria-selected": "false", "data-at": at },
          make("span", { class: "name" }, place.old?.name ?? titleOf(place)),
          make("span", { class: "beside" }, ` ${beside(place)}`),
        ),
      ),
    );
    const isOpen = offered.length > 0;
    list.hidden = !isOpen;
    box.setAttribute("aria-expanded", String(isOpen));
    box.removeAttribute("aria-activedescendant");
    const more = found.length - offered.length;
    const count = `${offered.length} lieu${offered.length > 1 ? "x" : ""}`;
    const rest = more > 0 ? ` sur ${found.length} ; précisez pour les autres` : "";
    say([why, isOpen ? `${count}${rest}.` : ""].filter(Boolean).join(" "));
  }

  function close() {
    offered = [];
    active = -1;
    list.hidden = true;
    list.replaceChildren();
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  }

  function point(at) {
    list.children[active]?.setAttribute("aria-selected", "false");
    active = at;
    const option = list.children[active];
    if (!option) {
      box.removeAttribute("aria-activedescendant");
      return;
    }
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", option.id);
  }

  function pick(place) {
    const before = window.location.hash;
    go(place.link);
    if (window.location.hash === before) show(true); // the same place: there is no hashchange event
  }

  box.addEventListener("input", open);
  box.addEventListener("keydown", (event) => {
    const moves = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in moves) {
      event.preventDefault();
      if (list.hidden) open();
      const count = offered.length;
      if (count) {
        point(
          active < 0 && moves[event.key] < 0
            ? count - 1
            : (active + moves[event.key] + count) % count,
        );
      }
    } else if (event.key === "Escape") {
      event.preventDefault();
      if (list.hidden) box.value = "";
      close();
      say("");
    } else if (event.key === "Tab") close();
  });
  box.addEventListener("blur", () =>
    setTimeout(() => document.activeElement !== box && close(), 150),
  );
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) pick(offered[Number(option.dataset.at)]);
  });
  byId("search").addEventListener("submit", (event) => {
    event.preventDefault();
    const { found, isNear } = read(box.value);
    const place =
      offered[active] ?? settled(box.value) ?? (found.length === 1 && !isNear ? found[0] : null);
    if (place) {
      pick(place);
      return;
    }
    box.focus();
    open();
    if (!box.value.trim()) say("Tapez d’abord un lieu.");
    else if (offered.length) {
      say(`${byId("place-said").textContent} Choisissez dans la liste, avec les flèches.`);
    }
  });

  // --- filters, map, frame ----------------------------------------------------------------------

  const anything = { theme: "Tout", audience: "Un acheteur public" };
  for (const [id, label] of filters.theme) {
    byId("themes").append(
      make(
        "label",
        {},
        make("input", { type: "radio", name: "theme", value: id, checked: id === "" }),
        ` ${label || anything.theme}`,
      ),
    );
  }
  for (const [id, label] of filters.audience) {
    byId("audience").append(make("option", { value: id }, label || anything.audience));
  }
  byId("search").addEventListener("change", (event) => {
    if (event.target !== box && address().place) go(address().text);
  });
  byId("carte").addEventListener("click", (event) => {
    const { code } = event.target.closest("[data-code]")?.dataset ?? {};
    if (code && departements.has(code)) go(code);
  });
  byId("areas").addEventListener("click", (event) => {
    const code = event.target.closest("a")?.hash.slice(1);
    if (!code) return;
    event.preventDefault();
    go(code);
  });
  byId("skip").addEventListener("click", (event) => {
    event.preventDefault(); // the fragment is for places
    (byId("titre") ?? box).focus();
  });

  const age = Date.now() - Date.parse(data.checked_on);
  if (age > 366 * 86_400_000) {
    byId("stale").textContent = french(data.stale);
    byId("stale").hidden = false;
  }
  if (window.parent !== window) {
    const tell = () =>
      window.parent.postMessage(
        { type: "reseaux:height", height: document.documentElement.scrollHeight },
        "*",
      );
    new ResizeObserver(tell).observe(document.body);
  }
  window.addEventListener("hashchange", () => show(true));
  show(false);
})();
