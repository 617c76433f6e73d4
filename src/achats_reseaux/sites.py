"""Where the words of a question name a place, and which.

A name is looked for where a preposition ("à", "dans"), a title ("ville de"), a capital or the word
itself says that one may stand, the longest first, and always through the one ladder,
:func:`territory.resolve.resolve`. What stands before a name says which of its readings is meant.
"""

from __future__ import annotations

from achats_reseaux.model import Place, Places, Unknown
from achats_reseaux.record import Record
from achats_reseaux.sentence import Span, plain
from achats_reseaux.territory import gazetteer
from achats_reseaux.territory.codes import is_digits
from achats_reseaux.territory.resolve import resolve
from achats_reseaux.text import fold, without_article

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.sentence import Token

_REGIONAL = ("region", "ancienne-region", "groupe")
_DEPARTMENTAL = ("departement", "collectivite")
_COMMUNAL = ("commune", "commune-deleguee", "commune-associee", "arrondissement")
_IMPLIED = {"au": "Le ", "du": "Le ", "aux": "Les ", "des": "Les "}
_LINKS = ("de", "du", "d", "des", "of", "la", "l", "le", "les")
_LONGEST = 8
_THOUSANDS = (" ", "\u00a0", "\u202f", ".", ",")
_LIKE = 0.85
_BIG, _SMALL = 20_000, 2_000
_FEW = 5
_ASKED_FOR = ("theme", "kind", "audience", "network")
_BEFORE_NUMBER = ("place", None, "kind", "theme", "exclusion")
_CODES = ("insee", "siren", "siret", "code-postal")
_TRIES = 60
"""How many names are looked up in one question: each miss costs a few milliseconds."""


class Site(Record):
    """A place that a question names.

    Attributes:
        start, end: of its tokens.
        options: as ``find`` takes them.
        found: what it resolves to, or ``None`` if it does not.
    """

    start: int
    end: int
    options: dict[str, str]
    found: Places | None


class Finder:
    """Looks for places in the tokens of one question."""

    def __init__(self, tokens: list[Token], marks: list[Span | None]) -> None:
        self.tokens = tokens
        self.marks = marks
        self.tries = 0
        self.entire: dict[int, int] = {}
        self.plain = plain()
        self.titles = {**gazetteer.intitules(), **self.plain.titles}

    def sites(self) -> list[Site]:
        """The places, in the order of the text; their words are known from then on."""
        found = []
        at = 0
        while at < len(self.tokens):
            site = self._titled(at) or self._coded(at) or self._named(at)
            if site is None:
                at += 1
                continue
            found.append(site)
            at = self._take(site)
        return found

    def misspelt(self) -> list[Site]:
        """The first word that stands as a place does, and is none that is known."""
        for start, token in enumerate(self.tokens):
            end = compound = self._compound(start)
            alone = compound == start + 1
            common = alone and self._is_common(start) and not token.capital
            if token.hyphened or all(self.marks[start:compound]) or common:
                continue
            while end < min(len(self.tokens), start + 4) and self._continues(end):
                end += 1
            before, article = self._preposition(start)
            text = self._text(start, end)
            if token.capital and self._is_sure(before, article, alone=alone):
                likely = True
            else:
                likely = len(text) > 4 and self._may_be_misspelt(start, end, before, article)
            if likely:
                site = Site(start, end, {"lieu": text}, None)
                self._take(site)
                return [site]
        return []

    def _is_sure(self, before: str, article: str, *, alone: bool) -> bool:
        """Only a name stands after such a preposition; and a compound is a name more often."""
        if before == "lieu":
            return not alone
        return before in ("commune", "territoire") and not (alone and article)

    def _may_be_misspelt(self, start: int, end: int, before: str, article: str) -> bool:
        """A word looks like the name of a big place, and stands where one does.

        Any text is near some name: "l'accueil" is no Arcueil, "à changer" no Changé.
        """
        place = self._meant(self._text(start, end))
        if place is None:
            return False
        area = place.kind in _REGIONAL + _DEPARTMENTAL
        if before == "territoire" or (article and before != "faible"):
            return area
        if before in ("commune", "lieu"):
            return area or place.population >= _BIG
        few = len(self.tokens) <= _FEW and end == len(self.tokens)
        return not before and few and (area or place.population >= _BIG)

    def near(self) -> tuple[str, ...]:
        """What a question of a few words, none of them known, may have meant."""
        if len(self.tokens) > 3 or None not in self.marks:
            return ()
        from achats_reseaux.text import nearest

        text = self._text(0, len(self.tokens))
        found = resolve(text)
        if not isinstance(found, Unknown):
            return ()
        return tuple(nearest(text, list(found.suggestions), cutoff=_LIKE))

    def shut_out(self, sites: list[Site]) -> tuple[str, list[Site]]:
        """What the first word that shuts out does, as typed, and the places named before it.

        The filters that such words stand before are no longer known from then on.
        """
        said = ""
        for at in range(len(self.tokens)):
            if end := self._shuts_out(at):
                if not said:
                    said = self._text(at, end)
                    sites = [site for site in sites if site.start < at]
                self.marks[at:end] = [Span(at, end, "", (("vide", ""),))] * (end - at)
        return said, sites

    def _shuts_out(self, at: int) -> int:
        """Where what a word shuts out ends: ``pas en Bretagne``, but not ``je ne sais pas``."""
        span = self.marks[at]
        if span is None or span.value("exclusion") is None:
            return 0
        negates = span.value("exclusion") == "négation"
        first = at = span.end
        while at < len(self.tokens) and not (negates and self.tokens[at].breaks):
            role, span = self._role(at), self.marks[at]
            if span and (role == "place" or role in _ASKED_FOR):
                # "il n'y a pas de guichet vert" shuts out none
                stated = negates and role != "place" and self.tokens[first].key in ("de", "d", "a")
                return 0 if stated else span.end
            linking = role in ("préposition", "article", "liaison")
            if not linking and self.tokens[at].key not in self.titles:
                return 0
            at += 1
        return 0

    def left(self) -> tuple[str, ...]:
        """The words that mean nothing here, or more than is understood, at most six."""
        found = [
            token.text
            for token, span in zip(self.tokens, self.marks, strict=True)
            if (span and span.value("exclusion") == "")
            or (span is None and token.key not in self.titles and not is_digits(token.key))
        ]
        words = list(dict.fromkeys(found))
        return (*words[:6], "…") if len(words) > 6 else tuple(words)

    def _take(self, site: Site) -> int:
        end = site.end
        if end < len(self.tokens) and not self.tokens[end].breaks:
            end += self.tokens[end].key in self.plain.titles  # "Normandy region"
        start = site.start
        while start and self._role(start - 1) in ("préposition", "article"):
            start -= 1
        self.marks[start:end] = [Span(start, end, "", (("place", ""),))] * (end - start)
        return end

    # --- where a name may stand ---

    def _role(self, at: int) -> str | None:
        span = self.marks[at]
        return span.meanings[0][0] if span else None

    def _is_common(self, at: int) -> bool:
        return self.tokens[at].key in self.plain.common

    def _continues(self, at: int) -> bool:
        return self.marks[at] is None and not self.tokens[at].breaks

    def _text(self, start: int, end: int) -> str:
        """Words as they were typed, with what stands between them."""
        first, *rest = self.tokens[start:end]
        text = first.text + "".join(token.before + token.text for token in rest)
        return " ".join(text.split())

    def _preposition(self, at: int) -> tuple[str, str]:
        """What stands before a name: the value of its preposition, and the article."""
        article = ""
        if at and self._role(at - 1) == "article" and not self.tokens[at].breaks:
            at -= 1
            article = self.tokens[at].text + self.tokens[at + 1].before
        if not at or self._role(at - 1) != "préposition" or self.tokens[at].breaks:
            return "", article
        span = self.marks[at - 1]
        assert span is not None
        value = span.meanings[0][1]
        if span.key == "a" and self.tokens[at - 1].text in ("a", "A"):
            value = "faible"  # an auxiliary, or the English article
        return value, article or _IMPLIED.get(span.key, "")

    def _compound(self, start: int) -> int:
        """Where the words end that hyphens tie to this one."""
        end = start + 1
        while end < len(self.tokens) and self.tokens[end].hyphened:
            end += 1
        return end

    def _opens(self, at: int, preposition: str) -> bool:
        """A name may begin here; never inside a compound, which is a name as a whole or none."""
        token, role = self.tokens[at], self._role(at)
        if token.hyphened:
            return False
        if role is None or role == "lieu":
            return self.plain.titles.get(token.key) not in _CODES
        end = self._compound(at)
        if end > at + 1:
            # "Notre-Dame-de-X", whose first word is known; not "a-t-elle"
            return any(
                self.marks[one] is None or self.tokens[one].capital for one in range(at, end)
            )
        # "à Vert", "à Y": a known word, with a capital and where only a commune can stand
        return token.capital and preposition == "commune" and role not in ("préposition", "article")

    def _ends(self, start: int) -> list[int]:
        """Where a name that begins here may end, the farthest first; never inside a compound."""
        ends = {self._whole(start)} - {0}
        for at in range(start, min(start + _LONGEST, len(self.tokens))):
            token, role = self.tokens[at], self._role(at)
            if at > start and token.breaks:
                break
            tied = at > start and token.hyphened
            if at == start or role in (None, "lieu") or tied or token.capital:
                inside = at + 1 < len(self.tokens) and self.tokens[at + 1].hyphened
                if (at == start or role != "préposition" or tied) and not inside:
                    ends.add(at + 1)
            elif role not in ("article", "liaison", "préposition"):
                break
        return sorted(ends, reverse=True)

    def _whole(self, start: int) -> int:
        """Where the longest run of words ends that is the whole name of a commune; or 0.

        "VILLENEUVE SUR LOT" is one, though "sur" and "lot" are known words.
        """
        if start not in self.entire:
            self.entire[start] = self._longest(start)
        return self.entire[start]

    def _longest(self, start: int) -> int:
        span = self.marks[start]
        role = self._role(start)
        inside = span and span.start < start and role in _ASKED_FOR  # "guichet vert le petit"
        if self.tokens[start].hyphened or inside or role == "article":
            return 0  # "Le Havre" begins with its second word, like "au Havre"
        last = min(start + _LONGEST, len(self.tokens))
        last = next((at for at in range(start + 1, last) if self.tokens[at].breaks), last)
        if last < start + 2:
            return 0
        _, article = self._preposition(start)
        keys = [token.key for token in self.tokens[start:last]]
        names: set[str] = set()
        for lead in {fold(article), ""}:
            begun = gazetteer.communes_named(f"{lead} {keys[0]} {keys[1]}".strip(), prefix=True)
            names.update(fold(name).removeprefix(lead).strip() for _, name in begun)
        for end in range(last, start + 1, -1):
            if end < len(self.tokens) and self.tokens[end].hyphened:
                continue
            if " ".join(keys[: end - start]) in names and self._is_telling(start, end):
                return end
        return 0

    def _is_telling(self, start: int, end: int) -> bool:
        """Three words are never a commune's name by chance; two may be: "les deux villes"."""
        first, last = self.tokens[start], self.tokens[end - 1]
        if end > start + 2 or last.hyphened or self._is_all(start, end):
            return True
        preposition, article = self._preposition(start)
        sure = preposition == "commune"
        if any(self._role(at) in _ASKED_FOR for at in (start, start + 1)):
            return sure or (first.capital and last.capital)  # "acheter vert Toulon"
        if last.capital:
            return True
        for at in (start, start + 1):
            strange = self.marks[at] is None and not self._is_common(at)
            if strange and (sure or gazetteer.communes_named(self.tokens[at].key)):
                return True
        return sure and self.marks[start] is None and self._trusted(start, preposition, article)

    def _is_all(self, start: int, end: int) -> bool:
        """Nothing but an article stands beside these words."""
        return end == len(self.tokens) and (
            start == 0 or (start == 1 and self._role(0) == "article")
        )

    # --- the three ways of naming a place ---

    def _titled(self, start: int) -> Site | None:
        """``ville de Rouen``, ``région Centre``, ``le département du Nord``."""
        title, end = self._title(start)
        kind = self.titles.get(title)
        if kind is None or kind in _CODES or self._role(start) in ("lieu", "place"):
            return None
        if self._whole(start) > end:
            return None  # Ville-la-Grand
        at = end
        while at < len(self.tokens) and self.tokens[at].key in _LINKS:
            if self.tokens[at].breaks:
                return None
            at += 1
        if at == len(self.tokens) or self.tokens[at].breaks or self.tokens[end].hyphened:
            return None
        token, linked = self.tokens[at], at > end
        if is_digits(token.key) and (kind != "departement" or len(token.key) > 3):
            return None  # "commune de 3000 habitants"
        if not token.capital and self._role(at) not in (None, "lieu") and not self._whole(at):
            return None
        article = self._preposition(at)[1]
        for stop in self._ends(at):
            if stop == at + 1 and self._is_common(at) and not (linked or token.capital):
                continue
            for wanted in (kind, None) if linked else (kind,):
                site = self._site(at, stop, "", article, wanted)
                if site and site.found and (wanted or not _approximate(site.found)):
                    # "mairie de" also says who asks, and stays; "ville de" only says what Rouen is.
                    return site.replace(start=start) if title in self.plain.titles else site
        return None

    def _title(self, start: int) -> tuple[str, int]:
        """The longest title that begins here, and where it ends."""
        title, end, key = "", start, ""
        for at in range(start, min(start + 4, len(self.tokens))):
            if at > start and self.tokens[at].breaks:
                break
            key = f"{key} {self.tokens[at].key}".strip()
            if key in self.titles:
                title, end = key, at + 1
        return title, end

    def _coded(self, start: int) -> Site | None:
        """A postal or INSEE code, a SIREN, a SIRET, a département's number; an address line."""
        token = self.tokens[start]
        if not token.key[0].isdigit() or self.marks[start] is not None:
            return None
        end = start + 1
        code = token.key
        while end < len(self.tokens) and self.tokens[end].before in _THOUSANDS:
            if not is_digits(code) or not is_digits(self.tokens[end].key) or len(code) >= 14:
                break
            code += self.tokens[end].key
            end += 1
        if len(code) not in (5, 9, 14):
            code, end = token.key, start + 1
        if self._is_counted(end):
            return None
        if len(code) in (5, 9, 14) and (is_digits(code) or code[:2] in ("2a", "2b")):
            named = [stop for stop in self._ends(end - 1) if stop > end and len(code) == 5]
            for stop in named:
                if site := self._site(start, stop, "", "", None):
                    return site
            return self._code(start, end, code.upper())
        home = gazetteer.departement(code.upper())
        if home is None and self._preposition(start)[0] == "territoire" and len(code) == 2:
            return Site(start, end, {"departement": code}, None)  # "dans le 99"
        if home is None or not self._is_departement(start, end):
            return None
        found = resolve(home.code, "departement")
        assert isinstance(found, Places)
        return Site(start, end, {"departement": home.code}, found)

    def _code(self, start: int, end: int, code: str) -> Site:
        """A code whose form is plain, with what announces it ("code INSEE 76540")."""
        option = "lieu"
        for words in (1, 2):
            key = " ".join(token.key for token in self.tokens[max(start - words, 0) : start])
            if self.plain.titles.get(key) in _CODES:
                start, option = start - words, self.plain.titles[key].replace("-", "_")
                break
        found = resolve(code, None if option == "lieu" else option.replace("_", "-"))
        return Site(start, end, {option: code}, found if isinstance(found, Places) else None)

    def _is_counted(self, at: int) -> bool:
        """A number before this word is an amount, not a code."""
        if at == len(self.tokens):
            return False
        token = self.tokens[at]
        if any(sign in token.before for sign in "€$%"):
            return True
        return self._role(at) == "unité" and not token.breaks

    def _is_departement(self, start: int, end: int) -> bool:
        """A number of two or three digits stands where a département's would."""
        token = self.tokens[start]
        if not is_digits(token.key) or len(token.key) == 3 or "(" in token.before:
            return True  # 2A; 974; "Saint-Denis (93)"
        value, article = self._preposition(start)
        if value in ("territoire", "lieu") or article.strip().lower() == "le":
            return True
        last = end == len(self.tokens) or self.tokens[end].breaks
        return last and (start == 0 or self._role(start - 1) in _BEFORE_NUMBER)

    def _named(self, start: int) -> Site | None:
        """A name by itself or after a preposition, the longest first."""
        preposition, article = self._preposition(start)
        token = self.tokens[start]
        if is_digits(token.key):
            return None
        whole = self._whole(start)
        if not (whole or self._opens(start, preposition)):
            return None
        sure = preposition in ("commune", "territoire")
        for end in self._ends(start) if self._opens(start, preposition) else [whole]:
            if end == start + 1:
                key = token.key
                if len(key) < 3 and not (token.text.isupper() or (sure and token.capital)):
                    return None
                if self._is_common(start) and not self._trusted(start, preposition, article):
                    return None
            site = self._site(start, end, preposition, article, None)
            name = self._text(start, end)
            if site is None or site.found is None:
                continue
            first = site.found.candidates[0]
            known = token.capital or first.kind in _REGIONAL + _DEPARTMENTAL
            trusted = known or first.population >= _BIG
            if _approximate(site.found) and not (sure and trusted):
                continue
            alias = self.marks[start] is not None
            borne = article if self._bears_article(start, end) else ""
            if _loose(site.found, name, borne) and not alias and not (sure and trusted):
                continue
            if self._is_common(start) and end == start + 1 and not token.capital:
                kinds = {place.kind for place in site.found.candidates}
                area = kinds & set(_REGIONAL + _DEPARTMENTAL)
                if not area and (preposition != "commune" or first.population < _SMALL):
                    continue  # "à Son" is a village, "à son" is not
            return site
        return None

    def _bears_article(self, start: int, end: int) -> bool:
        """An article before a word is a part of its name: "Le Raincy", not "l'Union nationale"."""
        if self._is_all(start, end):
            return True
        ended = end == len(self.tokens) or not self._continues(end)
        return self.tokens[start].capital and ended

    def _trusted(self, at: int, preposition: str, article: str) -> bool:
        """A common word that stands as the name of a place does."""
        if self.tokens[at].capital:
            return True
        if preposition == "commune":
            return article.strip().lower() in ("", "la")  # "à la réunion", not "au centre"
        return preposition == "territoire"

    # --- what a name means ---

    def _site(
        self, start: int, end: int, preposition: str, article: str, kind: str | None
    ) -> Site | None:
        """The place that some words name, if they do."""
        if self.tries >= _TRIES:
            return None
        name = self._text(start, end)
        span = self.marks[start]
        if span and span.value("lieu") and span.end == end and span.value("lieu") != span.key:
            name = span.value("lieu") or name
        texts = [name]
        borne = article + name if article[-1:] in ("'", "’", " ") else f"{article} {name}"
        areas = self._areas(name) if article or kind == "commune" else ()
        if article and areas and self._is_commune_alone(fold(borne)):
            areas = ()  # "Gua" is another word for Guadeloupe, "Le Gua" is not
        if kind == "commune" and (areas == _REGIONAL or (areas and article)):
            kind = None  # "une commune de la Creuse", "une ville de Bretagne"
        elif article and not (areas and (preposition != "commune" or areas == _REGIONAL)):
            # "Le Havre" bears its article, "le Calvados" does not.
            texts.insert(0, borne)
        for text in texts:
            self.tries += 1
            found = resolve(text, kind)
            if not isinstance(found, Places):
                continue
            if text is not name and fold(text) not in _names(found):
                continue
            inner = "" if text is not name else article
            option = kind or _option(found, preposition, bearing=text is not name, article=inner)
            if option and not kind:
                again = resolve(text, option)
                if isinstance(again, Places):
                    found = again
                else:
                    option = None
            official = _as_officially(text, option, found)
            return Site(start, end, {(option or "lieu").replace("-", "_"): official}, found)
        return None

    def _is_commune_alone(self, key: str) -> bool:
        return not gazetteer.areas_named(key) and bool(gazetteer.communes_named(key))

    def _areas(self, name: str) -> tuple[str, ...]:
        """What kinds of area a name has: a region comes before all else, a département may not."""
        found = resolve(name)
        kinds = {place.kind for place in found.candidates} if isinstance(found, Places) else set()
        for areas in (_REGIONAL, _DEPARTMENTAL):
            if kinds & set(areas):
                return areas
        return ()

    def _meant(self, text: str) -> Place | None:
        """The place of which a text is all but the name."""
        from achats_reseaux.text import nearest

        if self.tries >= _TRIES:
            return None
        self.tries += 1
        found = resolve(text)
        for suggestion in found.suggestions if isinstance(found, Unknown) else ():
            meant = resolve(suggestion)
            if nearest(text, [suggestion.partition(" (")[0]], cutoff=_LIKE):
                return meant.candidates[0] if isinstance(meant, Places) else None
        return None


def _approximate(found: Places) -> bool:
    return found.candidates[0].approximate


def _names(found: Places) -> set[str]:
    return {fold(place.name) for place in found.candidates}


def _loose(found: Places, name: str, article: str) -> bool:
    """A lone word that is not the whole of a name, its article included: too little to go by."""
    first = found.candidates[0]
    if " " in fold(name):
        return False
    if first.kind in _COMMUNAL:
        whole = {fold(name), fold(f"{article} {name}")} & _names(found)
        return not whole and without_article(fold(first.name)) == fold(name)
    return first.kind in ("epci", "ept")


def _option(found: Places, preposition: str, *, bearing: bool, article: str) -> str | None:
    """The option that says which of its readings a name has, from what stands before it.

    Args:
        found: what the name alone resolves to.
        preposition: ``commune``, ``territoire`` or another.
        bearing: the name bears the article.
        article: one stands before the name and is no part of it ("la Vienne").
    """
    kinds = [place.kind for place in found.candidates]
    if all(kind in _REGIONAL for kind in kinds):
        return "region"
    if preposition == "commune" and any(kind in _COMMUNAL for kind in kinds):
        return "commune"
    area = not bearing and (preposition == "territoire" or article)
    departmental = [kind in _DEPARTMENTAL for kind in kinds]
    return "departement" if all(departmental) or (area and any(departmental)) else None


def _as_officially(text: str, option: str | None, found: Places) -> str:
    """The official name in place of the one typed, where it means the very same."""
    name = found.candidates[0].name
    if is_digits(text) or text == name or found.candidates[0].kind == "code-postal":
        return text
    return name if resolve(name, option) == found else text


def settled(sites: list[Site]) -> list[Site]:
    """Without doubles; an area that holds another place of the question only says where it lies."""
    kept: list[Site] = []
    for site in sites:
        if not any(_same(site, other) for other in kept):
            kept.append(site)
    for ground in list(kept):
        for rank, site in enumerate(kept):
            if site is not ground and (narrowed := _narrowed(site, ground)):
                kept[rank] = narrowed
                kept.remove(ground)
                break
    return kept


def _same(one: Site, other: Site) -> bool:
    if one.found is None or other.found is None:
        return one.options == other.options
    return _codes(one.found) == _codes(other.found)


def _codes(found: Places) -> list[tuple[str, str]]:
    return [(place.kind, place.code) for place in found.candidates]


def _narrowed(site: Site, ground: Site) -> Site | None:
    """A place on the ground that another one gives, if it lies there."""
    if site.found is None or ground.found is None:
        return None
    area = ground.found.candidates[0]
    if area.kind not in _REGIONAL + _DEPARTMENTAL + ("code-postal",):
        return None
    lying = [place for place in site.found.candidates if _lies(place, area)]
    if not lying:
        return None
    if len(site.found.candidates) == 1:
        return site
    (where, text), *more = ground.options.items()
    if where == "lieu":
        where = "code_postal" if area.kind == "code-postal" else "departement"
        where = "region" if area.kind in _REGIONAL else where
    if more or where in site.options:
        return None
    options = {**site.options, where: text}
    return site.replace(options=options, found=Places(tuple(lying)))


def _lies(place: Place, area: Place) -> bool:
    if area.communes:
        return bool(place.communes) and set(place.communes) <= set(area.communes)
    smaller = place.departements != area.departements or bool(place.communes)
    return smaller and set(place.departements) <= set(area.departements)
