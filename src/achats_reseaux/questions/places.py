"""The places that a question names, by yes/no rules over what the geocoder makes of its words.

Every range of words that may be a name is resolved, the longest first; the words around it say
whether it is meant as a place. A misspelt name is none: it is suggested for.
"""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.gazetteer import name_searches
from achats_reseaux.gazetteer.name_searches import TOWN
from achats_reseaux.gazetteer.places import inhabitants
from achats_reseaux.questions.names import (
    AREAS,
    BIG,
    Mention,
    distinct,
    near_place,
    place_named,
    resolved,
)
from achats_reseaux.questions.words import ASKED_FOR, Sentence, plain_words, type_words
from achats_reseaux.text import ARTICLES, fold, without_spaces

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from achats_reseaux.model import Place

CODES = ("insee", "siren", "siret", "code-postal")
"""The kinds that a title may give the code after it."""

_LENGTHS_OF_CODES = (5, 9, 14)
_LINKS = ("de", "du", "d", "des", "of", "la", "l", "le", "les")
_IMPLIED = {"au": "Le ", "du": "Le ", "aux": "Les ", "des": "Les "}
_COMPASS = ("nord", "sud", "est", "ouest", "centre")
_SPACES = (" ", "\u00a0", "\u202f", ".")
_MONEY = ("euros", "dollars", "pounds")
_LINKING = ("article", "liaison", "préposition")
_OPEN = (None, "lieu", "organisation")
"""Roles of tokens that may be a name: a body may be that of a territory ("Laval Agglomération")."""
_LONGEST, _SHORT, _FURTHER = 8, 3, 3
_MOST_READ = 60
"""The most ranges looked up for one question: a miss costs a millisecond or two."""


def mentions(sentence: Sentence) -> list[Mention]:
    """The distinct places of a question, whose tokens are marked; or one that is misspelt."""
    return distinct(_Finder(sentence).found())


class _Finder:
    """Finds the places in one question, and marks their tokens."""

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        self.plain = plain_words()
        self.titles = type_words()
        self._lookups = 0

    def found(self) -> list[Mention]:
        """The places in the order of the text, or one that is misspelt."""
        found: list[Mention] = []
        at = 0
        while at < len(self.sentence.tokens):
            if mention := self._number(at) or self._name(at):
                found.append(self._longer_misspelt(mention) or mention)
                at = self._take(found[-1])
            else:
                at += 1
        if None in self.sentence.marks or len(found) != 1:
            return self._whole() or found or self._misspelt()
        return found

    def _whole(self) -> list[Mention]:
        """The place that a text is which asks for nothing else: "67070 STRASBOURG CEDEX"."""
        sentence, end = self.sentence, len(self.sentence.tokens)
        plain = {*self.plain["courant"], *self.plain["article"]}
        if all(one.key.isdigit() or one.key in plain for one in sentence.tokens):
            return []  # "le son" is rather no village
        if {*map(sentence.role, range(end))} <= {None, "place", *_LINKING}:
            text = sentence.text(0, end)
            if place := resolved(text):
                sentence.mark(0, end, ("place", ""))
                return [Mention(0, end, {"lieu": text}, place)]
        return []

    def _take(self, mention: Mention) -> int:
        """Mark the tokens of a place and its introduction; return the end of its tokens."""
        sentence, end = self.sentence, mention.end
        end += not sentence.breaks(end) and sentence.key(end) in self.plain["titre"]
        start = min(mention.start, self._introduction(mention.start)[2])
        sentence.mark(start, end, ("place", ""))  # "Normandy region" too
        return end

    def _introduction(self, at: int) -> tuple[str, str, int]:
        """The words before a name: the value of the preposition, the article, and their start."""
        sentence, article, start = self.sentence, "", at
        if sentence.role(at - 1) == "article" and not sentence.breaks(at):
            start = at - 1
            article = sentence.tokens[start].text + sentence.tokens[at].before
        span = None if sentence.breaks(start) else sentence.span(start - 1)
        if span is None or span.role != "préposition":
            return "", article, start
        typed = sentence.text(span.start, span.end)
        if typed in ("a", "A") and not sentence.tokens[at].capital:
            return "", article, span.start  # an auxiliary, or the English article
        return span.meanings[0][1], article or _IMPLIED.get(span.key, ""), span.start

    def _title(self, at: int) -> tuple[str | None, int]:
        """The kind that type words before a name give it, and where they begin, if they are his."""
        sentence, end = self.sentence, at
        while sentence.key(end - 1) in (*_LINKS, "est", "is") and not sentence.breaks(end):
            end -= 1
        if sentence.breaks(end) and sentence.tokens[end].before != ":":
            return None, at
        for start in range(max(0, end - 4), end):
            title = sentence.keys(start, end)
            if title in self.titles:
                # "mairie de" also says who asks; "ville de" only says what Rouen is.
                return self.titles[title], start if title in self.plain["titre"] else at
        return None, at

    def _number(self, start: int) -> Mention | None:
        """A postal or INSEE code, a SIREN, a SIRET, the number of a département."""
        sentence = self.sentence
        code, end = sentence.key(start), start + 1
        if not code[:1].isdigit() or sentence.role(start) not in (None, "organisation"):
            return None
        digits, last = code, end  # "217 605 401", "06 12 34 56 78"
        while sentence.key(last).isdigit() and sentence.tokens[last].before in _SPACES:
            digits += sentence.key(last)
            last += 1
        if len(digits) in _LENGTHS_OF_CODES[1:]:
            code, end = digits, last
        elif self._is_amount(start, last) or last > start + 2:
            return None
        if len(code) not in _LENGTHS_OF_CODES or not (code[:1] + code[2:]).isdigit():
            return self._departement(start, end, code.upper())
        title, first = self._title(start)  # "code INSEE 76540"
        kind = title if title in CODES else None
        options = {(kind or "lieu").replace("-", "_"): code}
        return Mention(first if kind else start, end, options, resolved(code, kind))

    def _is_amount(self, at: int, end: int) -> bool:
        """Whether a number is an amount, a date, an hour, a house or an article."""
        sentence, units = self.sentence, self.plain["unité"]
        of = sentence.key(at - 1) in ("de", "d", "of") and not sentence.breaks(at - 1)
        before = "" if sentence.breaks(at) else sentence.key(at - 1 - of)
        after = "" if sentence.breaks(end) else sentence.key(end)
        if before in self.plain["numéroté"] or before in _MONEY:
            return True  # "budget de 67000"
        if sentence.tokens[at].before == "-" and before.isdigit():
            return True  # "marché 2024-67000"
        street = after in self.plain["voie"] or units.get(after) == "numéro"
        if street and len(sentence.key(at)) > 4:
            return False  # "Rouen 76100 bis": no house has so long a number
        if after in ("a", "au", "et", "to", "and") and sentence.key(end + 1).isdigit():
            return self._is_amount(end + 1, end + 2)  # "du 10 au 15 mars"
        letters = sentence.key(at).strip("0123456789")  # "14h30"
        return street or after in units or letters in units

    def _departement(self, start: int, end: int, code: str) -> Mention | None:
        """The number of a département: "dans le 76", "mairie 75", "guichet vert 44 svp"."""
        sentence = self.sentence
        value, article, at = self._introduction(start)
        plural = sentence.counts(end)
        if len(code) == 1 or (plural and not article):
            return None  # "pour 10 acheteurs"; not "dans le 76 nous …", "en 76 sans …"
        # "mairie du 13"; not "le comité du 14", "le pilotage du 14"
        of = sentence.key(start - 1) == "du"
        before = ASKED_FOR if of else ("place", "exclusion", "champ", "ici", "liaison", *ASKED_FOR)
        body = sentence.role(at - 1) == "audience" or sentence.key(at - 1) in self.plain["patron"]
        last = sentence.breaks(end) or sentence.role(end) in ("préposition", "liaison") or body
        last = last or (all(sentence.marks[:start] + sentence.marks[end:]) and not plural)
        follows = at == 0 or sentence.role(at - 1) in before or body
        listed = sentence.role(at - 1) == "liaison" and sentence.key(at - 2).isdigit()
        follows = follows or (listed and sentence.role(at - 2) == "place")  # "du 76 et du 14"
        title = self._title_of_number(start)
        sure = value in ("territoire", "lieu") or title or not code.isdigit()  # "2B"
        if not sure and not (follows and last):
            return None
        start -= sentence.key(start - 1).removesuffix("s") in self.plain["titre"]
        option = "region" if title == "region" else "departement"
        found = resolved(code, option)
        wrong = value == "territoire" and len(code) == 2  # "dans le 99"
        return Mention(start, end, {option: code}, found) if found or wrong else None

    def _title_of_number(self, start: int) -> str:
        """The kind that "département 76" or "départements du 76, 14 et 27" says, or ``""``."""
        sentence, at = self.sentence, start - 1
        while sentence.key(at)[:1].isdigit() or sentence.key(at) in (*_LINKS, "et", "ou", "and"):
            at -= 1
        title = self.plain["titre"].get(sentence.key(at).removesuffix("s"), "")
        return title if title in ("departement", "region") else ""  # "city of 20,000"

    def _name(self, start: int) -> Mention | None:
        """The longest name that begins here and is meant as a place."""
        sentence = self.sentence
        if sentence.key(start).isdigit() or sentence.tied(start):
            return None
        before, article, _ = self._introduction(start)
        kind, first = self._title(start)
        house = sentence.span(self._before_links(start))
        sick = bool(house and house.value("audience") == "sante")
        for end in self._ends(start):
            name, code = sentence.text(start, end), sentence.key(end).upper()
            self._lookups += 1
            if self._lookups > _MOST_READ:
                return None
            if gazetteer.departement(code) and not self._is_amount(end, end + 1):
                # "Montreuil 93", "Neuilly (92)"
                whole = place_named(f"{name} ({code})", "", article, None)
                if whole and code in whole.found[0].departements:
                    return whole.replace(start=first, end=end + 1)
            span = sentence.span(start)
            other = span.value("lieu") if span and span.end == end else None  # "french riviera"
            found = place_named(other or name, before, article, kind)
            found = found and found.replace(start=start, end=end)
            if found and self._is_meant(found, before, article, titled=kind is not None):
                small = found.found[0].kind == "epci" or inhabitants(found.found[0]) < TOWN
                own = small if article else sentence.key(start) in _COMPASS
                # "EHPAD La Forêt", "hôpital Sud"
                return None if sick and own else found.replace(start=first)
        return None

    def _ends(self, start: int) -> list[int]:
        """The possible ends of a name that begins here, the farthest first; none in a compound."""
        sentence, found = self.sentence, []
        if sentence.role(start) in ("article", "préposition", "place"):
            return []  # the article of "Le Havre" is in the introduction, as in "au Havre"
        span = sentence.span(start)
        if span and span.role == "lieu":
            found.append(span.end)
        for end in range(start + 1, start + _LONGEST + 1):
            if end > start + 1 and sentence.breaks(end - 1):
                break
            begun = name_searches.begins_name(sentence.keys(start, end))
            last = sentence.span(end - 1)
            agglo = sentence.key(end - 1) in self.titles or (last and last.role == "audience")
            if not begun and not agglo:  # "Redon Agglo"
                break
            cut = last and (last.end > end or last.role in _LINKING)
            if not cut and not sentence.tied(end):
                found.append(end)
        return found[::-1]

    def _is_meant(
        self,
        mention: Mention,
        before: str,
        article: str,
        *,
        titled: bool = False,
        misspelt: bool = False,
    ) -> bool:
        """Whether a name, or the one meant if it is misspelt, is one of a place here."""
        sentence, start, end = self.sentence, mention.start, mention.end
        place, key = mention.found[0], sentence.keys(start, end)
        if self._is_part_of_another(start, end, place, titled=titled):
            return False
        single, people, area = end == start + 1, inhabitants(place), place.kind in AREAS
        names = {fold(one.name) for one in mention.found}
        exact: object = {key, fold(f"{article} {key}")} & names or gazetteer.aliases(key)
        token = sentence.tokens[start]
        capital = token.capital or (token.text[0].isupper() and not token.text.isupper())
        alone = all(sentence.marks[:start] + sentence.marks[end:])
        # "guichet vert tours" is about a city: all the rest is known. "achat de tours" is not.
        city = alone and (bool(article) if area else people >= BIG)
        placed = titled or before in ("commune", "territoire") or self._follows_body(start, before)
        if misspelt:
            return placed or sum((capital, not single, alone, people >= BIG)) > 1
        # "mans" is Le Mans, and "la marque" is not Lamarque, unless all speaks for it.
        loose = without_spaces(fold(place.name)) in [one + key for one in ARTICLES]
        if (loose and not (exact or city)) or (place.approximate and end < start + 3):
            return placed and capital and alone and people >= BIG
        known = [sentence.role(at) not in _OPEN for at in range(start, end)]
        filters = any(sentence.role(at) in ASKED_FOR[:-1] for at in range(start, end))
        if known[0] and (all(known) or filters) and end < start + 3:
            whole = token.capital or (exact and not single)
            city = alone and people >= BIG  # "guichet vert AURA"
            return bool(whole and (city or (placed and (alone or people >= TOWN))))
        if place.kind == "epci":  # "Grand Annecy", "Grand Angoulême"
            exact = exact or without_spaces(fold(place.name)).endswith(without_spaces(key))
        joined = {*map(sentence.role, range(start, end))} - {*_OPEN, *_LINKING, "audience"}
        if joined and not exact:
            return False  # "tout le monde" is not Toutlemonde
        if sentence.role(start - 1) == "déterminant":
            return titled
        if key in self.plain["courant"] and not (token.capital or city):
            return people >= TOWN and (titled or (placed and alone))
        if placed or capital or (exact and not single) or people >= BIG:
            return True
        if people < TOWN:  # "guiché vert" is no village
            near = sentence.lexicon.near(key)
            return not (before or article or key in self.plain["usuel"] or near)
        return alone or not (before or area or key in self.plain["usuel"])

    def _is_part_of_another(self, start: int, end: int, place: Place, *, titled: bool) -> bool:
        """Whether a name is a part of a known expression, or of the name of a street or landscape.

        "guichet [vert le petit]", "Mission Clause sociale de l'Hérault", "rue de Paris", either
        word of "Val de Loire".
        """
        span = self.sentence.span(start)
        if span and (span.start < start or (span.value("network") and span.end != end)):
            return not titled or span.role != "organisation"
        before = self._before_links(start)
        if self.sentence.role(before) == "voie":
            return True
        town = place.kind not in AREAS and inhabitants(place) >= BIG
        lands = {self.sentence.key(before)}
        if self.sentence.key(end) in _LINKS:
            lands.add(self.sentence.key(start))
        return not town and not lands.isdisjoint(self.plain["contrée"])

    def _before_links(self, start: int) -> int:
        """The token before a name and the words that link it to the one before."""
        at = start - 1
        while self.sentence.key(at) in _LINKS:
            at -= 1
        return at

    def _follows_body(self, start: int, before: str) -> bool:
        """Whether the name is after that of a body: "mairie de", "guichet vert du Lot"."""
        at = self._introduction(start)[2] - 1
        span = self.sentence.span(at)
        body = span and (span.role == "audience" or span.value("kind") == "guichet-vert")
        return before == "faible" and bool(body or self.sentence.key(at) in self.plain["patron"])

    def _misspelt(self) -> list[Mention]:
        """The first words in the position of a place that name no known place.

        Every text is near some name ("l'accueil" and Arcueil): the place meant must be one that
        would be read if its name were typed right, and more.
        """
        sentence = self.sentence
        for start, token in enumerate(sentence.tokens):
            end = start + 1
            while sentence.tied(end):
                end += 1
            if sentence.tied(start) or all(sentence.marks[start:end]):
                continue
            before, article, at = self._introduction(start)
            sure = before in ("commune", "territoire") and not (end == start + 1 and article)
            sure = sure or (before == "faible" and sentence.key(at - 1) in self.titles)
            common = token.key in self.plain["courant"]
            for first, last in [] if common else self._around(start, end):
                near = Mention(first, last, {}, self._near(first, last))
                if near.found and self._is_meant(near, before, article, misspelt=True):
                    return [self._unknown(first, last)]
            if token.capital and sure:
                return [self._unknown(start, end)]
        return []

    def _unknown(self, start: int, end: int) -> Mention:
        """A misspelt place; its article is kept where it is part of a name."""
        text, article = self.sentence.text(start, end), self._introduction(start)[1]
        mention = Mention(start, end, {"lieu": text})
        if article and resolved(article + text):
            mention = mention.replace(options={"lieu": article + text})
        self._take(mention)
        return mention

    def _longer_misspelt(self, mention: Mention) -> Mention | None:
        """The misspelt name of a town that a name is part of: "Chalon sur Soane" is not Chalon."""
        codes = {place.code for place in mention.found if not place.approximate}
        for start, end in self._around(mention.start, mention.end):
            more = end - start > mention.end - mention.start
            near = self._near(start, end) if more else ()
            if near and near[0].code not in codes:
                return Mention(start, end, {"lieu": self.sentence.text(start, end)})
        return None

    def _around(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The ranges that add unknown words, or an article, to a name; the longest first."""
        sentence, first, last = self.sentence, start, end
        while start - first < _FURTHER and not sentence.breaks(first) and self._is_open(first - 1):
            first -= 1
        while last - end < _FURTHER and not sentence.breaks(last) and self._is_open(last):
            last += 1
        firsts = [one for one in range(first, start) if sentence.role(one) in (None, "article")]
        lasts = [one for one in range(end + 1, last + 1) if sentence.role(one - 1) is None]
        for one in (*firsts, start):
            for other in (*lasts[::-1], end):
                yield one, other

    def _is_open(self, at: int) -> bool:
        """Whether a token may belong to a misspelt name: no known word, no number."""
        key = self.sentence.key(at)
        return self.sentence.role(at) in (None, *_LINKING) and not key[:1].isdigit()

    def _near(self, start: int, end: int) -> tuple[Place, ...]:
        """The town, if any, that a range of tokens is nearly the name of."""
        text = self.sentence.text(start, end)
        self._lookups += 1
        place = near_place(text) if len(text) > _SHORT and self._lookups <= _MOST_READ else None
        return (place,) if place and inhabitants(place) >= TOWN else ()
