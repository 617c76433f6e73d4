"use strict";

// Drawing, and what a person does. All that is shown follows from one state (`state.js`): `act`
// takes the next one, `render` draws it.

const reseaux = lookup(JSON.parse(document.getElementById("data").textContent));

(() => {
  const look = reseaux;
  const { data, filters, answer, placeAt, location, titleOf, labelOf } = look;
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

  /** Create an element; texts become text, never markup, and what is null or empty is left out. */
  function make(tag, attributes, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value === true) node.setAttribute(name, "");
      else if (value || value === 0 || value === "") node.setAttribute(name, value);
    }
    const kept = children.flat(Infinity).filter((child) => child || child === 0);
    node.append(...kept.map((child) => (typeof child === "string" ? french(child) : child)));
    return node;
  }

  /** Create an element with classes: `el("p.note", …)`. */
  function el(described, ...children) {
    const [tag, ...classes] = described.split(".");
    return make(tag, classes.length ? { class: classes.join(" ") } : {}, ...children);
  }

  const GLOBE =
    "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM3 12h18M12 3c4 4 4 14 0 18M12 3c-4 4-4 14 0 18";
  const ICONS = {
    page: GLOBE,
    website: GLOBE,
    link: GLOBE,
    chain: "M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1",
    list: "M9 6h11M9 12h11M9 18h11M4 6h1M4 12h1M4 18h1",
    email: "M3 6h18v12H3zM3 7l9 6 9-6",
    phone: "M6 3h3l2 5-2 2a12 12 0 0 0 5 5l2-2 5 2v4a2 2 0 0 1-2 2A16 16 0 0 1 4 5a2 2 0 0 1 2-2z",
    copy: "M9 9h11v11H9zM5 15H4V4h11v1",
    print: "M7 8V3h10v5M7 17H4V8h16v9h-3M7 14h10v7H7z",
    doubt: "M12 3 2 20h20zM12 10v5M12 17v1",
    none: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM6 6l12 12",
  };

  const drawing = (tag) => document.createElementNS("http://www.w3.org/2000/svg", tag);

  function icon(name) {
    const [svg, path] = ["svg", "path"].map(drawing);
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("class", "icon");
    svg.setAttribute("aria-hidden", "true");
    path.setAttribute("d", ICONS[name]);
    svg.append(path);
    return svg;
  }

  const LONGEST = 60; // characters; of a longer address only the host is shown
  const LONGEST_TAG = 40; // a longer condition is plain text
  const WAYS = { page: "Page", website: "Site", email: "Courriel", phone: "Téléphone" };
  WAYS.link = "Passer par";

  /** A link to a web page, an e-mail address or a telephone number; on paper, what can be typed. */
  function link([kind, text, target]) {
    const bare = text.replace(/^https?:\/\/(www\.)?/, "").replace(/\/$/, "");
    const isLong = bare !== text && bare.length > LONGEST;
    const shown = isLong ? `${WAYS[kind]} sur ${bare.split("/")[0]}` : bare;
    if (!/^(https?|mailto|tel):/i.test(target)) return el("span", shown);
    if (!/^https?:/i.test(target)) {
      const [name, ...host] = shown.split(/(?<=@)/);
      return make("a", { href: target }, name, host[0] && [el("wbr"), host]);
    }
    const attributes = { href: target, target: "_blank", rel: "noopener noreferrer" };
    return [
      make("a", attributes, shown, el("span.unseen", " (nouvel onglet)")),
      el("span.typed", kind === "link" ? `${shown} : ${target}` : target),
    ];
  }

  /** A text whose addresses are links. */
  const linked = (text) =>
    text.split(/(https?:\/\/[^\s,;]+)/).map((one, at) => (at % 2 ? link(["page", one, one]) : one));

  const way = ([kind, text, target, caveat, mark]) =>
    el(
      "li",
      el("span.way", icon(kind), el("span.unseen", `${WAYS[kind]} : `)),
      el(
        "span",
        link([kind, text, target]),
        mark && [" ", el("span.tag.doubtful", mark)],
        caveat && el("span.caveat", ` ${withoutStop(caveat)}`),
      ),
    );
  const ways = (entry) => el("ul.ways", entry.ways.map(way));

  function tags(entry, terms) {
    const marks = [
      entry.partial && "couvre une partie de ce lieu",
      entry.local && "fiche locale",
      (entry.expired || (entry.until && entry.until < today)) && "fiche périmée, à vérifier",
    ];
    const said = [
      ...terms.map((term) => el(term.length > LONGEST_TAG ? "li.gloss" : "li.tag", withoutStop(term))),
      ...marks.filter(Boolean).map((mark) => el("li.tag.doubtful", mark)),
    ];
    return said.length ? el("ul.tags", said) : null;
  }

  const doubt = (entry) => entry.doubt && el("p.doubt", icon("doubt"), entry.doubt);

  /** A network: its name, what it does, what it costs, and how to reach it. */
  const network = (entry, tag, terms, ...more) => [
    el(
      "div",
      el("div.head", el(tag, entry.name), tags(entry, terms)),
      el("p", entry.summary),
      doubt(entry),
    ),
    el("div", ways(entry), more),
  ];

  /** A network to contact first, in full. */
  function card(entry, label, place) {
    const [, mail, , caveat] = entry.ways.find(([kind]) => kind === "email") ?? [];
    const [whose] = /(?<=^A)dresse [^,;]+/.exec(caveat) ?? []; // the agency's general one
    const own = label.startsWith("Guichet") ? "Écrire au guichet" : "Écrire un courriel";
    const text = whose ? `Écrire à l'a${whose}` : own;
    const button = { class: "button", href: mail && letter(mail, place) };
    return network(
      entry,
      "h4",
      entry.terms,
      entry.missing && el("p.gloss", entry.missing),
      entry.access.filter(([, end]) => !(end < today)).map(([how]) => el("p", linked(how))),
      mail && !isBound ? el("p.tools", make("a", button, icon("email"), text)) : null,
    );
  }

  const namedWith = (place) => titleOf(place) + (location(place) && ` (${location(place)})`);

  const mailTo = (to, ...texts) => {
    const [address, subject, body] = [to, ...texts].map(encodeURIComponent);
    return `mailto:${address.replace("%40", "@")}?subject=${subject}&body=${body}`;
  };

  const letter = (to, place) =>
    mailTo(
      to,
      `Achat durable : une question, ${titleOf(place)}`,
      `Bonjour,\n\nNous achetons pour ${namedWith(place)} et nous avons une question : \n\n`,
    );

  /** Networks in brief. */
  const brief = (entries) =>
    el(
      "ul.brief",
      entries.map((entry) => el("li", network(entry, "p.name", entry.cost ? [entry.cost] : []))),
    );
  const gloss = (group) => group.gloss && el("p.gloss", group.gloss);

  const MOST_CARDS = 3; // more networks are told in brief

  /** The networks to contact first, under their heading: in one card, in full if they are few. */
  function lead({ label, entries, ...group }, place) {
    const full = (entry) => el("article", card(entry, label, place));
    return el(
      "section.lead",
      el("h3", label || "À contacter en premier"),
      gloss(group),
      el("div.card", entries.length > MOST_CARDS ? brief(entries) : entries.map(full)),
    );
  }

  const byUse = (groups, costs) =>
    el(
      "section.uses",
      el("h3", isEmbedded ? "Selon le besoin" : "Aussi pour vous, selon le besoin"),
      costs && el("p.costs", costs),
      groups.map((one) =>
        el("div.use", el("div", el("h4", one.label), gloss(one)), brief(one.entries)),
      ),
    );

  /** The networks for a single audience, folded under its name. */
  const byAudience = (groups) =>
    el(
      "section.who",
      el("h3", "Selon qui vous êtes"),
      groups.map(({ label, entries }) => {
        const names = entries.map((entry) => entry.label).join(", ");
        return el("details", el("summary", `${label} : `, el("span", names)), brief(entries));
      }),
    );

  function lost(entries) {
    const links = new Map(entries.flatMap((entry) => entry.ways.map((one) => [one[2], one])));
    const names = entries.map((entry) => entry.name).join(", ");
    return el(
      "section.lost",
      el("h3", "Sans adresse connue"),
      el("p", `${names}. Passer par :`),
      el(
        "ul.ways",
        [...links.values()].map((one) => el("li", el("span", link(one)))),
      ),
    );
  }

  /** Whether a card says the verdict: its label and its only name. */
  const isTold = ({ verdict: text, leads }) =>
    leads.some(({ label, entries }) => text.startsWith(label) && entries.length === 1);

  /** The verdict, where no card says it, with its remark and the parts of the place. */
  function verdict({ remark, shares, guichet: { status }, ...said }) {
    const text = said.verdict;
    if (!text || isTold(said)) return remark && el("p", remark);
    const parts = shares.map(([names, places]) =>
      el("li", el("strong", names.join(" et ") || NOBODY), ` : ${places.join(", ")}`),
    );
    return el(
      `div.verdict.${status}`,
      el("p.first", status === "none" && icon("none"), text),
      remark && el("p", remark),
      parts.length ? el("ul.shares", parts) : null,
    );
  }

  const NOBODY = "Aucun guichet vert";
  const MOST_NAMESAKES = 4;

  function namesakes(place) {
    const others = look.namesakes(place);
    const links = others
      .slice(0, MOST_NAMESAKES)
      .flatMap((one, at) => [
        at && " ; ",
        make("a", { href: `#${one.link}` }, labelOf(one)),
        one.kind !== "commune" && `, ${kindOf(one)}`,
      ]);
    const more = others.length - MOST_NAMESAKES;
    const end = more > 0 ? ` et ${more} autre${more > 1 ? "s" : ""}.` : ".";
    return links.length ? el("p.note", "Il existe aussi : ", links.slice(1), end) : null;
  }

  function tools(place) {
    const button = (name, text, does) => {
      const node = make("button", { type: "button", class: "quiet" }, icon(name), text);
      node.addEventListener("click", does);
      return node;
    };
    const members = look.membersOf(place).map((one) => [one.name, one]);
    const url = pageAddress();
    const [, publisher] = /^mailto:(.*)/.exec(data.feedback) ?? [];
    const about = publisher && mailTo(publisher, `Un contact est faux : ${titleOf(place)}`, url);
    const wrong = { href: about || data.feedback, class: "quiet" };
    return el(
      "p.tools",
      url && button("chain", "Copier le lien", () => copy(url, "Lien copié.")),
      button("copy", "Copier la réponse", () => copy(asText(), "Réponse copiée.")),
      button("print", "Imprimer", () => window.print()),
      members.length > 0 && button("list", "Commune par commune", () => listOf(members)),
      data.feedback && make("a", wrong, icon("doubt"), "Un contact est faux ?"),
    );
  }

  /** The answer about a place, for the filters, and for who asks as the text says. */
  function answerOf({ text, theme, audience }, place) {
    const read = look.decide(text); // it may bear notes on how the text was read
    const named = read?.link === place.link ? read : place;
    return answer(named, theme, audience, look.askerOf(text, named));
  }

  function draw(place) {
    const said = answerOf(state, place);
    const where = location(place);
    const heading = { id: "titre", tabindex: "-1" };
    const parts = [
      make("h2", heading, titleOf(place), where && el("span.where", ` ${where}`)),
      said.notes.map((note) => el("p.note", note)),
      namesakes(place),
      verdict(said),
      said.leads.map((group) => lead(group, place)),
      said.aside && el("p.aside", said.aside),
      isBound ? null : tools(place),
      said.notices.map((notice) => el("p.note", linked(notice))),
    ];
    byId("reponse").replaceChildren(el("div", parts));
    // A guichet has the map beside it, as high as its card; what is longer is wide, above the map.
    const isShort = isTold(said) && said.leads.length === 1 && !said.shares.length;
    document.body.classList.toggle("broad", !isShort);
    const rest = [
      said.groups.length && byUse(said.groups, said.costs),
      said.audiences.length && byAudience(said.audiences),
      said.lost.length && lost(said.lost),
    ].filter(Boolean);
    const folded = () => [el("details", el("summary", "Aussi pour vous"), rest)];
    const dates = el("p.dates", `${said.source}.`);
    byId("suite").replaceChildren(...(isEmbedded ? folded() : rest), dates);
    byId("areas").open = false;
  }

  // --- the answer as text -----------------------------------------------------------------------

  /** The address of what is shown: at the publisher's, or where the page is; none for a file. */
  function pageAddress() {
    const here = window.location;
    const page = data.url || (/^http/.test(here.protocol) ? here.href.split(/[?#]/)[0] : "");
    return page && `${page}#${dialogue.addressOf(state)}`;
  }

  /** The answer in plain text, to paste into a mail. */
  function asText() {
    const place = placeAt(state.link);
    const said = answerOf(state, place);
    const reach = (entry) =>
      entry.ways.map(([kind, text, target, ...notes]) => {
        const address = kind === "link" ? `${text}, ${target}` : text;
        const aside = notes.filter(Boolean).map(withoutStop).join(" ; ");
        return `  ${WAYS[kind]} : ${address}${aside && ` (${aside})`}`;
      });
    const doubted = (entry) => entry.doubt && `  À vérifier : ${entry.doubt}`;
    const whole = (label, entry) => [
      "",
      `${label || "À contacter"} : ${entry.name}`,
      `  ${entry.summary}`,
      `  ${entry.terms.map(withoutStop).join(" · ")}`,
      doubted(entry),
      ...reach(entry),
      entry.missing && `  ${entry.missing}`,
    ];
    const short = (entry) => [`- ${entry.name}`, doubted(entry), ...reach(entry)];
    const lines = [
      namedWith(place),
      !isTold(said) && said.verdict,
      ...said.shares.map(
        ([names, parts]) => `  ${names.join(" et ") || NOBODY} : ${parts.join(", ")}`,
      ),
      ...said.leads.flatMap(({ label, entries }) => entries.flatMap((one) => whole(label, one))),
      said.aside && `\n${said.aside}`,
      ...said.groups.flatMap(({ label, entries }) => ["", `${label} :`, ...entries.flatMap(short)]),
      "",
      `${said.source}.`,
      pageAddress(),
    ];
    return lines
      .filter((one) => one !== undefined && one !== false)
      .join("\n")
      .replace(/\n{3,}/g, "\n\n")
      .trim();
  }

  function copy(text, done) {
    const fallback = () => {
      const field = make("textarea", { class: "unseen" }, text);
      document.body.append(field);
      field.select();
      tell(document.execCommand("copy") ? done : "Ce navigateur ne laisse pas copier.");
      field.remove();
    };
    const clipboard = navigator.clipboard; // none where the page is not served over https
    if (clipboard) clipboard.writeText(text).then(() => tell(done), fallback);
    else fallback();
  }

  // --- several places ---------------------------------------------------------------------------

  const MOST_ROWS = 2000;
  const STATUSES = { covered: "couvert", split: "partagé", partial: "en partie" };
  STATUSES.none = `aucun guichet vert (${data.list})`;

  /** What is said of a text and its place, by the names of the columns. */
  function row([lieu, place]) {
    const { found, why } = place ? { why: "" } : look.read(lieu);
    const said = place && answer(place);
    const ids = said?.guichet.networks ?? [];
    const entries = new Map(
      said?.leads.flatMap((group) => group.entries.map((entry) => [entry.id, entry])),
    );
    const cards = ids.map((id) => entries.get(id)).filter(Boolean);
    const all = cards.flatMap((entry) => entry.ways);
    const texts = (...kinds) =>
      all.flatMap(([kind, text]) => (kinds.includes(kind) ? text : [])).join(", ");
    return {
      lieu,
      compris: place ? titleOf(place) : "",
      code: place?.code ?? "",
      departements: place?.departements.join(", ") ?? "",
      guichet_vert: cards.map((entry) => entry.name).join(", "),
      reponse: said ? STATUSES[said.guichet.status] : why || (found.length ? "à préciser" : "vide"),
      site: texts("page", "website"),
      courriel: texts("email"),
      telephone: texts("phone"),
      liste_du: place ? data.as_of : "",
    };
  }

  /** The CSV that a French Excel opens: codes stay text, and no text becomes a formula. */
  function csv(rows) {
    const plain = (text) => text.replace(/(^|[,;|\t])(?="*[=+\-@＝＋－＠\t\r])/g, "$1'");
    const safe = (text) => (/^\d[\d ]*$/.test(text) ? `="${text}"` : plain(text));
    const cell = (text) => `"${safe(text).replace(/"/g, '""')}"`;
    const lines = [Object.keys(rows[0]), ...rows.map(Object.values)];
    return `\ufeff${lines.map((cells) => `${cells.map(cell).join(";")}\r\n`).join("")}`;
  }

  /** Answer for a list of texts with their places. */
  function listOf(asked) {
    byId("several").open = true;
    const rows = asked.slice(0, MOST_ROWS).map(row);
    if (!rows.length) {
      byId("list-answer").replaceChildren("Collez d’abord une liste.");
      return;
    }
    const counts = new Map();
    for (const one of rows) {
      const name = one.compris ? one.reponse : "à préciser";
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    const said = [...counts].map(([name, count]) => `${name} : ${count}`).join(" ; ");
    const cut = asked.length > rows.length ? ` Seuls les ${MOST_ROWS} premiers sont lus.` : "";
    const href = URL.createObjectURL(new Blob([csv(rows)], { type: "text/csv" }));
    const save = { class: "button", download: "guichets-verts.csv", href };
    const head = ["Lieu", "Compris", "Guichet vert", "Joindre"].map((name) =>
      make("th", { scope: "col" }, name),
    );
    const body = rows.map((one, at) =>
      el(
        "tr",
        el("td", one.lieu),
        el("td", one.compris && make("a", { href: `#${asked[at][1].link}` }, one.compris)),
        el("td", one.guichet_vert || one.reponse),
        el("td", [one.site, one.courriel, one.telephone].filter(Boolean).join(", ")),
      ),
    );
    const scroll = { class: "scroll", tabindex: "0", role: "region", "aria-label": "Réponses" };
    byId("list-answer").replaceChildren(
      el("p.count", `${rows.length} lieu${rows.length > 1 ? "x" : ""} : ${said}.${cut}`),
      el("p.tools", make("a", save, "Enregistrer en CSV")),
      make("div", scroll, el("table", el("thead", el("tr", head)), el("tbody", body))),
    );
    byId("list-answer").scrollIntoView({ block: "nearest" });
  }

  byId("list-go").addEventListener("click", () => {
    const lines = byId("list")
      .value.split(/\r?\n/)
      .map((one) => one.trim());
    listOf(lines.filter(Boolean).map((one) => [one, look.decide(one)]));
  });

  // --- the state and what is seen of it ---------------------------------------------------------

  const box = byId("place");
  const list = byId("options");
  let state = dialogue.START;
  let drawn = ""; // of which address the answer is
  let offered = [];

  const tell = (text) => {
    byId("place-said").textContent = french(text);
  };

  const kindOf = (place) => (place.old ? "ancienne commune" : data.kinds[place.kind]);

  /** What tells a place of the list from another of its name. */
  function beside(place) {
    const homes = place.departements.map((code) => {
      const home = departements.get(code);
      return home ? `${home.name} (${code})` : code;
    });
    const where = homes.length > 3 ? `${homes.length} départements` : homes.join(", ");
    const postal = place.old ? [] : (place.postal ?? []);
    const kind = kindOf(place);
    const isDepartement = place.departements[0] === place.code;
    const said = [
      place.beside,
      postal.slice(0, 2).join(", ") + (postal.length > 2 ? "…" : ""),
      kind === "commune" ? "" : kind + (isDepartement ? ` (${place.code})` : ""),
      isDepartement ? "" : where,
    ];
    return said.filter(Boolean).join(" · ");
  }

  function renderList(options) {
    if (options.length !== offered.length || options.some((one, at) => one !== offered[at])) {
      offered = options;
      list.replaceChildren(
        ...options.map((place, at) =>
          make(
            "li",
            { id: `option-${at}`, role: "option", "data-at": at },
            el("span.name", place.old?.name ?? titleOf(place)),
            el("span.beside", ` ${beside(place)}`),
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
    const { place, options, error, status, isWrong, isLost } = dialogue.shown(state, look);
    if (box.value !== state.text) box.value = state.text;
    renderList(options);
    box.setAttribute("aria-invalid", String(isWrong));
    byId("search").classList.toggle("wrong", isWrong);
    tell(error || status);
    if (isWrong) byId("place-said").prepend(icon("doubt"));
    if (isLost) {
      const [name, code] = data.example;
      const [first, second] = [code, name].map((text) =>
        make("a", { href: `#${encodeURIComponent(text)}` }, text),
      );
      byId("place-said").append(" Par exemple\u00a0: ", first, " ou ", second, ".");
    }
    document.querySelector(`input[name=theme][value="${state.theme}"]`).checked = true;
    byId("audience").value = state.audience;
    const named = (name, id) => filters[name].find(([one]) => one === id)[1] || anything[name];
    byId("filtered").textContent =
      `\u00a0: ${named("theme", state.theme)}, ${named("audience", state.audience)}`;
    const address = place ? `${state.text}\n${dialogue.addressOf(state)}` : "";
    const isNew = address !== drawn;
    if (isNew && place) draw(place);
    drawn = address;
    document.body.classList.toggle("answered", Boolean(place));
    if (!place) document.body.classList.remove("broad");
    byId("reponse").hidden = !place;
    byId("suite").hidden = !place;
    byId("accueil").hidden = Boolean(place);
    let outline = "";
    for (const path of document.querySelectorAll("#carte [data-code]")) {
      const isHere = Boolean(place?.departements.includes(path.dataset.code));
      path.classList.toggle("here", isHere);
      if (isHere) outline += path.getAttribute("d");
    }
    byId("chosen").setAttribute("d", outline); // over neighbours and names
    document.title = place ? `${titleOf(place)} – ${data.title}` : data.title;
    const day = new Date(Date.now()).toLocaleDateString("fr", { dateStyle: "long" });
    byId("printed").textContent = `Imprimé le ${day}. ${data.url && pageAddress()}`;
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
    byId("themes").append(el("label", input, el("span", label || anything.theme)));
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
      const code = event.target.dataset.code ?? event.target.hash?.slice(1);
      if (!departements.has(code)) return;
      event.preventDefault(); // a link would lose the filters
      choose("go", code);
    });
  }
  for (const path of document.querySelectorAll("#carte [data-code]")) {
    const title = drawing("title");
    title.textContent = labelOf(departements.get(path.dataset.code));
    path.append(title);
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
  document.addEventListener("click", (event) => {
    const out = isBound && event.target.closest("a[target]");
    if (!out) return;
    event.preventDefault();
    const opened = window.open(out.href); // null where the frame may open nothing
    if (opened) opened.opener = null;
    else if (!out.matches(":has(+ .shut)")) {
      const said = `Ce cadre n’ouvre pas les liens. L’adresse : ${out.href}`;
      out.after(make("span", { class: "caveat shut", role: "status" }, said));
    }
  });
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
  if (state.link || isBound) byId("filters").open = false;
  if (window.matchMedia("(max-width: 44rem)").matches) byId("areas").open = false;
})();
