"""The places that a question names.

A name is looked for after a title ("ville de"), as a code, or by itself, the longest first; where
one may stand is :mod:`achats_reseaux.standing`'s, what it means :mod:`achats_reseaux.naming`'s.
"""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.ask import naming
from achats_reseaux.ask.naming import DEPARTMENTAL, REGIONAL
from achats_reseaux.ask.standing import ASKED_FOR, CODES, Standing
from achats_reseaux.ask.tokens import Span
from achats_reseaux.gazetteer.places import inhabitants
from achats_reseaux.geocoder import resolve
from achats_reseaux.geocoder.codes import is_digits
from achats_reseaux.model import Places, Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.ask.tokens import Token

_LINKS = ("de", "du", "d", "des", "of", "la", "l", "le", "les")
_THOUSANDS = (" ", "\u00a0", "\u202f", ".", ",")
_ONE = ("un", "une", "a", "an")
_BIG, _SMALL = 20_000, 2_000
_FEW = 5
_BEFORE_NUMBER = ("place", None, "kind", "theme", "exclusion")
_TRIES = 40
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


class Finder(Standing):
    """Looks for places in the tokens of one question."""

    def __init__(self, tokens: list[Token], marks: list[Span | None]) -> None:
        super().__init__(tokens, marks)
        self._tries = 0

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
            end = compound = self.compound(start)
            alone = compound == start + 1
            common = alone and self.is_common(start) and not token.capital
            if self.tied(start) or all(self.marks[start:compound]) or common:
                continue
            while end < min(len(self.tokens), start + 4) and self.continues(end):
                end += 1
            before, article = self.preposition(start)
            text = self.text(start, end)
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
        place = naming.meant(self.text(start, end)) if self._may_try() else None
        if place is None:
            return False
        area = place.kind in REGIONAL + DEPARTMENTAL
        if before == "territoire" or (article and before != "faible"):
            return area
        if before in ("commune", "lieu"):
            return area or inhabitants(place) >= _BIG
        few = len(self.tokens) <= _FEW and end == len(self.tokens)
        return not before and few and (area or inhabitants(place) >= _BIG)

    def near(self) -> tuple[str, ...]:
        """What a question of a few words, none of them known, may have meant."""
        if len(self.tokens) > 3 or None not in self.marks:
            return ()
        return naming.near(self.text(0, len(self.tokens)))

    def shut_out(self, sites: list[Site]) -> tuple[str, list[Site]]:
        """What the first word that shuts out does, as typed, and the places named before it.

        The filters that such words stand before are no longer known from then on.
        """
        said = ""
        for at in range(len(self.tokens)):
            if end := self._shuts_out(at):
                if not said:
                    said = self.text(at, end)
                    sites = [site for site in sites if site.start < at]
                self.marks[at:end] = [Span(at, end, "", (("vide", ""),))] * (end - at)
        return said, sites

    def _shuts_out(self, at: int) -> int:
        """Where what a word shuts out ends: ``pas en Bretagne``, but not ``je ne sais pas``."""
        span = self.marks[at]
        if span is None or span.value("exclusion") is None:
            return 0
        negates = span.value("exclusion") == "négation"
        at = span.end
        while at < len(self.tokens) and not (negates and self.tokens[at].breaks):
            role, span = self.role(at), self.marks[at]
            if span and (role == "place" or role in ASKED_FOR):
                return span.end
            linking = role in ("préposition", "article", "liaison")
            key = self.tokens[at].key
            if not linking and key not in _ONE and key not in self.titles:
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
        while start and self.role(start - 1) in ("préposition", "article"):
            start -= 1
        self.marks[start:end] = [Span(start, end, "", (("place", ""),))] * (end - start)
        return end

    # --- the three ways of naming a place ---

    def _titled(self, start: int) -> Site | None:
        """``ville de Rouen``, ``région Centre``, ``le département du Nord``."""
        title, end = self._title(start)
        kind = self.titles.get(title)
        if kind is None or kind in CODES or self.role(start) in ("lieu", "place"):
            return None
        if self.whole(start) > end:
            return None  # Ville-la-Grand
        at = end
        while at < len(self.tokens) and self.tokens[at].key in _LINKS:
            if self.tokens[at].breaks:
                return None
            at += 1
        if at == len(self.tokens) or self.tokens[at].breaks or self.tied(end):
            return None
        token, linked = self.tokens[at], at > end
        if is_digits(token.key) and (kind != "departement" or len(token.key) > 3):
            return None  # "commune de 3000 habitants"
        if not token.capital and self.role(at) not in (None, "lieu") and not self.whole(at):
            return None
        article = self.preposition(at)[1]
        for stop in self.ends(at):
            if stop == at + 1 and self.is_common(at) and not (linked or token.capital):
                continue
            for wanted in (kind, None) if linked else (kind,):
                site = self._site(at, stop, "", article, wanted)
                if site and site.found and (wanted or not naming.approximate(site.found)):
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
            named = [stop for stop in self.ends(end - 1) if stop > end and len(code) == 5]
            for stop in named:
                if site := self._site(start, stop, "", "", None):
                    return site
            return self._code(start, end, code.upper())
        home = gazetteer.departement(code.upper())
        if home is None and self.preposition(start)[0] == "territoire" and len(code) == 2:
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
            if self.plain.titles.get(key) in CODES:
                start, option = start - words, self.plain.titles[key].replace("-", "_")
                break
        found = resolve(code, None if option == "lieu" else option.replace("_", "-"), suggest=False)
        return Site(start, end, {option: code}, found if isinstance(found, Places) else None)

    def _is_counted(self, at: int) -> bool:
        """A number before this word is an amount, not a code."""
        if at == len(self.tokens):
            return False
        token = self.tokens[at]
        if any(sign in token.before for sign in "€$%"):
            return True
        return self.role(at) == "unité" and not token.breaks

    def _is_departement(self, start: int, end: int) -> bool:
        """A number of two or three digits stands where a département's would."""
        token = self.tokens[start]
        if not is_digits(token.key) or len(token.key) == 3 or "(" in token.before:
            return True  # 2A; 974; "Saint-Denis (93)"
        value, article = self.preposition(start)
        if value in ("territoire", "lieu") or article.strip().lower() == "le":
            return True
        last = end == len(self.tokens) or self.tokens[end].breaks
        return last and (start == 0 or self.role(start - 1) in _BEFORE_NUMBER)

    def _named(self, start: int) -> Site | None:
        """A name by itself or after a preposition, the longest first."""
        preposition, article = self.preposition(start)
        token = self.tokens[start]
        if is_digits(token.key):
            return None
        whole = self.whole(start)
        if not (whole or self.opens(start, preposition)):
            return None
        sure = preposition in ("commune", "territoire")
        for end in self.ends(start) if self.opens(start, preposition) else [whole]:
            if end == start + 1:
                key = token.key
                if len(key) < 3 and not (token.text.isupper() or (sure and token.capital)):
                    return None
                trusted = self.hinted(end) or self.trusted(start, preposition, article)
                if self.is_common(start) and not trusted:
                    return None
            site = self._site(start, end, preposition, article, None)
            name = self.text(start, end)
            if site is None or site.found is None:
                continue
            first = site.found.candidates[0]
            known = token.capital or first.kind in REGIONAL + DEPARTMENTAL
            trusted = sure and (known or inhabitants(first) >= _BIG)
            if naming.approximate(site.found) and not trusted:
                continue
            alias = self.marks[start] is not None
            borne = article if self.bears_article(start, end) else ""
            if naming.loose(site.found, name, borne) and not (alias or trusted):
                continue
            plain = self.is_common(start) and end == start + 1
            if plain and not token.capital and not self.hinted(end):
                kinds = {place.kind for place in site.found.candidates}
                area = kinds & set(REGIONAL + DEPARTMENTAL)
                if not area and (preposition != "commune" or inhabitants(first) < _SMALL):
                    continue  # "à Son" is a village, "à son" is not
            return site
        return None

    def _site(
        self, start: int, end: int, preposition: str, article: str, kind: str | None
    ) -> Site | None:
        """The place that some words name, if they do."""
        span = self.marks[start]
        other = span.value("lieu") if span and span.end == end else None  # "mans" is Le Mans
        name = other if span and other and other != span.key else self.text(start, end)
        named = naming.named(name, preposition, article, kind) if self._may_try() else None
        return Site(start, end, *named) if named else None

    def _may_try(self) -> bool:
        self._tries += 1
        return self._tries <= _TRIES
