"""The places that a question names, by yes/no rules over what the geocoder makes of its words.

Every range of words that may be a name is resolved, the longest first; the words around it say
whether it is meant as a place. A misspelt name is none: it is suggested for.
"""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.gazetteer import name_searches
from achats_reseaux.gazetteer.places import inhabitants
from achats_reseaux.gazetteer.town_sizes import TOWN
from achats_reseaux.questions.names import (
    AREAS,
    COMMUNAL,
    Mention,
    place_named,
    resolved,
    town_near,
)
from achats_reseaux.questions.words import ASKED_FOR, SIGNS, Sentence, Span, plain_words, type_words
from achats_reseaux.text import ARTICLES, fold, without_spaces

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from achats_reseaux.model import Place

_WIDE = ("departement", "region")
CODES = ("insee", "siren", "siret", "code-postal")
"""The kinds that a title may give the code after it."""

_BIG = 20_000
"""Inhabitants from which a town is meant by its name alone, in lower case too."""
_LENGTHS_OF_CODES = (5, 9, 14)
_LINKS = ("de", "du", "d", "des", "of", "la", "l", "le", "les", "est", "is")
_IMPLIED = {"au": "Le ", "du": "Le ", "aux": "Les ", "des": "Les "}
_SPACES = (" ", "\u00a0", "\u202f", ".")
_LINKING = ("article", "préposition", "liaison")
_BEFORE = ("place", "liaison", "exclusion", "champ")
_OPEN = (None, "lieu", "organisation")
"""Roles of tokens that may be a name: a body may be that of a territory ("Laval Agglomération")."""
_LONGEST, _SHORT, _FURTHER = 8, 3, 5
_MOST_READ, _MOST_NEAR = 60, 12
"""The most ranges looked up for one question, for names and for near names: a miss costs a
millisecond or two, and ten."""


def read_places(sentence: Sentence) -> tuple[list[Mention], Sentence]:
    """The places of a question, or one that is misspelt; their tokens are marked."""
    finder = _Finder(sentence)
    return finder.found(), finder.sentence


class _Finder:
    """Finds the places in one question, from left to right, and marks their tokens."""

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        self.plain = plain_words()
        self.titles = type_words()
        self._lookups = self._near = 0

    def found(self) -> list[Mention]:
        """The places in the order of the text, or one that is misspelt."""
        sentence, end = self.sentence, len(self.sentence.tokens)
        plain = {*self.plain["courant"], *self.plain["article"]}
        names = {*map(sentence.role, range(end))} <= {None, *_LINKING}
        names = names and sentence.role(0) != "préposition"
        if names and not all(one.key.isdigit() or one.key in plain for one in sentence.tokens):
            text = sentence.text(0, end)  # nothing else is asked for: "67070 STRASBOURG CEDEX"
            if whole := resolved(text):
                return [Mention(0, self._take(Mention(0, end, {})), {"lieu": text}, whole)]
        found: list[Mention] = []
        at = 0
        while at < end:
            mention = self._number(at) or self._name(at)
            found += [mention] if mention else []
            at = self._take(mention) if mention else at + 1
        return self._misspelt(found) or found

    def _take(self, mention: Mention) -> int:
        """Mark the tokens of a place and its introduction; return the end of its tokens."""
        end = mention.end + (self.sentence.key(mention.end) in self.plain["titre"])
        start = min(mention.start, self._introduction(mention.start)[2])
        self.sentence = self.sentence.with_span(Span(start, end, "", (("place", ""),)))
        return end  # "Normandy region" too

    # --- the words before a name ---

    def _introduction(self, at: int) -> tuple[str, str, int]:
        """The words before a name: the value of the preposition, the article, and their start."""
        sentence, article, start = self.sentence, "", at
        if sentence.role(at - 1) == "article" and not sentence.breaks(at):
            start = at - 1
            article = sentence.tokens[start].text + sentence.tokens[at].before
        span = None if sentence.breaks(start) else sentence.span(start - 1)
        if span is None or span.role != "préposition":
            return "", article, start
        if sentence.text(span.start, span.end) in ("a", "A") and not sentence.tokens[at].capital:
            return "", article, span.start  # an auxiliary, or the English article
        return span.meanings[0][1], article or _IMPLIED.get(span.key, ""), span.start

    def _title(self, at: int) -> tuple[str | None, int]:
        """The kind that type words before a name give it, and where it begins with them."""
        sentence, end = self.sentence, self._before_links(at) + 1
        if sentence.breaks(end) and sentence.tokens[end].before != ":":
            return None, at
        for start in range(max(0, end - 4), end):
            title = sentence.keys(start, end)
            title = title if title in self.titles else title.removesuffix("s")
            if title in self.titles:
                # "mairie de" also says who asks; "ville de" only says what Rouen is.
                return self.titles[title], start if title in self.plain["titre"] else at
        return None, at

    def _before_links(self, at: int) -> int:
        """The token before a name and the words that link it to the one before."""
        at -= 1
        while self.sentence.key(at) in _LINKS and not self.sentence.breaks(at + 1):
            at -= 1
        return at

    def _is_body(self, at: int) -> bool:
        """Whether a token names a public body: "mairie", "SDIS", "guichet vert"."""
        span = self.sentence.span(at)
        body = span and (span.role == "audience" or span.value("kind") == "guichet-vert")
        return bool(body or self.sentence.key(at) in self.plain["patron"])

    # --- numbers ---

    def _number(self, start: int) -> Mention | None:
        """A postal or INSEE code, a SIREN, a SIRET, the number of a département."""
        sentence = self.sentence
        code, end = sentence.key(start), start + 1
        if not code[:1].isdigit() or sentence.role(start) not in _OPEN:
            return None
        digits, last = code, end  # "217 605 401", "06 12 34 56 78"
        while sentence.key(last).isdigit() and sentence.tokens[last].before in _SPACES:
            digits += sentence.key(last)
            last += 1
        if len(digits) in _LENGTHS_OF_CODES[1:]:
            code, end = digits, last
        elif self._is_counted(start, last) or last > start + 2:
            return None
        short = len(code) not in _LENGTHS_OF_CODES or not (code[:1] + code[2:]).isdigit()
        if short and not self._is_departement(start, end):
            return None
        title, first = self._title(start)  # "code INSEE 76540"
        titled = title in (_WIDE if short else CODES)
        kind = title if titled else "departement" if short else None
        found = resolved(code, kind)
        options = {(kind or "lieu").replace("-", "_"): code.upper() if short else code}
        mention = Mention(first if titled else start, end, options, found)
        return mention if found or not short else None

    def _is_counted(self, at: int, end: int) -> bool:
        """Whether a number has a unit, or a word before or after it that makes it no code."""
        sentence, units = self.sentence, self.plain["unité"]
        first = at - (sentence.key(at - 1) in ("de", "d", "of") and not sentence.breaks(at))
        before = "" if sentence.breaks(first) else sentence.key(first - 1)
        after = "" if sentence.breaks(end) else sentence.key(end)
        letters = sentence.key(at).strip("0123456789")  # "14h30"
        # "budget de 67000", "€44000", "marché 2024-67000"
        numbered = before in self.plain["numéroté"] or before in SIGNS or before.isdigit()
        return numbered or after in self.plain["voie"] or after in units or letters in units

    def _is_departement(self, start: int, end: int) -> bool:
        """Whether a number is that of a département: "dans le 76", "mairie 75", "clause 44 svp"."""
        sentence, key = self.sentence, self.sentence.key(start)
        value, article, at = self._introduction(start)
        after = at - 1
        said = sentence.role(after) in (None, "vide") and not sentence.breaks(after)
        if said and sentence.key(end) != "au":  # "fermée du 14 au 20"
            after -= self._is_body(after - 1)  # "hôpitaux publics du 974"
        plural = not sentence.breaks(end) and sentence.key(end)[-1] in "sx"
        plural = plural and sentence.role(end) not in (*_LINKING, "exclusion")
        if len(key) == 1 or (plural and not article):
            return False  # "pour 10 acheteurs"; not "dans le 76 nous …", "en 76 sans …"
        if value in ("territoire", "lieu") or self._title(start)[0] in _WIDE or not key.isdigit():
            return True  # "2B"
        body = self._is_body(after)
        # "mairie du 13"; not "le comité du 14"
        follows = at == 0 or sentence.role(after) in (*_BEFORE, *ASKED_FOR) or body
        last = sentence.breaks(end) or sentence.role(end) in ("préposition", "liaison") or body
        known = all(sentence.marks[:start] + sentence.marks[end:]) and not plural
        return follows and (last or known)

    # --- names ---

    def _name(self, start: int) -> Mention | None:
        """The longest name that begins here and is meant as a place."""
        sentence = self.sentence
        if sentence.key(start).isdigit() or sentence.tied(start):
            return None
        before, article, _ = self._introduction(start)
        kind, first = self._title(start)
        for end in self._ends(start):
            self._lookups += 1
            if self._lookups > _MOST_READ:
                return None
            span = sentence.span(start)
            other = span.value("lieu") if span and span.end == end else None  # "french riviera"
            found = place_named(other or sentence.text(start, end), before, article, kind)
            if found and self._is_meant(start, end, found.found):
                return found.replace(start=first, end=end)
        return None

    def _ends(self, start: int) -> list[int]:
        """The possible ends of a name that begins here, the farthest first; none in a compound."""
        sentence, found = self.sentence, []
        if sentence.role(start) in ("article", "préposition", "place"):
            return []  # the article of "Le Havre" is in the introduction, as in "au Havre"
        for end in range(start + 1, start + _LONGEST + 1):
            if end > start + 1 and sentence.breaks(end - 1):
                break
            last = sentence.span(end - 1)
            agglo = sentence.key(end - 1) in self.titles or (last and last.role == "audience")
            agglo = agglo or (last and last.role == "lieu")
            if not (name_searches.begins_name(sentence.keys(start, end)) or agglo):
                break  # "Redon Agglo" goes on
            cut = last and (last.end > end or last.role in _LINKING)
            if not cut and not sentence.tied(end):
                found.append(end)
        return found[::-1]

    def _is_meant(self, start: int, end: int, found: tuple[Place, ...]) -> bool:
        """Whether a name is one of a place here."""
        sentence, place = self.sentence, found[0]
        before, article, _ = self._introduction(start)
        titled = self._title(start)[0] is not None
        if self._is_part_of_another(start, end, place):
            return False
        key, token, single = sentence.keys(start, end), sentence.tokens[start], end == start + 1
        people, area = inhabitants(place), place.kind in AREAS
        names = {fold(one.name) for one in found}
        exact: object = {key, fold(f"{article} {key}")} & names or gazetteer.aliases(key)
        capital = token.capital or (token.text[0].isupper() and not token.text.isupper())
        alone = all(sentence.marks[:start] + sentence.marks[end:])
        # "guichet vert tours" is about a city: all the rest is known. "achat de tours" is not.
        city = alone and (bool(article) if area else people >= _BIG)
        placed = self._is_placed(start)
        # "mans" is Le Mans, and "la marque" is not Lamarque, unless all speaks for it.
        if without_spaces(fold(place.name)) in [one + key for one in ARTICLES] and not exact:
            return city
        known = [sentence.role(at) not in _OPEN for at in range(start, end)]
        filters = any(sentence.role(at) in ASKED_FOR[:-1] for at in range(start, end))
        if known[0] and (all(known) or filters) and end < start + 3:
            return bool((token.capital or (exact and not single)) and (city or placed))
        if sentence.role(start - 1) == "déterminant":
            return titled
        if key in self.plain["courant"] and not (token.capital or city):
            return people >= TOWN and (titled or (placed and alone))
        if placed or capital or (exact and not single) or people >= _BIG:
            return True
        return people >= TOWN and (alone or not (before or area))

    def _is_placed(self, start: int) -> bool:
        """Whether the words before a name make it one of a place."""
        before, _, first = self._introduction(start)
        body = before == "faible" and self._is_body(first - 1)
        return bool(self._title(start)[0] or before in ("commune", "territoire") or body)

    def _is_part_of_another(self, start: int, end: int, place: Place) -> bool:
        """Whether a name is a part of a known expression, or of the name of a street or a house.

        "guichet [vert le petit]", "Mission Clause sociale de l'Hérault", "rue de Paris".
        """
        span, (before, _, first) = self.sentence.span(start), self._introduction(start)
        if span and (span.start < start or (span.value("network") and span.end != end)):
            return self._title(start)[0] is None or span.role != "organisation"
        if self.sentence.role(self._before_links(start)) == "voie":
            return True
        house = None if before else self.sentence.span(first - 1)
        village = place.kind not in COMMUNAL or inhabitants(place) < TOWN
        return bool(village and house and house.value("audience") == "sante")  # "EHPAD La Forêt"

    # --- misspelt names ---

    def _misspelt(self, found: list[Mention]) -> list[Mention]:
        """The first words that are nearly the name of a town, more than a name that was found.

        "Chalon sur Soane" is not Chalon. Every text is near some name ("l'accueil" and Arcueil):
        the town must be one that would be read if its name were typed right, and more.
        """
        for start, end in self._unread():
            inside = [one for one in found if start < one.end and one.start < end]
            more = all(end - start > one.end - one.start for one in inside)
            text = self.sentence.text(start, end)
            if (found and not inside) or not more or len(text) <= _SHORT:
                continue
            signs = self._signs_of_place(start, end)
            if not (signs or inside):
                continue  # a look-up takes long
            self._near += 1
            town = town_near(text) if self._near <= _MOST_NEAR else ()
            codes = {place.code for one in inside for place in one.found if not place.approximate}
            other = town and town[0].code not in codes
            if other and not inside:
                signs += end > start + 1 or inhabitants(town[0]) >= _BIG
                other = signs > 1 and not self._is_part_of_another(start, end, town[0])
            if other:
                mention = Mention(start, end, {"lieu": text})
                self._take(mention)
                return [mention]
        return []

    def _signs_of_place(self, start: int, end: int) -> int:
        """How much the words around a misspelt name speak for it, with its size: two are enough."""
        sentence, token = self.sentence, self.sentence.tokens[start]
        if self._is_placed(start):
            return 2
        span = sentence.span(self._introduction(start)[2])
        introduced = (
            span and span.end <= start and span.value("préposition") not in (None, "faible")
        )
        capital = token.capital or (token.text[0].isupper() and not token.text.isupper())
        alone = all(sentence.marks[:start] + sentence.marks[end:])
        return sum(map(bool, (introduced, capital, alone)))

    def _unread(self) -> Iterator[tuple[int, int]]:
        """The ranges that may be a misspelt name: they have a word that is not known."""
        sentence = self.sentence
        # "Sait-Brieuc" is one word, which is not known.
        tied = [sentence.tied(at) or sentence.tied(at + 1) for at in range(len(sentence.tokens))]
        for start in range(len(tied)):
            for end in range(min(start + _FURTHER, len(tied)), start, -1):
                words = range(start, end)
                roles = [sentence.role(at) for at in words]
                roles = [
                    one if one == "place" or not tied[at] else None
                    for at, one in zip(words, roles, strict=True)
                ]
                unread = {
                    sentence.key(at) for at, role in zip(words, roles, strict=True) if not role
                }
                name = roles[0] in (None, "article", "place") and roles[-1] not in _LINKING[:2]
                name = name and {*roles} <= {None, "place", *_LINKING}
                parted = any(map(sentence.breaks, words[1:]))
                parted = parted or sentence.tied(start) or sentence.tied(end)
                if name and not parted and unread - self.plain["courant"].keys():
                    yield start, end
