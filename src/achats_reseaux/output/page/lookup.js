"use strict";

// From a text to a place, and from a place to its answer. Answers, names and codes are looked up in
// `data`, which the program computed. Nothing here knows of the document.

// eslint-disable-next-line no-unused-vars -- used by page.js
const lookup = (data) => {
  // --- texts ------------------------------------------------------------------------------------

  const SAINTS = { st: "saint", ste: "sainte", sts: "saints", stes: "saintes" };

  /** The words of a lower-case text: no punctuation, no ligatures, "St" in full; lines are kept. */
  const wordsOf = (text) =>
    text
      .replace(/œ/g, "oe")
      .replace(/æ/g, "ae")
      .replace(/[^\p{L}\p{N}\ufffd\n]+/gu, " ")
      .replace(/ *\n */g, "\n")
      .replace(/(?<![\p{L}\p{N}])ste?s?(?![\p{L}\p{N}])/gu, (word) => SAINTS[word])
      .trim();

  /** The lookup key of a name, as `text.fold` in the program. */
  const fold = (text) => wordsOf(text.normalize("NFKD").toLowerCase().replace(/\p{M}/gu, ""));

  /** A key that keeps its accents, as `name_query.accented`. */
  const accented = (text) => wordsOf(text.normalize("NFC").toLowerCase());

  const withoutArticle = (key) => key.replace(/^(l|le|la|les) /, "");

  /** « d'Évry », « du Havre », « des Ulis ». As `text.of_name` in the program. */
  function ofName(name) {
    const article = /^Les? (?=.)/.exec(name);
    if (article) return `${article[0] === "Le " ? "du" : "des"} ${name.slice(article[0].length)}`;
    return /^([aeiou]|y(?![aeiou]))/.test(fold(name)) ? `d'${name}` : `de ${name}`;
  }

  const slug = (name) => fold(name).replace(/ /g, "-");

  // --- places -----------------------------------------------------------------------------------

  const DIGITS = "0123456789abcdefghijklmnop";
  const WIDEST = DIGITS.length;

  const departements = new Map(
    data.departements.map(([code, name, region, kind, where]) => [
      code,
      { kind, code, name, region, where, departements: [code], size: WIDEST, link: code },
    ]),
  );
  const regions = new Map(data.regions);
  const aliases = Object.entries(data.aliases).flatMap(([kind, both]) =>
    both.split("|").map((one) => [one.split("=")[0], kind, one.split("=")[1]]),
  );
  const areas = data.areas.map(([kind, code, name, codes]) => ({
    kind,
    code,
    name,
    departements: codes.split(" "),
    size: WIDEST + 1,
    link: `region:${slug(name)}`,
  }));
  const communes = new Map();
  const postalCodes = new Map();
  const epci = new Map();
  const epciCodes = data.epci.codes.split(" ");
  const memberships = {}; // the communes of each EPCI, or of the EPT within it

  const departementOf = (insee) => insee.slice(0, /^9[78]/.test(insee) ? 3 : 2);

  function luhn(digits) {
    let total = 0;
    for (let at = 0; at < digits.length; at += 1) {
      const digit = Number(digits[digits.length - 1 - at]) * (at % 2 ? 2 : 1);
      total += digit > 9 ? digit - 9 : digit;
    }
    return total % 10 === 0;
  }

  /** The SIREN of a commune from its short form (`tables._siren` in the program), or "". */
  function sirenOf({ code: insee, siren: given }) {
    if (given === "-" || given.length === 9) return given === "-" ? "" : given;
    const start = `21${insee.slice(0, 2)}${given || `0${insee.slice(2)}`}`;
    return [..."0123456789"].map((digit) => start + digit).find(luhn);
  }

  let sirens = null; // built when the first SIREN is looked up

  function bySiren() {
    sirens ??= new Map([...communes.values()].map((place) => [sirenOf(place), place]));
    return sirens;
  }

  function* spread(ranges) {
    for (const range of ranges.split(" ")) {
      const [first, last] = range.split("-");
      for (let at = Number(first); at <= Number(last ?? first); at += 1) {
        yield String(at).padStart(first.length, "0");
      }
    }
  }

  for (const [departement, columns] of Object.entries(data.communes)) {
    const names = columns.names.split("|");
    const given = columns.sirens.split("|");
    const groups = columns.groups.split(" ").map((rank) => epciCodes[rank]);
    const delivery = columns.delivery.split("|");
    const codes = columns.postal_codes.split(" ").map((text) => text.split(":"));
    let at = 0;
    for (const number of spread(columns.numbers)) {
      const insee = departement + number;
      const ranks = delivery[at] ? delivery[at].split(" ") : [];
      communes.set(insee, {
        kind: "commune",
        code: insee,
        name: names[at],
        departements: [departement],
        size: DIGITS.indexOf(columns.sizes[at]),
        postal: ranks.map((rank) => codes[rank][0]),
        siren: given[at],
        link: `insee:${insee}`,
      });
      const group = groups[columns.members.charCodeAt(at) - 63];
      if (group) (memberships[group] ??= []).push(communes.get(insee));
      for (const rank of ranks) {
        const [code, ...biggest] = codes[rank];
        if (!postalCodes.has(code)) {
          const heads = biggest.map((end) => (end.length > 3 ? end : insee.slice(0, 2) + end));
          postalCodes.set(code, { kind: "code-postal", code, heads, members: [], link: code });
        }
        postalCodes.get(code).members.push(insee);
      }
      at += 1;
    }
  }
  for (const place of postalCodes.values()) {
    place.departements = [...new Set(place.members.map(departementOf))].sort();
    place.size = 0;
    const named = place.heads.length ? place.heads : place.members;
    const shown = named.map((insee) => communes.get(insee)?.name ?? insee);
    const more = place.members.length - shown.length;
    place.name =
      more > 0
        ? `${shown.join(", ")} et ${more} autre${more > 1 ? "s" : ""} commune${more > 1 ? "s" : ""}`
        : shown.join(" et ");
  }
  {
    const { names, kinds, sizes, departements: within } = data.epci;
    const [named, natures, lying] = [names.split("|"), kinds.split(" "), within.split("|")];
    epciCodes.forEach((code, at) => {
      epci.set(code, {
        kind: natures[at],
        code,
        name: named[at],
        departements: lying[at].split(" "),
        size: DIGITS.indexOf(sizes[at]),
        link: code,
      });
    });
  }

  /** The places of a table whose rows lie in communes. */
  function inCommunes({ codes, names, homes }, made) {
    const [named, lying] = [names.split("|"), homes.split("|")];
    const given = codes ? codes.split(" ") : [];
    return given.map((code, at) => made(code, named[at], communes.get(lying[at] || code), at));
  }

  const parts = inCommunes(data.parts, (code, name, home, at) => {
    const [kind, noun] = data.part_kinds[data.parts.kinds[at]];
    return {
      kind,
      code,
      name,
      departements: home.departements,
      size: 0,
      home,
      beside: `aujourd’hui dans ${home.name}`,
      notes: [`${name} est ${noun} ; sa commune est ${home.name} (${home.code}).`],
      link: `partie:${code}/${name}`,
    };
  });
  const former = inCommunes(data.former, (code, old, home) => {
    let note = `${old} (${code}) fait aujourd'hui partie ${ofName(home.name)} (${home.code}).`;
    if (code === home.code) note = `${old} s'appelle aujourd'hui ${home.name} (${home.code}).`;
    else if (old === home.name) {
      note = `${code} est un ancien code de la commune, aujourd'hui ${home.code} (${home.name}).`;
    }
    return {
      ...home,
      old: { code, name: old },
      size: 0,
      home,
      beside: `aujourd’hui ${code === home.code ? "" : "dans "}${home.name}`,
      notes: [note],
      link: `ancienne:${code}/${old}`,
    };
  });

  /** Pairs of a folded name and its place. */
  const index = [];
  {
    const places = [areas, departements, communes, epci].flatMap((some) => [...some.values()]);
    const entries = [
      ...[...places, ...parts].map((place) => [place.name, place]),
      ...former
        .filter((place) => place.old.name !== place.name)
        .map((place) => [place.old.name, place]),
    ];
    for (const [alias, kind, code] of aliases) {
      const place = placeOf(kind, code);
      if (place) entries.push([alias, place]);
    }
    const keys = fold(entries.map(([name]) => name).join("\n")).split("\n");
    entries.forEach(([, place], at) => index.push({ key: keys[at], place }));
  }

  function placeOf(kind, code) {
    if (kind === "commune") return communes.get(code);
    if (kind === "epci" || kind === "ept") return epci.get(code);
    if (kind === "departement" || kind === "collectivite") return departements.get(code);
    return areas.find((one) => one.kind === kind && one.code === code);
  }

  /** An enumeration in French: « Aisne, Oise et Somme ». */
  const inASentence = (names) => new Intl.ListFormat("fr").format(names);

  /** The départements and regions of a place, without its own name. */
  function location(place) {
    const homes = place.departements.map((code) => departements.get(code)).filter(Boolean);
    const held = [...new Set(homes.map((home) => regions.get(home.region)).filter(Boolean))];
    const said =
      homes.length > 3
        ? [
            `${homes.length} départements`,
            held.length > 3 ? `${held.length} régions` : inASentence(held),
          ]
        : [inASentence(homes.map((home) => home.name)), inASentence(held)];
    return [...new Set(said)].filter((text) => text && text !== place.name).join(", ");
  }

  /** The notes on a place, as in `gazetteer.places` of the program. */
  function notesOf(place) {
    const home = departements.get(place.departements[0]);
    if (home?.kind !== "collectivite" || place.departements.length > 1) return place.notes ?? [];
    const note =
      place.kind === "collectivite" || (place.kind === "code-postal" && !place.members)
        ? `${home.name} est une collectivité d'outre-mer, hors des 18 régions.`
        : `${place.name} relève d'une collectivité d'outre-mer, qui n'est dans aucune région.`;
    return [...(place.notes ?? []), note];
  }

  const titleOf = (place) =>
    place.kind === "code-postal" ? `${place.code} ${place.name}` : place.name;

  /** The name of a place as one may type it: « Saint-Denis (93) ». */
  function labelOf(place) {
    if (place.kind === "code-postal") return place.code;
    const isWide = place.size > WIDEST || place.departements.length > 3;
    const name = place.old?.name ?? place.name;
    return isWide ? name : `${name} (${place.departements.join(", ")})`;
  }

  /** The other places of the page that bear the name of a place, but for those of its ground. */
  function namesakes(place) {
    if (place.kind === "code-postal") return [];
    const home = (place.home ?? place).link;
    const others = bearing(fold(place.old?.name ?? place.name));
    const ground = (one) => (one.size < WIDEST ? one.link : one.departements.join());
    return [...new Set(others)].filter(
      (one) => (one.home ?? one).link !== home && ground(one) !== ground(place),
    );
  }

  /** The communes of an intercommunality; `[]` for other places. */
  function membersOf({ kind, code }) {
    if (kind !== "epci" && kind !== "ept") return [];
    const within = [...epci.values()].filter((one) => one.kind === "ept");
    const groups = code === data.epci.over ? [code, ...within.map((one) => one.code)] : [code];
    return groups.flatMap((one) => memberships[one] ?? []);
  }

  // --- from a text to places --------------------------------------------------------------------

  const MOST = 12;

  /** Normalise a text: NFKC, single spaces, no invisible characters or surrounding quotes. */
  const clean = (text) =>
    text
      .normalize("NFKC")
      .replace(/\p{Cf}/gu, "")
      .replace(/(?<![\p{L}\p{N}])\?(?=\p{L})/gu, "\ufffd") // a lost letter: "?vry" is not Vry
      .replace(/\s+/g, " ")
      .replace(/^[ '"=]+|[ '"]+$/g, "")
      .replace(/^F[- ](?=\d)/i, "")
      .replace(/ cedex( \d{1,2})?$/i, "");

  const LABEL = /^(n°|no|num[ée]ro)? ?(code insee|insee|code postal|cp|siren|siret)\b ?:? ?/i;

  /** The places of a text that is only a code, with `why` if there are none; null for others. */
  function readCode(text) {
    const bare = clean(text)
      .replace(LABEL, "")
      .replace(/\.0{0,2}$/, "");
    if (/^[\d .]*\.\d{1,2}(\.[\d .]*)?$/.test(bare)) {
      return { found: [], place: null, why: `« ${text} » est un nombre, pas un code.` }; // "7.5" is no 75
    }
    const code = bare.replace(/[ .]/g, "").toUpperCase();
    if (!/^(\d+|2[AB]\d*)$/.test(code)) return null;
    if (code.length === 4 && bare.includes(" ")) return null; // "67 68" has lost no zero
    const found = [];
    const add = (place) => place && !found.includes(place) && found.push(place);
    const full = /^\d{4}$/.test(code) ? `0${code}` : code;
    if (code.length < 4) {
      add(departements.get(code.padStart(2, "0")));
      for (const [alias, kind, of] of aliases) {
        if (alias === code.toLowerCase()) add(placeOf(kind, of));
      }
    } else if (full.length === 5) {
      if (!/insee/i.test(text)) add(postalCodes.get(full));
      add(communes.get(full));
      parts.filter((place) => place.code === full).forEach(add);
      former.filter((place) => place.old.code === full).forEach(add);
      if (found[0] && !postalCodes.has(full)) found[0] = withCedex(full, found[0]);
      if (!found.length) add(fromPrefix(full));
    } else if (code.length === 9 || code.length === 14) {
      const what = code.length === 9 ? "SIREN" : "SIRET";
      const siren = code.slice(0, 9);
      if (!luhn(siren) || (what === "SIRET" && !luhn(code))) {
        const why = `« ${text} » n'est pas un ${what} valide : sa clé de contrôle est fausse.`;
        return { found, place: null, why };
      }
      const [, kind, of] = data.sirens.find((one) => one[0] === siren) ?? [];
      add(bySiren().get(siren) ?? epci.get(siren) ?? placeOf(kind, of) ?? fromSeries(siren));
      if (!found.length) {
        const why = `Ce ${what} n'est ni celui d'une commune ni celui d'une intercommunalité de cette page : tapez la commune ou le département de cet organisme.`;
        return { found, place: null, why };
      }
    }
    const first = found[0] ?? null;
    if (code.length > 1 && code.length < 5) {
      for (const place of postalCodes.values()) {
        if (found.length >= MOST) break;
        if (place.code.startsWith(code)) add(place);
      }
    }
    const [home] = found.length ? [] : outsideOf(code.length < 4 ? code : full);
    const why = home ? outside(code, home) : `Aucun lieu de cette page n'a le code ${code}.`;
    return { found, place: first, why: found.length ? "" : why };
  }

  /** A place by its INSEE code, with a note if that looks like a CEDEX of a bigger town. */
  function withCedex(code, place) {
    const first = postalCodes.get(`${code.slice(0, 2)}000`);
    const home = (place.home ?? place).code;
    if (!first || code[2] !== "0" || first.members.includes(home)) return place;
    const town = communes.get(first.heads[0] ?? first.members[0]).name;
    const note = `${code} peut être aussi un CEDEX, le plus souvent de ${town} (${code.slice(0, 2)}).`;
    return { ...place, notes: [...(place.notes ?? []), note] };
  }

  /** The départements outside the page that a code or a folded name lies in, as rows. */
  function outsideOf(text) {
    const codes = /^\d/.test(text)
      ? [text.padStart(2, "0"), ...(homeOf(text) ?? "").split(" ")]
      : [data.outside.towns[text]];
    const named = ([code, name]) => codes.includes(code) || fold(name) === text;
    return data.outside.departements.filter(named);
  }

  const outside = (text, [code, , , , where]) =>
    `${text} est ${where} (${code}), hors de cette page, faite pour les lieux situés ${data.where}.`;

  /** The area of some département codes, and where it lies in French; null if one is unknown. */
  function areaOf(codes) {
    const homes = (codes ?? "").split(" ").map((code) => departements.get(code));
    if (!homes.every(Boolean)) return null;
    const area =
      homes.length > 1 &&
      areas.find((one) => one.kind === "groupe" && one.departements.join(" ") === codes);
    const where = homes.map((home) => `${home.where} (${home.code})`).join(", ");
    return { ...(area || homes[0]), where };
  }

  /** The départements of a postal code, by its first digits. */
  const homeOf = (code) => data.prefixes[code.slice(0, 3)] ?? data.prefixes[code.slice(0, 2)];

  /** A postal code that no table has, by its prefix (approximate). */
  function fromPrefix(code) {
    const area = areaOf(homeOf(code));
    const note = `${code} n'est pas dans les données : d'après son début, il est ${area?.where}.`;
    const beside = "d’après le début du code, absent des données";
    return area && { ...area, kind: "code-postal", code, beside, notes: [note], link: code };
  }

  /** A public body's SIREN that no table has, by its series (approximate). */
  function fromSeries(siren) {
    const { starts, homes } = data.series;
    const area = areaOf(
      starts.includes(siren.slice(0, 2))
        ? (homes[siren.slice(2, 4)] ?? homes[siren.slice(2, 5)])
        : "",
    );
    const note =
      `Le SIREN ${siren} n'est pas dans les données : d'après ses chiffres, cet organisme ` +
      `public est ${area?.where} ; son adresse fait foi.`;
    const beside = "d’après les chiffres du SIREN, absent des données";
    return area && { ...area, beside, notes: [note], link: siren };
  }

  const ARTICLES = ["l", "le", "la", "les"];
  const BODIES = new Map(
    Object.entries(data.bodies).flatMap(([rule, words]) => {
      const [kinds, least] = rule.split(":");
      const bearsArticle = !kinds.endsWith("=");
      return words.split("|").map((one) => [one, [kinds.replace("=", ""), bearsArticle, Number(least)]]);
    }),
  );
  const LINKS = { de: "", d: "", du: "le ", des: "les " };

  /** The départements of each area by its folded name: "isere", "bretagne", … */
  const grounds = new Map(
    [...departements.values(), ...areas]
      .map((one) => [fold(one.name), one.departements])
      .flatMap(([key, codes]) => [
        [key, codes],
        [withoutArticle(key), codes],
      ]),
  );

  /** The longest of some expressions that a folded text begins with, followed by more words. */
  const longest = (words, key) =>
    words
      .filter((one) => key.startsWith(`${one} `))
      .sort((one, other) => other.length - one.length)[0];

  /** Split a text into a folded name, the kind of its type word, and its codes and areas. */
  function readName(text) {
    let typed = clean(text);
    // In an address, the part before a postal code is the street, if it has no town of its own.
    const [, street, code, town] =
      typed.match(/^(|.*[ ,;-])(?<!\b(?:bp|cs) )(\d{4,5}|\d\d \d{3})[ ,]+([^\d,;]{2,})$/i) ?? [];
    if (code && !/\d{5} \p{L}/u.test(street)) typed = `${code.replace(" ", "")} ${town}`;
    const [first, ...others] = typed.split(/[(),]| - /).map(fold).filter(Boolean);
    let whole = first ?? "";
    const within = [];
    for (const other of others) { // "Commune de Rouen (mairie)"
      if (ARTICLES.includes(other)) whole = `${other} ${whole}`;
      else if (grounds.has(other)) within.push(grounds.get(other));
      else if (!(other in data.titles) || other !== others.at(-1)) whole = `${whole} ${other}`;
    }
    whole = whole
      .replace(/\b(\d{1,2}) ?(?:ieme|eme|e)\b/g, "$1e") // "3 ème"
      .replace(/^(\d{5} |)(paris|lyon|marseille) (\d{1,2})e?$/, "$1$2 $3e arrondissement")
      .replace(/ 1er?( arrondissement)?$/, " 1er arrondissement");
    const title = longest(Object.keys(data.titles), whole);
    const body = longest([...BODIES.keys()], whole);
    const isBody = Boolean(body && !(title?.length >= body.length));
    const [kinds, bearsArticle, least] = isBody
      ? BODIES.get(body)
      : [data.titles[title] ?? "", true, 0];
    let isLinked = true; // "Lycée Condorcet" is not at Condorcet
    let isBare = false; // "Mairie Trévoux" may be that of Le Trévoux, "Mairie de Trévoux" is not
    if (title || body) {
      const rest = whole.slice((isBody ? body : title).length + 1);
      whole = rest.replace(/^(du|des|d|de) /, (link) => LINKS[link.trim()]);
      isBare = whole === rest;
      isLinked = bearsArticle || (!isBare && withoutArticle(whole) === whole);
      isLinked &&= !isBody || !/^saint/.test(rest);
    }
    const words = whole.split(" ");
    const isCode = (word) => /^(\d{2,5}|2[ab])$/.test(word);
    const names = words.filter((word) => !isCode(word));
    if (names.length > 1 && /^(le|la|les)$/.test(names.at(-1))) names.unshift(names.pop());
    return {
      whole,
      key: names.join(" "),
      kinds: kinds.split(","),
      isBody,
      isLinked,
      isBare,
      least,
      isPlain: !within.length && !words.some(isCode),
      codes: words
        .filter(isCode)
        .map((word) => (word.length === 4 ? `0${word}` : word).toUpperCase()),
      within,
    };
  }

  const GROUPS = {
    region: ["region", "ancienne-region", "groupe"],
    departement: ["departement", "collectivite"],
    epci: ["epci", "ept"],
    commune: ["commune", "commune-deleguee", "commune-associee", "arrondissement"],
    "commune-deleguee": ["commune-deleguee", "commune-associee"],
  };

  const isWide = ({ kind }) => GROUPS.departement.includes(kind) || GROUPS.region.includes(kind);

  /** Whether a place matches all codes and areas typed beside its name. */
  function lies(place, codes, within) {
    const holds = (code) => place.departements.includes(code);
    return (
      within.every((ground) => ground.some(holds)) &&
      codes.every(
        (code) =>
          holds(code) ||
          place.postal?.includes(code) ||
          place.home?.postal?.includes(code) ||
          place.code === code ||
          (code.length === 5 && !postalCodes.has(code) && holds(homeOf(code))),
      )
    );
  }

  /** Rank of a match: 0 equal, 1 but for an article, 2 beginning, 3 and 4 inside, 9 none. */
  function fit(key, wanted) {
    if (key === wanted) return 0;
    const bare = withoutArticle(key);
    if (bare === wanted || bare === withoutArticle(wanted)) return 1;
    if (key.startsWith(wanted) || bare.startsWith(wanted)) return 2;
    if (key.includes(` ${wanted}`)) return 3;
    return wanted.length > 3 && key.includes(wanted) ? 4 : 9;
  }

  /** The places whose names have a rank of at most `most`, each by its best, the best first. */
  function ranked(rank, most) {
    const found = new Map();
    for (const one of index) {
      const score = rank(one);
      if (score > most || found.get(one.place.link)?.score <= score) continue;
      found.set(one.place.link, { score, ...one });
    }
    const order = (one, other) =>
      one.score - other.score ||
      other.place.size - one.place.size ||
      (one.key < other.key ? -1 : one.key > other.key ? 1 : 0);
    return [...found.values()].sort(order).map(({ place }) => place);
  }

  function search({ key, codes, within }, kind = "") {
    if (!key) return [];
    const isMeant = (place) =>
      (!kind || GROUPS[kind].includes(place.kind)) && lies(place, codes, within);
    return ranked((one) => {
      const score = fit(one.key, key);
      return score < 9 && isMeant(one.place) ? score : 9;
    }, 4);
  }

  /** The names that are equal but for spaces: "lhaylesroses". */
  function searchSpaceless({ key, codes, within }) {
    const wanted = key.replace(/ /g, "");
    const isEqual = (one) => one.key[0] === wanted[0] && one.key.replace(/ /g, "") === wanted;
    return ranked((one) => (isEqual(one) && lies(one.place, codes, within) ? 0 : 9), 0);
  }

  /** The Damerau-Levenshtein distance of two words, or `limit + 1` if it is greater. */
  function distance(one, other, limit) {
    let before = [];
    let last = Array.from({ length: other.length + 1 }, (_, at) => at);
    for (let row = 1; row <= one.length; row += 1) {
      const next = [row];
      let least = row;
      for (let at = 1; at <= other.length; at += 1) {
        const same = one[row - 1] === other[at - 1];
        next[at] = Math.min(last[at] + 1, next[at - 1] + 1, last[at - 1] + (same ? 0 : 1));
        const swapped = one[row - 1] === other[at - 2] && one[row - 2] === other[at - 1];
        if (swapped) next[at] = Math.min(next[at], before[at - 2] + 1);
        least = Math.min(least, next[at]);
      }
      if (least > limit) return limit + 1;
      before = last;
      last = next;
    }
    return last[other.length];
  }

  function nearest(key) {
    if (key.length < 3) return [];
    const limit = key.length < 6 ? 1 : 2;
    return ranked((one) => {
      if (Math.abs(one.key.length - key.length) > limit) return 9;
      let missing = 0; // letters: each takes an edit
      for (const letter of key) missing += one.key.includes(letter) ? 0 : 1;
      return missing > limit ? 9 : distance(key, one.key, limit);
    }, limit);
  }

  /** The only home of some places, as the first of them; null if there are several, or none. */
  function alone(fitting) {
    const homes = new Set(fitting.map((place) => (place.home ?? place).link));
    return homes.size === 1 ? fitting[0] : null;
  }

  let named = null; // the places by their key, and by their key without its article

  /**
   * The places of exactly this name; if there are none, those that have an article before it. Of a
   * bare name beside other words these are as likely, and alone too little.
   */
  function bearing(key, isBare = false) {
    if (!named) {
      named = [new Map(), new Map()];
      for (const one of index) {
        for (const [at, name] of [one.key, withoutArticle(one.key)].entries()) {
          if (named[at].get(name)?.push(one.place) === undefined) named[at].set(name, [one.place]);
        }
      }
    }
    const [whole, withArticle] = named.map((keys) => keys.get(key));
    return (isBare ? whole && (withArticle ?? whole) : (whole ?? withArticle)) ?? [];
  }

  /**
   * The place that `find` takes a bare name for, null if it asks; undefined if no place has it.
   * A town that is only better known than another ("~") is not meant beside other words.
   */
  function decided(text, isBeside = false) {
    const key = fold(text);
    const link = data.decided[accented(text)] ?? data.decided[key];
    if (link !== undefined) {
      return link && !(isBeside && link[0] === "~") ? placeAt(link.replace("~", "")) : null;
    }
    const fitting = bearing(key);
    const isOwn = ({ name, old }) => accented(old?.name ?? name) === accented(text);
    if (key.length < 3 && key !== accented(text)) return alone(fitting.filter(isOwn)); // Ré, RE
    return fitting.length ? alone(fitting) : undefined;
  }

  /** The place of a name beside a code, an area, or the words for a kind of place or of body. */
  function settled({ key, kinds, isLinked, isBare, isBody, least, codes, within, isPlain }) {
    if (!isLinked) return null;
    for (const kind of kinds) {
      const isOfKind = (place) =>
        (!kind || GROUPS[kind].includes(place.kind)) &&
        lies(place, codes, within) &&
        (!least || place.kind !== "commune" || place.size >= least);
      const known = isPlain ? decided(key, true) : undefined;
      const exact = bearing(key, isBare && isPlain).filter(isOfKind);
      const [{ size } = known ?? {}] = exact;
      const isLonger = (one) => one.key.startsWith(`${key} `) && one.place.size > size;
      if (least && index.some(isLonger)) return null; // "CH Lons": Lons-le-Saunier's?
      if (known && isOfKind(known) && (!isBare || exact.includes(known))) return known;
      if (known === null && !kind) return null;
      if (exact.length) return alone(exact);
      const bare = withoutArticle(key); // "le Loiret", "la Martinique"
      const isArea = (place) => place && isWide(place) && isOfKind(place);
      const meant = isPlain ? decided(bare) : null;
      const area = isArea(meant) ? meant : alone(bearing(bare).filter(isArea));
      if (area) return area;
    }
    if (key.length < 5 || kinds[0] || isBody) return null;
    return alone(searchSpaceless({ key, codes, within }));
  }

  /** The place that a text is decided for, as in the program; or null. */
  function decide(text) {
    if (!text.trim()) return null;
    const coded = readCode(text);
    if (coded) return coded.place;
    const asked = readName(text);
    const known = asked.within.length ? undefined : decided(clean(text));
    if (known !== undefined) return known;
    const place = settled(asked);
    const note = `« ${text} » est lu d’après le lieu que ce nom contient.`;
    return place && asked.isBody ? { ...place, notes: [...(place.notes ?? []), note] } : place;
  }

  /** The places of a text, the likeliest first; `why` may say what is wrong. */
  function read(text) {
    if (!text.trim()) return { found: [], why: "" };
    const coded = readCode(text);
    if (coded) return coded;
    const asked = readName(text);
    const place = decide(text);
    const whole = { ...asked, key: asked.whole, codes: [] };
    const exact = bearing(fold(clean(text)))
      .slice()
      .sort((one, other) => other.size - one.size);
    const [home] = place || exact.length ? [] : outsideOf(asked.key);
    const elsewhere = home ? outside(clean(text), home) : "";
    let hits = asked.codes.length ? search(whole) : []; // "Vire 14" is a name and a code
    if (!hits.length) hits = asked.kinds.flatMap((kind) => search(asked, kind));
    if (!hits.length && asked.kinds[0]) hits = search(asked);
    if (!hits.length && asked.key.length > 3) hits = searchSpaceless(asked);
    const once = new Map(place ? [[place.link, place]] : []);
    for (const one of [...exact, ...hits]) {
      if (!once.has(one.link)) once.set(one.link, one);
    }
    const found = [...once.values()];
    if (found.length || elsewhere) return { found, why: elsewhere };
    if (!asked.key) return { found, why: "Aucun lieu n’est nommé." };
    if (asked.codes.length) {
      const codes = asked.codes.flatMap((code) => readCode(code).found);
      const others = search({ ...asked, codes: [] });
      const why = `Aucun lieu de ce nom n’a le code ${asked.codes.join(", ")}.`;
      return { found: [...new Set([...codes, ...others])], why };
    }
    const near = nearest(asked.key);
    const why = near.length
      ? "Aucun lieu de ce nom. Noms proches :"
      : `Aucun lieu de ce nom ${data.where || "dans cette page"}.`;
    return { found: near, why };
  }

  // --- answers ----------------------------------------------------------------------------------

  const LETTERS = { commune: "c", "code-postal": "p", epci: "e", ept: "e" };
  const { pool, answers, filters } = data;

  /** The signatures of the places whose answer depends on more than départements, by name. */
  const finer = new Map(
    Object.entries(data.finer).flatMap(([signature, names]) =>
      names.split("|").map((name) => [name, signature]),
    ),
  );

  /** The key of the answers about a place, as `answers.Signatures` in the program. */
  function signatureOf(place) {
    const { kind, code } = place.home ?? place;
    const isWhole = !(kind in LETTERS) || (kind === "code-postal" && !postalCodes.has(code));
    const lying = place.departements.join(" ");
    return finer.get(isWhole ? `w${lying}` : LETTERS[kind] + code) ?? lying;
  }

  const CARD = [
    ...["results", "verdict", "remark", "aside", "shares", "leads", "notices", "groups", "costs"],
    ...["audiences", "lost", "notes", "source"], // as `answers._card` in the program
  ];
  const BARE = { cost: "", terms: [], access: [], ways: [] }; // what a network may lack

  /** The audience of the body named before a place, or "". As `answering._asker` in the program. */
  function askerOf(text, place) {
    const key = fold(text);
    if (key === fold(place.name)) return ""; // Hôpital-Camfrout is no hospital
    return data.askers[longest(Object.keys(data.askers), withoutArticle(key))] ?? "";
  }

  /** An answer led by the own network of who asks, as `card._leads`; nothing else is left out. */
  function ledBy({ leads: [lead] }, said) {
    if (!said.audiences.some(({ label }) => label === lead?.label)) return said;
    const isOther = ({ id }) => lead.entries.every((one) => one.id !== id);
    const audiences = said.audiences
      .map((one) => ({ ...one, entries: one.entries.filter(isOther) }))
      .filter((one) => one.entries.length);
    return { ...said, leads: [lead, ...said.leads], audiences };
  }

  /** The answer about a place: guichets verts, and the card for a theme and an audience. */
  function answer(place, theme = "", audience = "", asker = "") {
    if (asker && !audience) return ledBy(answer(place, theme, asker), answer(place, theme));
    const [guichet, ...cards] = answers[signatureOf(place)];
    const rank = (name, id) => filters[name].findIndex((one) => one[0] === id);
    const at = rank("audience", audience) * filters.theme.length + rank("theme", theme);
    const values = (ranks) => ranks.map((one) => pool[one]);
    const networks = (ranks) => values(ranks).map((one) => ({ ...BARE, label: one.name, ...one }));
    const grouped = (list) =>
      list.map(([label, ranks, gloss]) => ({ label, entries: networks(ranks), gloss }));
    const ranks = pool[cards[at]];
    const said = Object.fromEntries(CARD.map((name, order) => [name, pool[ranks[order]]]));
    const [status, ids, served] = pool[guichet];
    return {
      ...said,
      guichet: { status, networks: ids, parts: served },
      results: values(said.results),
      remark: said.remark.replace("{lieu}", titleOf(place)),
      leads: grouped(said.leads),
      groups: grouped(said.groups),
      audiences: grouped(said.audiences),
      lost: networks(said.lost),
      notes: [...notesOf(place), ...said.notes],
    };
  }

  // --- links ------------------------------------------------------------------------------------

  const FORMS = {
    insee: (code) =>
      communes.get(code) ??
      parts.find((one) => one.code === code) ??
      former.find((one) => one.old.code === code),
    region: (name) =>
      areas.find((one) => slug(one.name) === slug(name)) ?? decide(`region ${name}`),
    partie: (text) => parts.find((one) => one.link === `partie:${text}`),
    ancienne: (text) => former.find((one) => one.link === `ancienne:${text}`),
  };

  /** The place that a link names, or null. */
  function placeAt(text) {
    const [form, ...rest] = text.split(":");
    const place = rest.length && form in FORMS ? FORMS[form](rest.join(":")) : decide(text);
    return place || null;
  }

  return {
    MOST,
    data,
    filters,
    fold,
    read,
    decide,
    answer,
    askerOf,
    placeAt,
    location,
    titleOf,
    labelOf,
    namesakes,
    membersOf,
    bySiren,
    places: { areas, departements, communes, postalCodes, epci, parts, former },
  };
};
