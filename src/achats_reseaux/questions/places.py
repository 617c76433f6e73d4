"""The places that a question names, by yes/no rules over what the geocoder makes of its words.

Every range of words that may be a name is resolved, the longest first; the words around it say
whether it is meant as a place. A misspelt name is none: it is suggested for.
"""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.gazetteer import name_searches
from achats_reseaux.gazetteer.places import inhabitants
from achats_reseaux.gazetteer.words import INTITULES
from achats_reseaux.geocoder import resolve
from achats_reseaux.geocoder.edit_distance import distance
from achats_reseaux.geocoder.type_words import find_type
from achats_reseaux.model import Place, Places, Record, Unknown
from achats_reseaux.questions.words import ASKED_FOR, Sentence, plain_words
from achats_reseaux.text import ARTICLES, fold, without_spaces

REGIONAL = ("region", "ancienne-region", "groupe")
DEPARTMENTAL = ("departement", "collectivite")
COMMUNAL = ("commune", "commune-deleguee", "commune-associee", "arrondissement")
CODES = ("insee", "siren", "siret", "code-postal")
"""The kinds that a title may give the code after it."""

_BIG, _SMALL = 20_000, 2_000
"""Least population of a big and of a small town."""
_LONG = 9
"""Least length of a name in which two letters may be wrong."""
_LENGTHS_OF_CODES = (5, 9, 14)
_LINKS = ("de", "du", "d", "des", "of", "la", "l", "le", "les")
_IMPLIED = {"au": "Le ", "du": "Le ", "aux": "Les ", "des": "Les "}
_SAINTS = ("saint", "sainte", "st", "ste")
_COMPASS = ("nord", "sud", "est", "ouest", "centre")
_THOUSANDS = (" ", "\u00a0", "\u202f", ".", ",")
_OPEN = (None, "lieu", "organisation")
"""Roles of tokens that may be a name: a body may be that of a territory ("Laval Agglomération")."""
_LINKING = ("article", "liaison", "préposition")
_LONGEST, _SHORT, _FURTHER = 8, 3, 3
_MOST_READ = 60
"""The most ranges looked up for one question: a miss costs a millisecond or two."""


class Mention(Record):
    """A place that a question names.

    Attributes:
        start, end: range of its tokens, the end excluded.
        options: the place options of ``find`` (``lieu`` is the bare argument).
        found: the places they resolve to, or ``None``.
        doubtful: whether it may be the name of a house or of a person, if another place is named.
    """

    start: int
    end: int
    options: dict[str, str]
    found: Places | None
    doubtful: bool = False

    @property
    def area(self) -> str | None:
        """What names it without an option if it is a région or a département, else ``None``."""
        if self.found is None or self.found.candidates[0].kind not in (*REGIONAL, *DEPARTMENTAL):
            return None
        place = self.found.candidates[0]
        again = resolve(place.name, suggest=False)
        alone = isinstance(again, Places) and again.candidates == (place,)
        return place.name if alone else place.code


def mentions(sentence: Sentence) -> list[Mention]:
    """The distinct places of a question, whose tokens are marked; or one that is misspelt."""
    found = _Finder(sentence).found()
    return _settled(found)


# --- several places of one question ---


def _settled(found: list[Mention]) -> list[Mention]:
    """Homonyms narrowed by the area that contains them: "Vienne en Isère" is one place."""
    kept: list[Mention] = []
    # The longest first: its notes tell of all its words.
    for mention in sorted(found, key=lambda one: one.start - one.end):
        if not any(_identity(mention) == _identity(other) for other in kept):
            kept.append(mention)
    kept.sort(key=lambda one: one.start)
    for ground in tuple(kept):
        if ground not in kept:  # already narrowed by another: "la Vienne, Vienne"
            continue
        for rank, mention in enumerate(kept):
            if mention is not ground and (narrowed := _within(mention, ground)):
                kept[rank] = narrowed
                kept.remove(ground)
                break
    return kept


def _identity(mention: Mention) -> object:
    """What two mentions of the same places have in common."""
    if mention.found is None:
        return mention.options
    return [(place.kind, place.code) for place in mention.found.candidates]


def _within(mention: Mention, ground: Mention) -> Mention | None:
    """A place narrowed to an area of the same question; ``None`` if it does not lie there."""
    if mention.found is None or ground.found is None:
        return None
    area = ground.found.candidates[0]
    options = {**dict.fromkeys(REGIONAL, "region"), **dict.fromkeys(DEPARTMENTAL, "departement")}
    option = {**options, "code-postal": "code_postal"}.get(area.kind)
    lying = [place for place in mention.found.candidates if _lies_in(place, area)]
    if option is None or not lying:
        return None
    if len(mention.found.candidates) == 1:
        return mention
    where, text = next(iter(ground.options.items()))
    where = option if where == "lieu" else where
    return mention.replace(options={**mention.options, where: text}, found=Places(tuple(lying)))


def _lies_in(place: Place, area: Place) -> bool:
    if area.communes:
        return bool(place.communes) and set(place.communes) <= set(area.communes)
    return set(place.departements) <= set(area.departements)


# --- what a name resolves to ---


def _named(name: str, before: str, article: str, kind: str | None) -> Mention | None:
    """The place that a name alone means after its preposition and article, without its range."""
    said = find_type(fold(name))
    if said is not None and said.body and not gazetteer.communes_named(fold(name)):
        return None  # "CHU de Lille": "CHU" is the audience; "Lille" alone is the place
    whole = article + name if article[-1:] in ("'", "’", " ") else f"{article} {name}"
    kinds = {place.kind for place in _resolved(name)} if article or kind == "commune" else set()
    former = not gazetteer.communes_named(fold(name))
    if kind == "commune" and (
        {*REGIONAL} & kinds or ({*DEPARTMENTAL} & kinds and (article or former))
    ):
        kind = None  # "une commune de la Creuse", "une ville de Bretagne", "commune de Meuse"
    # The article is part of the name in "Le Havre" and "Le Gua", not in "le Calvados".
    key = fold(whole)
    village = gazetteer.communes_named(key) and not gazetteer.areas_named(key)
    is_area = {*REGIONAL, *DEPARTMENTAL} & kinds and not village
    if article and not is_area:
        if found := _resolved(whole, kind):
            return _with_option(whole, found, kind, before, area=False)
        if name_searches.communes_beginning(f"{key} "):
            return None  # "aux Sables" is not a village "Sables"
    found = _resolved(name, kind)
    france = found and len(found[0].regions) == len(gazetteer.every("region"))
    if not found or france or (found[0].approximate and found[0].kind in DEPARTMENTAL):
        return None  # "in France" restricts nothing; "incendie du Haut-Rhin" only ends as a name
    area = before == "territoire" or bool(article)
    return _with_option(name, found, kind, before, area=area)


def _resolved(text: str, kind: str | None = None) -> tuple[Place, ...]:
    found = resolve(text, kind, suggest=False)
    return found.candidates if isinstance(found, Places) else ()


def _with_option(
    text: str, found: tuple[Place, ...], kind: str | None, before: str, *, area: bool
) -> Mention:
    """The places of a text under the option that the words before it ask for, if there are any."""
    kinds = {place.kind for place in found}
    option = "departement" if area or kinds <= {*DEPARTMENTAL} else None
    if kinds <= {*REGIONAL}:
        option = "region"
    elif before == "commune" and kinds & {*COMMUNAL}:
        option = "commune"
    narrowed = _resolved(text, option) if option else ()
    option = kind or (option if narrowed else None)
    found = narrowed or found
    if _resolved(found[0].name, option) == found:
        text = found[0].name
    return Mention(0, 0, {(option or "lieu").replace("-", "_"): text}, Places(found))


def near_place(text: str) -> Place | None:
    """The biggest place whose name is an edit or two from a text, or longer by whole words."""
    key = fold(text)
    found = resolve(text)
    if isinstance(found, Places):  # "Villefranche", of which there are several; not "vannes"
        longer = [one for one in found.candidates if fold(one.name).startswith(f"{key} ")]
        return max(longer, key=inhabitants, default=None)
    suggested = found.suggestions if isinstance(found, Unknown) else ()
    read = (resolve(one, suggest=False) for one in suggested)
    places = [one.candidates[0] for one in read if isinstance(one, Places)]
    return max((one for one in places if _is_alike(key, one)), key=inhabitants, default=None)


def _is_alike(key: str, place: Place) -> bool:
    """Whether a misspelt name is near that of a place, or several whole words of it."""
    name = fold(place.name)
    typed, other = without_spaces(key), without_spaces(name)
    most = 1 if len(typed) < _LONG else 2
    # Typos seldom affect the first letter: UGAP is not Gap.
    near = typed[0] == other[0] and distance(typed, other, most) <= most
    return near or (" " in key and f" {key} " in f" {name} ")


def perhaps_place(word: str) -> str | None:
    """The département's number or the name of 2,000 inhabitants or more that a word may be."""
    found = resolve(word, suggest=False)
    if word.isdigit():
        known = isinstance(found, Places) and found.candidates[0].kind == "departement"
        return word if known and len(word) > 1 else None
    if isinstance(found, Places):
        place: Place | None = found.candidates[0]
    else:
        place = near_place(word) if len(word) >= _LONG else None
    return place.name if place and inhabitants(place) >= _SMALL else None


# --- which words are meant as a place ---


class _Finder:
    """Finds the places in one question, and marks their tokens."""

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        self.plain = plain_words()
        self.titles = {**INTITULES, **self.plain["titre"]}
        self._lookups = 0

    def found(self) -> list[Mention]:
        """The places in the order of the text; doubtful ones only if there is no other."""
        found: list[Mention] = []
        at = 0
        while at < len(self.sentence.tokens):
            number = self._number(at)
            read = [number] if number else [self._titled(at), self._bare(at)]
            mention = max((one for one in read if one), key=lambda one: one.end, default=None)
            if mention is None:
                at += 1
                continue
            mention = self._longer_misspelt(mention) or mention
            found.append(mention)
            at = self._take(mention)
        sure = [one for one in found if not one.doubtful]
        for mention in [one for one in found if one.doubtful] if sure else []:
            if not any(_within(mention, other) for other in sure):
                self.sentence.mark(mention.start, mention.end, ("hors", ""))
                found.remove(mention)
        if not found and (unknown := self._misspelt()):
            found = [unknown]
        return found

    def _take(self, mention: Mention) -> int:
        """Mark the tokens of a place and its introduction; return the end of its tokens."""
        sentence, start, end = self.sentence, mention.start, mention.end
        if not sentence.breaks(end):
            end += sentence.key(end) in self.plain["titre"]  # "Normandy region"
        while sentence.role(start - 1) in ("préposition", "article"):
            start -= 1
        sentence.mark(start, end, ("place", ""))
        return end

    def _introduction(self, at: int) -> tuple[str, str, int]:
        """The words before a name: the value of the preposition, the article, and their start."""
        sentence = self.sentence
        article, start = "", at
        if sentence.role(at - 1) == "article" and not sentence.breaks(at):
            start = at - 1
            article = sentence.tokens[start].text + sentence.tokens[at].before
        span = None if sentence.breaks(start) else sentence.span(start - 1)
        if span is None or span.role != "préposition":
            return "", article, start
        value = span.meanings[0][1]
        bare = sentence.tokens[start - 1].text in ("a", "A") and not sentence.tokens[at].capital
        if span.key == "a" and bare:
            value = ""  # an auxiliary, or the English article
        return value, article or _IMPLIED.get(span.key, ""), span.start

    # --- by number ---

    def _number(self, start: int) -> Mention | None:
        """A postal or INSEE code, a SIREN, a SIRET, the number of a département."""
        sentence = self.sentence
        code, end = sentence.key(start), start + 1
        if not code[:1].isdigit() or sentence.role(start) not in (None, "organisation"):
            return None
        while sentence.key(end).isdigit() and sentence.tokens[end].before in _THOUSANDS:
            code += sentence.key(end)
            end += 1
        if len(code) not in _LENGTHS_OF_CODES:
            code, end = sentence.key(start), start + 1
        if self._is_amount(start, end):
            return None
        if (
            len(code) not in _LENGTHS_OF_CODES
            or not code.replace("2a", "2", 1).replace("2b", "2", 1).isdigit()
        ):
            return self._departement(start, end, code.upper())
        kind, first = None, start
        for at in range(max(0, start - 5), start):  # "mon numéro de SIRET est le …"
            title = self.titles.get(sentence.key(at), self.titles.get(sentence.keys(at, at + 2)))
            if title in CODES:
                kind, first = title, at
        found = resolve(code, kind, suggest=False)
        options = {(kind or "lieu").replace("-", "_"): code}
        return Mention(first, end, options, found if isinstance(found, Places) else None)

    def _departement(self, start: int, end: int, code: str) -> Mention | None:
        """The number of a département: "dans le 76", "mairie 75", "Saint-Denis (93)"."""
        sentence = self.sentence
        value, article, at = self._introduction(start)
        plural = not sentence.breaks(end) and sentence.key(end)[-1] in "sx"
        links = ("préposition", "liaison", "exclusion")
        if len(code) == 1 or (plural and not article and sentence.role(end) not in links):
            return None  # "pour 10 acheteurs"; not "dans le 76 nous …", "en 76 sans …"
        # "mairie du 13"; not "le comité du 14", "le pilotage du 14"
        of = sentence.key(start - 1) == "du"
        before = ASKED_FOR if of else ("place", "exclusion", "champ", "ici", "liaison", *ASKED_FOR)
        body = self._is_body(at - 1)
        follows = at == 0 or sentence.role(at - 1) in before or body
        # "guichet vert 44 svp", "44 mairie"; not "10 questions", "36 communes"
        last = sentence.breaks(end) or sentence.role(end) in ("préposition", "liaison")
        last = last or (all(sentence.marks[:start] + sentence.marks[end:]) and not plural)
        last = last or sentence.role(start - 1) == "place"  # "Montreuil 93 fournitures"
        sure = value in ("territoire", "lieu") or not code.isdigit()  # "2B"
        if not sure and not (follows and (last or body)):
            return None
        option = "region" if sentence.key(start - 1) == "region" else "departement"
        start -= sentence.key(start - 1) in self.plain["titre"]  # "le département 76"
        found = resolve(code, option, suggest=False)
        if isinstance(found, Places):
            return Mention(start, end, {option: code}, found)
        wrong = value == "territoire" and len(code) == 2  # "dans le 99"
        return Mention(start, end, {option: code}, None) if wrong else None

    def _is_body(self, at: int) -> bool:
        """Whether the token is a public body: "mairie 75", "SDIS 76"."""
        return self.sentence.role(at) == "audience" or self.sentence.key(at) in self.plain["patron"]

    def _is_amount(self, start: int, end: int) -> bool:
        """Whether a number is an amount, a date, an hour, a telephone, a house or an article."""
        sentence, units = self.sentence, self.plain["unité"]
        first, last = start, end
        while self._continues(first):
            first -= 1
        while self._continues(last):
            last += 1
        if end == start + 1 and last > first + 2:
            return True  # "12/03/2026", "06 12 34 56 78"
        if sentence.tokens[start].before == "-" and sentence.key(start - 1).isdigit():
            return True  # "marché 2024-67000"
        of = sentence.key(first - 1) in ("de", "d", "of") and not sentence.breaks(first - 1)
        before = "" if sentence.breaks(first) else sentence.key(first - 1 - of)
        after = "" if sentence.breaks(last) else sentence.key(last)
        if before in self.plain["numéroté"] or before in _UNITS_BEFORE:
            return True  # "budget de 67000"
        street = after in self.plain["voie"] or units.get(after) == "numéro"
        if street and len(sentence.key(start)) > 4:
            return False  # "Rouen 76100 bis": no house has so long a number
        if after in ("et", "and", "a", "au", "to") and sentence.key(last + 1)[:1].isdigit():
            return self._is_amount(last + 1, last + 2)  # "entre 40 000 et 90 000 euros"
        letters = sentence.key(start).strip("0123456789")  # "14h30"
        return street or after in units or letters in units

    def _continues(self, at: int) -> bool:
        """Whether a token and the previous one are groups of digits of one number.

        No longer than a year: after one, a postal code is another number.
        """
        groups = (self.sentence.key(at - 1), self.sentence.key(at))
        short = all(one.isdigit() and len(one) <= 4 for one in groups)
        return short and (
            not self.sentence.breaks(at) or self.sentence.tokens[at].before in _THOUSANDS
        )

    # --- by name ---

    def _titled(self, start: int) -> Mention | None:
        """``ville de Rouen``, ``région Centre``, ``le département du Nord``."""
        sentence = self.sentence
        titles = [
            end for end in range(start + 1, start + 5) if sentence.keys(start, end) in self.titles
        ]
        if not titles:
            return None
        at = titles[-1]
        title = sentence.keys(start, at)
        while sentence.key(at) in _LINKS and not sentence.breaks(at):
            at += 1
        if sentence.breaks(at) or sentence.key(at)[0].isdigit():
            return None
        _, article, _ = self._introduction(at)
        found = self._first(at, "", article, self.titles[title])
        # "mairie de" also says who asks; "ville de" only says what Rouen is.
        return found and found.replace(start=start if title in self.plain["titre"] else at)

    def _bare(self, start: int) -> Mention | None:
        """A name by itself or after a preposition."""
        sentence = self.sentence
        key = sentence.key(start)
        if key.isdigit() or sentence.tied(start) or self.titles.get(key) in CODES:
            return None
        if key in self.plain["numéroté"] and sentence.key(start + 1)[:1].isdigit():
            return None  # "ISO 26000"
        before, article, _ = self._introduction(start)
        found = self._first(start, before, article, None)
        if found and found.found and self._is_house(start, found.found.candidates[0]):
            return None
        return found

    def _first(self, start: int, before: str, article: str, kind: str | None) -> Mention | None:
        """The longest name that begins here and is meant as a place."""
        for end in self._ends(start):
            code = self.sentence.key(end).upper()
            if gazetteer.departement(code):  # "Montreuil 93", "Neuilly (92)"
                whole = _named(f"{self.sentence.text(start, end)} ({code})", "", article, None)
                if whole and whole.found and not whole.found.candidates[0].notes:
                    return whole.replace(start=start, end=end + 1)
            found = self._read(start, end, before, article, kind)
            if found and self._is_meant(found, before, article, titled=kind is not None):
                return found.replace(doubtful=self._is_of_house_or_person(start, end))
        return None

    def _ends(self, start: int) -> list[int]:
        """The possible ends of a name that begins here, the farthest first; none in a compound."""
        sentence, found = self.sentence, []
        if sentence.role(start) in ("article", "préposition", "place"):
            return []  # the article of "Le Havre" is in the introduction, as in "au Havre"
        for end in range(start + 1, start + _LONGEST + 1):
            if end > start + 1 and sentence.breaks(end - 1):
                break
            begun = name_searches.begins_name(sentence.keys(start, end))
            if not begun and sentence.key(end - 1) not in self.titles:  # "Redon Agglo"
                break
            if not sentence.tied(end) and sentence.role(end - 1) not in _LINKING:
                found.append(end)
        span = sentence.span(start)
        if span and span.role == "lieu" and span.end not in found:
            found.append(span.end)
        return found[::-1]

    def _read(
        self, start: int, end: int, before: str, article: str, kind: str | None
    ) -> Mention | None:
        """The place that a range of tokens names, or ``None``."""
        self._lookups += 1
        if self._lookups > _MOST_READ:
            return None
        span = self.sentence.span(start)
        other = span.value("lieu") if span and span.end == end else None  # "french riviera"
        found = _named(other or self.sentence.text(start, end), before, article, kind)
        return found and found.replace(start=start, end=end)

    # --- yes or no ---

    def _is_meant(
        self, mention: Mention, before: str, article: str, *, titled: bool, misspelt: bool = False
    ) -> bool:
        """Whether a name, or the one meant if it is misspelt, is one of a place here."""
        assert mention.found is not None
        sentence, start, end = self.sentence, mention.start, mention.end
        place, key = mention.found.candidates[0], sentence.keys(mention.start, mention.end)
        single, people = end == start + 1, inhabitants(place)
        if self._is_part_of_another(start, end, article, place):
            return False
        exact = {key, fold(f"{article} {key}")} & _names(mention.found) or gazetteer.aliases(key)
        area = place.kind in REGIONAL + DEPARTMENTAL
        capital = sentence.tokens[start].capital
        initial = sentence.tokens[start].text[0].isupper() and not capital
        initial = initial and not sentence.tokens[start].text.isupper()
        rest = sentence.marks[:start] + sentence.marks[end:]
        alone = all(rest)
        # "guichet vert tours" is about a city: all the rest is known. "achat de tours" is not.
        city = alone and (bool(article) if area else people >= _BIG)
        placed = titled or before in ("commune", "territoire") or self._is_of_body(before, start)
        located = self._is_located(end, mention.found)
        if misspelt:
            signs = (capital or initial, not single, alone, people >= _BIG)
            return placed or sum(map(bool, signs)) > 1
        # "mans" is Le Mans, and "la marque" is not Lamarque, unless all speaks for it.
        loose = without_spaces(fold(place.name)) in [one + key for one in ARTICLES]
        if (loose and not (exact or city)) or (place.approximate and end < start + 3):
            return placed and capital and alone and people >= _BIG
        known = [sentence.role(at) not in _OPEN for at in range(start, end)]
        filters = any(sentence.role(at) in ASKED_FOR[:-1] for at in range(start, end))
        if known[0] and (all(known) or filters) and end < start + 3:
            whole = capital or (exact and not single)
            return bool(whole and (located or (placed and (alone or people >= _SMALL))))
        if sentence.role(start - 1) == "déterminant":
            return titled
        if key in self.plain["courant"] and not (capital or city):
            return people >= _SMALL and (located or titled or (placed and alone))
        if single and not (capital or before or article) and people < _SMALL:
            if sentence.lexicon.near(key):
                return False  # a village whose name is nearly a word of the filters: "guiché vert"
        if placed or capital or initial or located or (exact and not single) or people >= _BIG:
            return True
        unread = not (
            before or area or key in self.plain["usuel"] or any(sentence.marks[start:end])
        )
        return (unread and (people >= _SMALL or not article)) or (alone and people >= _SMALL)

    def _is_part_of_another(self, start: int, end: int, article: str, place: Place) -> bool:
        """Whether a name is a part of a known expression, or of the name of a street or landscape.

        "guichet [vert le petit]", "Mission Clause sociale de l'Hérault", "rue de Paris", either
        word of "Val de Loire".
        """
        span = self.sentence.span(start)
        if span and (span.start < start or (span.value("network") and span.end != end)):
            return span.role != "organisation"
        before = self._before_links(start)
        if self.sentence.role(before) == "voie":
            return True
        lands = self.plain["contrée"]
        if place.kind not in REGIONAL + DEPARTMENTAL and inhabitants(place) >= _BIG:
            return False
        if self.sentence.key(start) in lands:
            return self.sentence.key(end) in _LINKS
        return self.sentence.key(before) in lands

    def _is_of_body(self, before: str, start: int) -> bool:
        """Whether the name is that of the seat of a body: "mairie de", "guichet vert du Lot"."""
        at = self._introduction(start)[2] - 1
        span = self.sentence.span(at)
        vert = bool(span and span.value("kind") == "guichet-vert")
        return before == "faible" and (vert or self._is_body(at))

    def _is_located(self, end: int, found: Places) -> bool:
        """Whether the département of a place follows its name: "die drôme", "Mirande 32"."""
        departements = {code for place in found.candidates for code in place.departements}
        while self.sentence.role(end) == "préposition":
            end += 1
        if self.sentence.key(end).upper() in departements:
            return True
        return any(
            kind == "departement" and code in departements
            for stop in range(end + 1, end + 5)
            for kind, code in gazetteer.areas_named(self.sentence.keys(end, stop))
        )

    def _is_of_house_or_person(self, start: int, end: int) -> bool:
        """Whether a name may be that of a house ("hôpital Saint-Louis") or a surname."""
        sentence, common = self.sentence, self.plain["courant"]
        saint = at = start
        while sentence.key(at) in _SAINTS:
            saint, at = at, at - 2
        if sentence.key(start) in _SAINTS and sentence.key(saint - 1) in self.plain["patron"]:
            return True
        if (
            not sentence.breaks(end)
            and sentence.tokens[end].capital
            and sentence.key(start) in common
        ):
            return True  # "Florence Brest, mairie de Laval"
        if sentence.breaks(start) or not sentence.tokens[start - 1].capital:
            return False
        span = sentence.span(start - 1)
        return span is None or (span.start == start - 1 and sentence.key(start - 1) in common)

    def _is_house(self, start: int, place: Place) -> bool:
        """Whether a house of health may bear the name: "EHPAD La Forêt", "hôpital Nord"."""
        at = self._before_links(start)
        span = self.sentence.span(at)
        if span is None or span.value("audience") != "sante":
            return False
        if at == start - 1 and self.sentence.key(start) in _COMPASS:
            return place.kind in REGIONAL + DEPARTMENTAL
        before = self.sentence.key(start - 1)
        article = self.sentence.key(start) in ARTICLES or before in ("du", "des", *ARTICLES)
        return article and (place.kind == "epci" or inhabitants(place) < _SMALL)

    def _before_links(self, start: int) -> int:
        """The token before a name and the words that link it to the one before."""
        at = start - 1
        while self.sentence.key(at) in _LINKS:
            at -= 1
        return at

    # --- misspelt places ---

    def _misspelt(self) -> Mention | None:
        """The first words in the position of a place that name no known place.

        Every text is near some name ("l'accueil" and Arcueil): the place meant must be one that
        would be read if its name were typed right, and more.
        """
        sentence = self.sentence
        for start in range(len(sentence.tokens)):
            end = start + 1
            while sentence.tied(end):
                end += 1
            if sentence.tied(start) or all(sentence.marks[start:end]):
                continue
            before, article, at = self._introduction(start)
            sure = before in ("commune", "territoire") and not (end == start + 1 and article)
            titled = self._is_body(at - 1) or sentence.key(at - 1) in self.titles
            sure = sure or (before == "faible" and titled)  # "mairie de"
            if (sentence.tokens[start].capital and sure) or self._is_near(
                start, end, before, article
            ):
                mention = Mention(start, end, {"lieu": sentence.text(start, end)}, None)
                mention = self._longer_misspelt(mention) or mention
                self._take(mention)
                return mention
        return None

    def _is_near(self, start: int, end: int, before: str, article: str) -> bool:
        """Whether words are near the name of a town that would be meant as a place."""
        if self.sentence.key(start) in self.plain["courant"]:
            return False
        for first in self._extensions(start, -1):
            for last in self._extensions(end - 1, 1):
                near = self._near(first, last + 1)
                if near is None:
                    continue
                mention = Mention(first, last + 1, {}, Places((near,)))
                if self._is_meant(mention, before, article, titled=False, misspelt=True):
                    return True
        return False

    def _longer_misspelt(self, mention: Mention) -> Mention | None:
        """The misspelt name of a town that a name is part of: "Chalon sur Soane" is not Chalon."""
        read = mention.found.candidates if mention.found else ()
        codes = {place.code for place in read if not place.approximate}
        for start in reversed(self._extensions(mention.start, -1)):
            for end in reversed(self._extensions(mention.end - 1, 1)):
                more = start < mention.start or end >= mention.end
                near = self._near(start, end + 1) if more else None
                if near and near.code not in codes:
                    return Mention(
                        start, end + 1, {"lieu": self.sentence.text(start, end + 1)}, None
                    )
        return None

    def _extensions(self, at: int, step: int) -> list[int]:
        """Where a name may extend to: itself, its article, the next unknown tokens."""
        found, after = [at], at + step
        while len(found) <= _FURTHER and not self.sentence.breaks(max(at, after)):
            if self.sentence.marks[after] is None and not self.sentence.key(after).isdigit():
                found.append(after)
            at, after = after, after + step
        before = [one - 1 for one in found if step < 0 and self.sentence.role(one - 1) == "article"]
        return found + before

    def _near(self, start: int, end: int) -> Place | None:
        """The town that a range of tokens is nearly the name of."""
        text = self.sentence.text(start, end)
        self._lookups += 1
        if len(text) <= _SHORT or self._lookups > _MOST_READ:
            return None
        place = near_place(text)
        return place if place and inhabitants(place) >= _SMALL else None


_UNITS_BEFORE = ("euros", "dollars", "pounds")


def _names(found: Places) -> set[str]:
    """The folded names of the places found."""
    return {fold(place.name) for place in found.candidates}
