"use strict";

// Drawing, and what a person does. All that is shown follows from one state (`state.js`): `act`
// takes the next one, `render` draws it.

const reseaux = lookup(JSON.parse(document.getElementById("data").textContent));

(() => {
  const look = reseaux;
  const { data, filters, answer, placeAt, location, titleOf, labelOf, KINDS } = look;
  const { departements } = look.places;
  const byId = (id) => document.getElementById(id);
  const today = new Date(Date.now()).toISOString().slice(0, 10);

  const isEmbedded = new URLSearchParams(window.location.search).has("embed");
  // A frame that may run scripts alone has no origin: there nothing can be copied, opened or saved.
  const isBound =
    isEmbedded || (window.origin === "null" && /^http/.test(window.location.protocol));

  /** A French text with no-break spaces before its punctuation. */
  const french = (text) => text.replace(/ ([:;?!»])/g, "\u00a0$1").replace(/« /g, "«\u00a0");
  const withoutStop = (text) => text.replace(/\.$/, "");

  // --- drawing ----------------------------------------------------------------------------------

  /** Create an element; strings become text, never markup. */
  function make(tag, attributes = {}, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value === true) node.setAttribute(name, "");
      else if (value || value === 0 || value === "") node.setAttribute(name, value);
    }
    node.append(...children.flat(Infinity).filter((child) => child || child === 0));
    return node;
  }

  const ICONS = {
    page: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM3 12h18M12 3c4 4 4 14 0 18M12 3c-4 4-4 14 0 18",
    email: "M3 6h18v12H3zM3 7l9 6 9-6",
    phone: "M6 3h3l2 5-2 2a12 12 0 0 0 5 5l2-2 5 2v4a2 2 0 0 1-2 2A16 16 0 0 1 4 5a2 2 0 0 1 2-2z",
    copy: "M9 9h11v11H9zM5 15H4V4h11v1",
    print: "M7 8V3h10v5M7 17H4V8h16v9h-3M7 14h10v7H7z",
    doubt: "M12 3 2 20h20zM12 10v5M12 17v1",
    none: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM6 6l12 12",
  };
  ICONS.website = ICONS.link = ICONS.page;

  function icon(name) {
    const [svg, path] = ["svg", "path"].map((tag) =>
      document.createElementNS("http://www.w3.org/2000/svg", tag),
    );
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("class", "icon");
    svg.setAttribute("aria-hidden", "true");
    path.setAttribute("d", ICONS[name]);
    svg.append(path);
    return svg;
  }

  const LONGEST = 60; // characters; of a longer address only the host is shown
  const WAYS = {
    page: "Page",
    website: "Site",
    email: "Courriel",
    phone: "Téléphone",
    link: "Passer par",
  };

  /** A link to a web page, an e-mail address or a telephone number; on paper, what can be typed. */
  function link([kind, text, target]) {
    let shown = text.replace(/^https?:\/\/(www\.)?/, "").replace(/\/$/, "");
    if (shown !== text && shown.length > LONGEST)
      shown = `${WAYS[kind]} sur ${shown.split("/")[0]}`;
    if (!/^(https?|mailto|tel):/i.test(target)) return make("span", {}, shown);
    if (!/^https?:/i.test(target)) return make("a", { href: target }, shown);
    return [
      make(
        "a",
        { href: target, target: "_blank", rel: "noopener noreferrer" },
        shown,
        make("span", { class: "unseen" }, " (nouvel onglet)"),
      ),
      make("span", { class: "typed" }, kind === "link" ? `${shown}\u00a0: ${target}` : target),
    ];
  }

  function ways(entry) {
    return make(
      "ul",
      { class: "ways" },
      entry.ways.map((way) =>
        make(
          "li",
          {},
          make(
            "span",
            { class: "way" },
            icon(way[0]),
            make("span", { class: "unseen" }, `${WAYS[way[0]]}\u00a0: `),
          ),
          make(
            "span",
            {},
            link(way),
            way[4] ? [" ", make("span", { class: "tag doubtful" }, way[4])] : null,
            way[3] && make("span", { class: "caveat" }, ` ${french(withoutStop(way[3]))}`),
          ),
        ),
      ),
    );
  }

  const isExpired = (entry) => entry.expired || Boolean(entry.until && entry.until < today);

  function tags(entry, ...terms) {
    const said = terms.map((term) => make("li", { class: "tag" }, french(withoutStop(term))));
    const marks = [
      entry.partial && "couvre une partie de ce lieu",
      entry.local && "fiche locale",
      isExpired(entry) && "fiche périmée, à vérifier",
    ];
    said.push(...marks.filter(Boolean).map((mark) => make("li", { class: "tag doubtful" }, mark)));
    return said.length ? make("ul", { class: "tags" }, said) : null;
  }

  const doubt = (entry) =>
    entry.doubt && make("p", { class: "doubt" }, icon("doubt"), french(entry.doubt));

  /** A network to contact first, in full. */
  function card(entry, place) {
    const [, mail] = entry.ways.find(([kind]) => kind === "email") ?? [];
    return [
      make("h4", {}, french(entry.name)),
      make("p", {}, french(entry.summary)),
      tags(entry, ...entry.terms),
      doubt(entry),
      ways(entry),
      entry.access.map(([how, caveat]) =>
        make("p", { class: "access" }, french(`${how} ${caveat}`)),
      ),
      mail && !isBound
        ? make(
            "p",
            { class: "tools" },
            make(
              "a",
              { class: "button", href: letter(mail, place) },
              icon("email"),
              "Écrire au guichet",
            ),
          )
        : null,
    ];
  }

  function letter(to, place) {
    const where = `${titleOf(place)}${location(place) && ` (${location(place)})`}`;
    const subject = `Achat durable : une question, ${titleOf(place)}`;
    const body = `Bonjour,\n\nNous achetons pour ${where} et nous avons une question sur un achat : \n\n`;
    return `mailto:${encodeURIComponent(to).replace("%40", "@")}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body)}`;
  }

  /** One of the other networks, in brief. */
  function line(entry) {
    return make(
      "li",
      {},
      make("p", { class: "name" }, make("strong", {}, french(entry.name))),
      make("p", {}, french(entry.summary)),
      tags(entry, ...(entry.cost ? [entry.cost] : [])),
      doubt(entry),
      ways(entry),
    );
  }

  const gloss = (group) => group.gloss && make("p", { class: "gloss" }, french(group.gloss));

  /** The networks to contact first: one card each, or one list if they are many. */
  function lead(group, place) {
    const { label, entries } = group;
    const heading = make("h3", {}, french(label || "À contacter en premier"));
    const cards = entries.map((entry) => make("article", { class: "card" }, card(entry, place)));
    if (entries.length > MOST_CARDS)
      return make(
        "section",
        { class: "lead" },
        heading,
        gloss(group),
        make("ul", { class: "brief" }, entries.map(line)),
      );
    if (entries.length > 1) return make("section", { class: "lead" }, heading, gloss(group), cards);
    return make("section", { class: "card first" }, heading, gloss(group), card(entries[0], place));
  }

  const MOST_CARDS = 3; // more networks are shown in brief

  const use = (group) =>
    make(
      "div",
      { class: "use" },
      make("h4", {}, french(group.label)),
      gloss(group),
      make("ul", { class: "brief" }, group.entries.map(line)),
    );

  function byUse(groups, costs) {
    return groups.length
      ? make(
          "section",
          { class: "others" },
          make("h3", {}, "Aussi pour vous, selon le besoin"),
          make("div", { class: "uses" }, groups.map(use)),
          costs && make("p", { class: "costs" }, french(costs)),
        )
      : null;
  }

  /** The networks for a single audience, folded under its name. */
  function byAudience(groups) {
    return groups.length
      ? make(
          "section",
          { class: "who" },
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
              make("ul", { class: "brief" }, group.entries.map(line)),
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
      {},
      make("h3", {}, "Sans adresse connue"),
      make("p", {}, `${french(entries.map((entry) => entry.name).join(", "))}. Passer par\u00a0:`),
      make(
        "ul",
        { class: "ways" },
        [...links.values()].map((way) => make("li", {}, make("span", {}, link(way)))),
      ),
    );
  }

  /** A sentence with links to places. */
  const choices = (said, places) =>
    places.length
      ? make(
          "p",
          { class: "note" },
          `${said}\u00a0: `,
          places
            .slice(0, 4)
            .flatMap((one, at) => [
              at ? ", " : "",
              make("a", { href: `#${one.link}` }, labelOf(one)),
            ]),
          places.length > 4 ? ` et ${places.length - 4} autres.` : ".",
        )
      : null;

  function tools(place) {
    const button = (name, text, does) => {
      const node = make("button", { type: "button", class: "quiet" }, icon(name), text);
      node.addEventListener("click", does);
      return node;
    };
    const members = look.membersOf(place);
    const url = pageAddress();
    return make(
      "p",
      { class: "tools", id: "tools" },
      isBound || [
        url && button("page", "Copier le lien", () => copy(url, "Lien copié.")),
        button("copy", "Copier la réponse", () => copy(asText(state), "Réponse copiée.")),
        button("print", "Imprimer", () => window.print()),
        members.length
          ? button("copy", "Commune par commune", () =>
              listOf(members.map((one) => [one.name, one])),
            )
          : null,
        data.feedback &&
          make(
            "a",
            { href: data.feedback, class: "quiet" },
            icon("doubt"),
            "Un contact est faux\u00a0?",
          ),
      ],
    );
  }

  function draw({ text, theme, audience }, place) {
    const said = answer(place, theme, audience);
    const where = location(place);
    const isTold = said.leads.some(
      (group) => said.verdict.startsWith(group.label) && group.entries.length === 1,
    );
    const notes = [...said.notes];
    if (look.isBody(text)) notes.unshift(`« ${text} » est lu d’après le lieu que ce nom contient.`);
    byId("reponse").replaceChildren(
      ...[
        make(
          "h2",
          { id: "titre", tabindex: "-1" },
          french(titleOf(place)),
          where ? make("span", { class: "where" }, ` ${where}`) : null,
        ),
        notes.map((note) => make("p", { class: "note" }, french(note))),
        choices("Il existe aussi", look.namesakes(place)),
        said.verdict && !isTold
          ? make(
              "div",
              { class: `verdict ${said.guichet.status}` },
              make(
                "p",
                { class: "first" },
                said.guichet.status === "none" && icon("none"),
                french(said.verdict),
              ),
              said.remark && make("p", {}, french(said.remark)),
              said.shares.length ? shared(said.shares) : null,
            )
          : said.remark && make("p", {}, french(said.remark)),
        said.leads.map((group) => lead(group, place)),
        said.aside ? make("p", { class: "aside" }, french(said.aside)) : null,
        tools(place),
        said.notices.map((notice) => make("p", { class: "note" }, french(notice))),
      ]
        .flat()
        .filter(Boolean),
    );
    byId("suite").replaceChildren(
      ...[
        byUse(said.groups, said.costs),
        byAudience(said.audiences),
        lost(said.lost),
        make("p", { class: "dates" }, `${french(said.source)}.`),
      ].filter(Boolean),
    );
  }

  // --- the answer as text -----------------------------------------------------------------------

  /** The address of the page for what is shown: the publisher's, or where it is; none for a file. */
  function pageAddress() {
    const here = window.location;
    const page = data.url || (/^http/.test(here.protocol) ? here.href.split(/[?#]/)[0] : "");
    return page && `${page}#${dialogue.addressOf(state)}`;
  }

  /** The answer in plain text, to paste into a mail. */
  function asText({ theme, audience }) {
    const place = placeAt(state.link);
    const said = answer(place, theme, audience);
    const reach = (entry) =>
      entry.ways.map(
        ([kind, text, target, caveat]) =>
          `  ${WAYS[kind]} : ${kind === "link" ? `${text}, ${target}` : text}${caveat && ` (${withoutStop(caveat)})`}`,
      );
    const where = location(place);
    return [
      `${titleOf(place)}${where && ` (${where})`}`,
      said.verdict,
      ...said.shares.map(
        ([names, places]) =>
          `  ${names.join(" et ") || "Aucun guichet vert"} : ${places.join(", ")}`,
      ),
      ...said.leads.flatMap(({ label, entries }) =>
        entries.flatMap((entry) => [
          "",
          `${label || "À contacter"} : ${entry.name}`,
          `  ${entry.summary}`,
          `  ${entry.terms.map(withoutStop).join(" · ")}`,
          ...(entry.doubt ? [`  À vérifier : ${entry.doubt}`] : []),
          ...reach(entry),
        ]),
      ),
      said.aside,
      ...said.groups.flatMap(({ label, entries }) => [
        "",
        `${label} :`,
        ...entries.flatMap((entry) => [`- ${entry.name}`, ...reach(entry)]),
      ]),
      "",
      `${said.source}.`,
      pageAddress(),
    ]
      .filter((one, at, all) => one || (one === "" && all[at - 1] !== "" && at < all.length - 1))
      .join("\n");
  }

  function copy(text, done) {
    const fallback = () => {
      const field = make("textarea", { class: "unseen" }, text);
      document.body.append(field);
      field.select();
      const isDone = document.execCommand("copy");
      field.remove();
      tell(isDone ? done : "Ce navigateur ne laisse pas copier.");
    };
    if (!navigator.clipboard) fallback();
    else navigator.clipboard.writeText(text).then(() => tell(done), fallback);
  }

  // --- several places ---------------------------------------------------------------------------

  const MOST_ROWS = 2000;
  const COLUMNS = [
    "lieu",
    "compris",
    "code",
    "departements",
    "guichet_vert",
    "reponse",
    "site",
    "courriel",
    "telephone",
    "liste_du",
  ];

  /** A row for a text and its place: the values of `COLUMNS`. */
  function row([text, place]) {
    if (!place) {
      const { found, why } = look.read(text);
      return [
        text,
        "",
        "",
        "",
        "",
        why || (found.length ? "à préciser : plusieurs lieux, ou un autre" : "vide"),
        "",
        "",
        "",
        "",
      ];
    }
    const said = answer(place);
    const cards = said.leads
      .flatMap((group) => group.entries)
      .filter((entry) => said.guichet.networks.includes(entry.id));
    const all = (...kinds) =>
      cards
        .flatMap((entry) =>
          entry.ways.filter(([kind]) => kinds.includes(kind)).map((way) => way[1]),
        )
        .join(", ");
    const status = {
      covered: "couvert",
      split: "partagé",
      partial: "en partie",
      none: "aucun guichet vert",
    };
    return [
      text,
      titleOf(place),
      place.code,
      place.departements.join(", "),
      cards.map((entry) => entry.name).join(", "),
      status[said.guichet.status],
      all("page", "website"),
      all("email"),
      all("phone"),
      data.as_of,
    ];
  }

  /** The CSV that a French spreadsheet opens; a text that it would take for a formula is quoted. */
  const csv = (rows) =>
    `\ufeff${[COLUMNS, ...rows].map((cells) => cells.map(cell).join(";")).join("\r\n")}\r\n`;
  const cell = (text) => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replace(/"/g, '""')}"`;

  function listOf(asked) {
    const rows = asked.slice(0, MOST_ROWS).map(row);
    const count = (name) => rows.filter((one) => one[5] === name).length;
    const covered = count("couvert") + count("partagé");
    const open = rows.filter((one) => !one[1]).length;
    const save = make(
      "a",
      {
        class: "button",
        download: "guichets-verts.csv",
        href: URL.createObjectURL(new Blob([csv(rows)], { type: "text/csv" })),
      },
      "Enregistrer en CSV",
    );
    byId("several").open = true;
    byId("list-answer").replaceChildren(
      make(
        "p",
        { class: "count" },
        `${rows.length} lieux\u00a0: ${covered} couverts, ${count("en partie")} en partie, ${count("aucun guichet vert")} sans guichet vert (${data.list}), ${open} à préciser.${asked.length > MOST_ROWS ? ` Seuls les ${MOST_ROWS} premiers sont lus.` : ""}`,
      ),
      make("p", { class: "tools" }, save),
      make(
        "div",
        { class: "scroll", tabindex: "0", role: "region", "aria-label": "Réponses par lieu" },
        make(
          "table",
          {},
          make(
            "thead",
            {},
            make(
              "tr",
              {},
              ["Lieu", "Compris", "Guichet vert", "Joindre"].map((name) =>
                make("th", { scope: "col" }, name),
              ),
            ),
          ),
          make(
            "tbody",
            {},
            rows.map((one, at) =>
              make(
                "tr",
                {},
                make("td", {}, one[0]),
                make(
                  "td",
                  {},
                  one[1] ? make("a", { href: `#${asked[at][1].link}` }, one[1]) : one[5],
                ),
                make("td", {}, one[4] || (one[1] && one[5])),
                make("td", {}, [one[6], one[7], one[8]].filter(Boolean).join(", ")),
              ),
            ),
          ),
        ),
      ),
    );
    byId("list-answer").scrollIntoView({ block: "nearest" });
  }

  byId("list-go").addEventListener("click", () => {
    const lines = byId("list")
      .value.split(/\r?\n/)
      .map((one) => one.trim())
      .filter(Boolean);
    listOf(lines.map((one) => [one, look.decide(one)]));
  });

  // --- the state and what is seen of it -----------------------------------------------------------

  const box = byId("place");
  const list = byId("options");
  let state = dialogue.START;
  let drawn = ""; // of which address the answer is
  let offered = [];

  const tell = (text) => {
    byId("place-said").textContent = french(text);
  };

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

  function renderList(options) {
    if (options.length !== offered.length || options.some((one, at) => one !== offered[at])) {
      offered = options;
      list.replaceChildren(
        ...options.map((place, at) =>
          make(
            "li",
            { id: `option-${at}`, role: "option", "aria-selected": "false", "data-at": at },
            make("span", { class: "name" }, place.old?.name ?? titleOf(place)),
            make("span", { class: "beside" }, ` ${beside(place)}`),
          ),
        ),
      );
    }
    list.hidden = !options.length;
    box.setAttribute("aria-expanded", String(options.length > 0));
    box.removeAttribute("aria-activedescendant");
    [...list.children].forEach((option, at) => {
      option.setAttribute("aria-selected", String(at === state.active));
      if (at !== state.active) return;
      option.scrollIntoView({ block: "nearest" });
      box.setAttribute("aria-activedescendant", option.id);
    });
  }

  /** Draw the state; whether it shows another answer than before. */
  function render() {
    const { place, options, error, status } = dialogue.shown(state, look);
    if (box.value !== state.text) box.value = state.text;
    renderList(options);
    box.setAttribute("aria-invalid", String(Boolean(error)));
    byId("search").classList.toggle("wrong", Boolean(error));
    tell(error || status);
    if (error) {
      const [name, code] = data.example;
      byId("place-said").append(
        " Par exemple\u00a0: ",
        make("a", { href: `#${code}` }, code),
        " ou ",
        make("a", { href: `#${encodeURIComponent(name)}` }, name),
        ".",
      );
      byId("place-said").prepend(icon("doubt"));
    }
    document.querySelector(`input[name=theme][value="${state.theme}"]`).checked = true;
    byId("audience").value = state.audience;
    const named = (name, id) => filters[name].find(([one]) => one === id)[1] || anything[name];
    byId("filtered").textContent =
      `\u00a0: ${named("theme", state.theme)}, ${named("audience", state.audience)}`;
    const address = place ? `${state.text}\n${dialogue.addressOf(state)}` : "";
    const isNew = address !== drawn;
    if (isNew && place) draw(state, place);
    drawn = address;
    document.body.classList.toggle("answered", Boolean(place));
    byId("reponse").hidden = !place;
    byId("suite").hidden = !place;
    byId("accueil").hidden = Boolean(place);
    for (const path of document.querySelectorAll("#carte [data-code]")) {
      path.classList.toggle("here", Boolean(place?.departements.includes(path.dataset.code)));
    }
    document.title = place ? `${titleOf(place)} – ${data.title}` : data.title;
    byId("printed").textContent =
      `Imprimé le ${new Date(Date.now()).toLocaleDateString("fr", { dateStyle: "long" })}.${data.url && ` ${pageAddress()}`}`;
    byId("whole-link").href = `?#${dialogue.addressOf(state)}`;
    return isNew && Boolean(place);
  }

  /** Take the next state, and write its address: one entry of the history for each answer. */
  function act(name, value) {
    const before = state.link;
    state = dialogue.next(state, [name, value], look);
    const isNew = render();
    const address = `#${dialogue.addressOf(state)}`;
    if (window.location.hash !== address && (window.location.hash || address !== "#")) {
      if (isNew && state.link !== before) window.location.hash = address;
      else window.location.replace(address);
    }
    return isNew;
  }

  /** The answer of a place that was chosen is what one reads next. */
  function choose(name, value) {
    act(name, value);
    if (state.link) byId("titre").focus();
    else box.focus();
  }

  function go() {
    state = dialogue.start(window.location.hash.slice(1), look);
    return render();
  }

  box.addEventListener("input", () => act("type", box.value));
  box.addEventListener("keydown", (event) => {
    const moves = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in moves) act("point", moves[event.key]);
    else if (event.key === "Escape") act("escape");
    else if (event.key === "Enter") choose("enter");
    else return;
    event.preventDefault();
  });
  box.addEventListener("blur", () =>
    setTimeout(() => document.activeElement !== box && state.isOpen && act("leave"), 150),
  );
  byId("go").addEventListener("click", () => choose("enter"));
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) choose("pick", Number(option.dataset.at));
  });

  // --- filters, map, frame ----------------------------------------------------------------------

  const anything = { theme: "Tout", audience: "Un acheteur public" };
  for (const [id, label] of filters.theme) {
    const input = make("input", { type: "radio", name: "theme", value: id, checked: id === "" });
    byId("themes").append(make("label", {}, input, make("span", {}, label || anything.theme)));
  }
  for (const [id, label] of filters.audience) {
    byId("audience").append(make("option", { value: id }, label || anything.audience));
  }
  byId("filters").addEventListener("change", ({ target }) => {
    const isNew = act(
      "filter",
      target.name === "theme" ? { theme: target.value } : { audience: target.value },
    );
    if (isNew) tell("La réponse suit vos choix.");
  });
  for (const id of ["carte", "areas"]) {
    byId(id).addEventListener("click", (event) => {
      const code = event.target.closest("[data-code]")?.dataset.code;
      if (!code || !departements.has(code)) return;
      event.preventDefault();
      choose("go", code);
    });
  }
  byId("skip").addEventListener("click", (event) => {
    event.preventDefault(); // the fragment is for places
    (state.link ? byId("titre") : box).focus();
  });

  if (Date.parse(today) - Date.parse(data.checked_on) > 366 * 86_400_000) {
    byId("stale").textContent = french(data.stale);
    byId("stale").hidden = false;
  }
  document.body.classList.toggle("embedded", isEmbedded);
  byId("several").hidden = isBound;
  byId("whole").hidden = !isBound;
  if (window.parent !== window) {
    const height = () => Math.ceil(document.documentElement.getBoundingClientRect().height);
    new ResizeObserver(() =>
      window.parent.postMessage({ type: "reseaux:height", height: height() }, "*"),
    ).observe(document.documentElement);
  }
  const folded = () => document.querySelectorAll("#suite details:not([open])");
  let unfolded = [];
  window.addEventListener("beforeprint", () => {
    unfolded = [...folded()];
    for (const one of unfolded) one.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const one of unfolded) one.open = false;
  });
  window.addEventListener("hashchange", () => {
    if (window.location.hash.slice(1) === dialogue.addressOf(state)) return; // written by `act`
    if (go()) byId("titre").focus();
  });
  go();
  if (state.link || isBound) for (const id of ["filters", "areas"]) byId(id).open = false;
})();
