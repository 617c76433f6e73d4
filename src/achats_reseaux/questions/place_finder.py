"""Find the places that a question names.

Every span of tokens that may name a place is a candidate, scored by the sum of its evidence
(``place_evidence.WEIGHTS``). Those below ``ACCEPTED`` are dropped; of overlapping ones the longest
is kept; a doubtful one (a saint's hospital, a surname) is dropped if another one is certain.
"""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.answering.matching import GUICHET_VERT
from achats_reseaux.gazetteer import name_searches
from achats_reseaux.gazetteer.places import inhabitants
from achats_reseaux.gazetteer.words import INTITULES
from achats_reseaux.geocoder import resolve
from achats_reseaux.geocoder.codes import is_digits
from achats_reseaux.model import Places
from achats_reseaux.questions import place_by_preposition
from achats_reseaux.questions.place_by_preposition import BIG, DEPARTMENTAL, REGIONAL, SMALL
from achats_reseaux.questions.place_evidence import ACCEPTED, WEIGHTS, Mention, within
from achats_reseaux.questions.tokens import APOSTROPHES
from achats_reseaux.questions.words import ASKED_FOR, Span, mark, plain_words
from achats_reseaux.text import ARTICLES, fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.model import Place
    from achats_reseaux.questions.tokens import Token
    from achats_reseaux.questions.words import KnownWords

CODES = ("insee", "siren", "siret", "code-postal")
"""The kinds that a title may give the code after it."""

_IMPLIED = {"au": "Le ", "du": "Le ", "aux": "Les ", "des": "Les "}
_LINKS = ("de", "du", "d", "des", "of", "la", "l", "le", "les")
_ARTICLES = ("l", "la", "le", "les")
_COMPASS = ("nord", "sud", "est", "ouest", "centre")
_SAINTS = ("saint", "sainte", "st", "ste")
_THOUSANDS = (" ", "\u00a0", "\u202f", ".", ",")
_OPEN = (None, "lieu", "gentilé", "organisation")
"""Roles of tokens that may be a name: a body may be that of a territory ("Laval Agglomération")."""
_UNTIL = ("a", "au", "to")
_LONGEST, _SHORT, _FURTHER = 8, 3, 3
_MOST_DIGITS, _LONGEST_GROUP = 14, 4
_DEPARTEMENT = 4
"""The most words of the name of a département: "Alpes de Haute Provence"."""
_MOST_READ = 60
"""The most spans looked up for one question: a miss costs a millisecond or two."""


class PlaceFinder:
    """Finds the places in the tokens of one question.

    Attributes:
        tokens: of the question.
        known: the known words.
        marks: for each token the known expression it belongs to; the tokens of a place are marked
            as such once it is found.
        titles: type words before the name of a place, and its kind.
        asks: whether the text has a question mark.
    """

    def __init__(self, tokens: list[Token], known: KnownWords, *, asks: bool = False) -> None:
        self.asks = asks
        self.tokens = tokens
        self.known = known
        self.marks = mark(tokens, known)
        self.words = plain_words()
        self.titles = {**INTITULES, **self.words.titles}
        self._lookups = 0

    def mentions(self) -> list[Mention]:
        """The places in the order of the text; doubtful ones only if there is no other."""
        found: list[Mention] = []
        at = 0
        while at < len(self.tokens):
            number = self._number(at)
            read = [number] if number else [self._titled(at), self._named(at)]
            accepted = [mention for mention in read if mention]
            if not accepted:
                at += 1
                continue
            mention = max(accepted, key=lambda one: (one.end, one.score))
            mention = self._misspelt_around(mention) or mention
            found.append(mention)
            at = self._take(mention)
        sure = [mention for mention in found if not mention.doubtful]
        if not sure:
            return found
        for mention in tuple(found):
            if mention.doubtful and not any(within(mention, other) for other in sure):
                name = Span(mention.start, mention.end, "", (("objet", ""),))
                self.marks[mention.start : mention.end] = [name] * (mention.end - mention.start)
                found.remove(mention)
        return found

    def _take(self, mention: Mention) -> int:
        """Mark the tokens of a place and its introduction; return the end of its tokens."""
        start, end = mention.start, mention.end
        if not self.breaks(end):
            end += self.key(end) in self.words.titles  # "Normandy region"
        while self.role(start - 1) in ("préposition", "article"):
            start -= 1
        self.marks[start:end] = [Span(start, end, "", (("place", ""),))] * (end - start)
        return end

    # --- tokens ---

    def role(self, at: int) -> str | None:
        """The role of a known token; ``None`` for another."""
        span = self.marks[at] if 0 <= at < len(self.marks) else None
        return span.role if span else None

    def key(self, at: int) -> str:
        """The key of a token; ``""`` outside the question."""
        return self.tokens[at].key if 0 <= at < len(self.tokens) else ""

    def text(self, start: int, end: int) -> str:
        """A range of tokens as typed."""
        first, *rest = self.tokens[start:end]
        text = first.text + "".join(token.before + token.text for token in rest)
        return " ".join(text.split())

    def breaks(self, at: int) -> bool:
        """Whether a name cannot continue with this token."""
        return at >= len(self.tokens) or self.tokens[at].breaks

    def introduction(self, at: int) -> tuple[str, str, int]:
        """The words before a name: the value of the preposition, the article, and their start."""
        article, start = "", at
        if self.role(at - 1) == "article" and not self.breaks(at):
            start = at - 1
            article = self.tokens[start].text + self.tokens[at].before
        span = None if self.breaks(start) else self.marks[start - 1]
        if span is None or span.role != "préposition":
            return "", article, start
        value = span.meanings[0][1]
        bare = self.tokens[start - 1].text in ("a", "A") and not self.tokens[at].capital
        if span.key == "a" and bare:
            value = ""  # an auxiliary, or the English article
        return value, article or _IMPLIED.get(span.key, ""), span.start

    def tied(self, at: int) -> bool:
        """Whether a hyphen joins this token to the previous one, which is not "ex-".

        Or to the one before an apostrophe: "Saint-Alban-d'Hurtières" is one word.
        """
        if not 0 < at < len(self.tokens) or self.key(at - 1) == "ex":
            return False
        token = self.tokens[at]
        elided = token.before in APOSTROPHES and self.key(at - 1) in ("d", "l")
        return token.hyphened or (elided and self.tied(at - 1))

    # --- places by number, by title and by name ---

    def _number(self, start: int) -> Mention | None:
        """A postal or INSEE code, a SIREN, a SIRET, the number of a département."""
        token = self.tokens[start]
        if not token.key[0].isdigit() or self.marks[start] is not None:
            return None
        end, code = start + 1, token.key
        while end < len(self.tokens) and self.tokens[end].before in _THOUSANDS:
            if not is_digits(self.key(end)):
                break
            code += self.key(end)
            end += 1
        if len(code) not in (5, 9, 14):
            end, code = start + 1, token.key
        if self.is_amount(start, end):
            return None
        if len(code) in (5, 9, 14) and (is_digits(code) or code[:2] in ("2a", "2b")):
            for stop in self._ends(start):
                mention = self._read(start, stop, "", "", None) if stop > end else None
                # A note tells of words that are no part of it: "34000 RAN COPER".
                if mention and mention.found and not mention.found.candidates[0].notes:
                    return mention.replace(evidence=("titled",))
            return self._code(start, end, code.upper())
        return self._departement(start, end, code.upper())

    def _code(self, start: int, end: int, code: str) -> Mention:
        """A code of unambiguous length, with its label, if any ("code INSEE 76540")."""
        option, at = None, start
        while self.key(at - 1) in ("est", "is", "le"):
            at -= 1  # "mon numéro de SIRET est le …" gives it, and does not ask for it
        for count in (2, 1):
            key = " ".join(self.key(one) for one in range(at - count, at))
            if self.titles.get(key) in CODES:
                label = self.marks[at - count]
                start, option = label.start if label else at - count, self.words.titles[key]
                break
        found = resolve(code, option, suggest=False)
        options = {(option or "lieu").replace("-", "_"): code}
        return Mention(
            start, end, options, found if isinstance(found, Places) else None, ("titled",)
        )

    def _departement(self, start: int, end: int, code: str) -> Mention | None:
        """The number of a département: "dans le 76", "mairie 75", "Saint-Denis (93)"."""
        if len(code) == 1:
            return None
        value, article, at = self.introduction(start)
        plural = not self.breaks(end) and self.key(end)[-1] in "sx"
        if plural and not article and self.role(end) not in ("préposition", "liaison", "exclusion"):
            return None  # "pour 10 acheteurs"; not "dans le 76 nous …", "en 76 sans …"
        bare = value in ("territoire", "lieu")
        # "mairie du 13"; not "le comité du 14", "le pilotage du 14"
        of = self.key(start - 1) == "du"
        before = ASKED_FOR if of else ("place", "exclusion", "champ", "ici", *ASKED_FOR)
        follows = at == 0 or self.role(at - 1) in before
        follows = follows or self._is_body(at - 1)
        follows = follows or self.role(at - 1) == "liaison"  # "59 et 62"
        # "guichet vert 44 svp", "44 mairie"; not "10 questions", "36 communes"
        others = self.marks[:start] + self.marks[end:]
        last = self.breaks(end) or self.role(end) in ("préposition", "liaison")
        last = last or (all(others) and not plural)
        if not (bare or (follows and (last or self._is_body(at - 1)))):
            return None
        option = "region" if self.key(start - 1) == "region" else "departement"
        if self.key(start - 1) in self.words.titles:
            start -= 1  # "le département 76"
        found = resolve(code, option, suggest=False)
        if not isinstance(found, Places):
            wrong = value == "territoire" and len(code) == 2  # "dans le 99"
            return Mention(start, end, {option: code}, None, ("titled",)) if wrong else None
        return Mention(start, end, {option: code}, found, ("titled",))

    def _is_body(self, at: int) -> bool:
        """Whether the token is a public body: "mairie 75", "SDIS 76"."""
        key = self.key(at)
        return self.role(at) == "audience" or key in self.words.patrons

    def _has_place(self, at: int) -> bool:
        """Whether the token is a public body or a guichet vert ("guichet vert du Lot")."""
        span = self.marks[at] if at >= 0 else None
        return self._is_body(at) or bool(span and span.value("kind") == GUICHET_VERT)

    def is_amount(self, start: int, end: int) -> bool:
        """Whether a number is an amount, a date, an hour, a phone, a house or an article."""
        if not self.key(start)[:1].isdigit():
            return False
        first, last = start, end
        while self._continues(first):
            first -= 1
        while self._continues(last):
            last += 1
        if end == start + 1 and last > first + 2:
            return True  # "12/03/2026", "06 12 34 56 78"
        nothing = ("", "")
        roles = self.words.roles
        between = self.key(first - 1) in ("entre", "between") and self.key(last) in ("et", "and")
        if (between or self.key(last) in _UNTIL) and self.is_amount(last + 1, last + 2):
            return True  # "du 10 au 15 mars"
        if self.tokens[start].before == "-" and is_digits(self.key(start - 1)):
            return True  # "marché 2024-67000"
        of = self.key(first - 1) in ("de", "d", "of") and not self.breaks(first - 1)
        told = self.key(first - 1 - of)  # "budget 67000", "budget de 67000"
        before = nothing if self.breaks(first) else roles.get(told, nothing)
        after = nothing if self.breaks(last) else roles.get(self.key(last), nothing)
        of_house = after[0] == "voie" or after == ("unité", "numéro")
        if of_house and end == start + 1 and len(self.key(start)) > 4:
            return False  # "Rouen 76100 bis": no house has so long a number
        if before[0] == "numéroté" or after[0] in ("unité", "voie"):
            return True
        return roles.get(self.key(start).strip("0123456789"), nothing)[0] == "unité"  # "14h30"

    def _continues(self, at: int) -> bool:
        """Whether a token and the previous one are groups of digits of one number.

        No longer than a year: after one, a postal code is another number.
        """
        groups = (self.key(at - 1), self.key(at))
        short = all(is_digits(one) and len(one) <= _LONGEST_GROUP for one in groups)
        return short and (not self.breaks(at) or self.tokens[at].before in _THOUSANDS)

    def limit(self, at: int) -> tuple[int, int] | None:
        """A number with what makes it a limit: "depuis 2020", "à moins de 50 km"."""
        if self.marks[at] or not self.key(at)[0].isdigit():
            return None
        start, end = at, at + 1
        while self.role(start - 1) == "article":
            start -= 1
        while not self.breaks(end) and (self.role(end) == "unité" or is_digits(self.key(end))):
            end += 1
        for count in (3, 2, 1):
            if " ".join(map(self.key, range(start - count, start))) in self.words.limits:
                return start - count, end
        distance = any(mark and mark.value("unité") == "distance" for mark in self.marks[at:end])
        return (at, end) if distance else None

    def _titled(self, start: int) -> Mention | None:
        """``ville de Rouen``, ``région Centre``, ``le département du Nord``."""
        title, end, key = "", start, ""
        for at in range(start, min(start + 4, len(self.tokens))):
            key = f"{key} {self.key(at)}".strip()
            if key in self.titles:
                title, end = key, at + 1
        kind = self.titles.get(title)
        if kind is None:
            return None
        at = end
        while self.key(at) in _LINKS and not self.breaks(at):
            at += 1
        if self.breaks(at) or self.key(at)[0].isdigit():
            return None
        _, article, _ = self.introduction(at)
        mention = self._first(at, "", article, kind)
        # "mairie de" also says who asks; "ville de" only says what Rouen is.
        return mention and mention.replace(start=start if title in self.words.titles else at)

    def _named(self, start: int) -> Mention | None:
        """A name by itself or after a preposition."""
        key = self.key(start)
        if is_digits(key) or self.tied(start) or self.titles.get(key) in CODES:
            return None
        if self.words.roles.get(key, ("",))[0] == "numéroté" and self.key(start + 1)[:1].isdigit():
            return None  # "ISO 26000"
        before, article, _ = self.introduction(start)
        mention = self._first(start, before, article, None)
        if mention and mention.found and self._is_establishment(start, mention.found):
            return None
        return mention

    def _first(
        self, start: int, preposition: str, article: str, kind: str | None
    ) -> Mention | None:
        """The longest name that begins here and that its evidence bears out."""
        for end in self._ends(start):
            if mention := self._bracketed(start, end, preposition, article, kind):
                return mention
            mention = self._read(start, end, preposition, article, kind)
            if mention is None:
                continue
            evidence = self._evidence(mention, preposition, article, titled=kind is not None)
            mention = mention.replace(evidence=evidence)
            if mention.score >= ACCEPTED:
                return mention
        return None

    def _bracketed(
        self, start: int, end: int, preposition: str, article: str, kind: str | None
    ) -> Mention | None:
        """``Neuilly (92)``, which only the geocoder settles; ``Saint-Denis (93)`` is two."""
        if end == len(self.tokens) or "(" not in self.tokens[end].before:
            return None
        if end + 1 < len(self.tokens) and ")" not in self.tokens[end + 1].before:
            return None
        named = place_by_preposition.place_named(f"{self.text(start, end + 1)})", "", article, None)
        name = self.text(start, end)
        if named and {fold(name), fold(article + name)} & place_by_preposition.names_of(named[1]):
            named, end = place_by_preposition.place_named(name, preposition, article, kind), end - 1
        return Mention(start, end + 1, *named, ("titled",)) if named else None

    # --- candidate spans and their evidence ---

    def _ends(self, start: int) -> list[int]:
        """The possible ends of a name that begins here, the farthest first; none in a compound."""
        if self.role(start) in ("article", "préposition", "place"):
            return []  # the article of "Le Havre" is in the introduction, as in "au Havre"
        ends = {end for end in self._whole_names(start) if not self.tied(end)}
        for at in range(start, min(start + _LONGEST, len(self.tokens))):
            role = self.role(at)
            if at > start and self.breaks(at):
                break
            open_ = role in _OPEN or self.tokens[at].capital
            open_ = open_ or (at > start and role == "audience")  # "Redon agglo"
            if not open_ and role not in ("article", "liaison", "préposition"):
                break
            if open_ and not self.tied(at + 1):
                ends.add(at + 1)
        return sorted(ends, reverse=True)

    def _whole_names(self, start: int) -> set[int]:
        """The ends of full names of known words: "Vert-le-Grand", "Grand Annecy"."""
        last = start + 1
        while last < min(start + _LONGEST, len(self.tokens)) and not self.breaks(last):
            last += 1
        if last < start + 2:
            return set()
        keys = [self.key(at) for at in range(start, last)]
        epci = (at for at in range(start + 2, last + 1) if self._is_epci(start, at))
        found = set(epci)
        for lead in {fold(self.introduction(start)[1]), ""}:
            begun = f"{lead} {keys[0]} {keys[1]}".strip()
            for insee in name_searches.communes_beginning(begun):
                name = gazetteer.commune_name(insee) or ""
                name_keys = fold(name).removeprefix(lead).split()
                if keys[: len(name_keys)] == name_keys:
                    found.add(start + len(name_keys))
        return found

    def _is_epci(self, start: int, end: int) -> bool:
        return bool(name_searches.epci_named_shortly(" ".join(map(self.key, range(start, end)))))

    def _read(
        self, start: int, end: int, preposition: str, article: str, kind: str | None
    ) -> Mention | None:
        """The place that a range of tokens names, or ``None``."""
        self._lookups += 1
        if self._lookups > _MOST_READ:
            return None
        span = self.marks[start]
        other = None
        if span and span.end == end:
            other = span.value("lieu")  # "french riviera"
            if area := span.value("gentilé"):
                other, kind = area, None  # "commune bretonne"
        name = other or self.text(start, end)
        named = place_by_preposition.place_named(name, preposition, article, kind)
        return Mention(start, end, *named) if named else None

    def _evidence(
        self,
        mention: Mention,
        preposition: str,
        article: str,
        *,
        titled: bool = False,
        misspelt: bool = False,
    ) -> tuple[str, ...]:
        """The evidence for and against a place, or the one meant if its name is misspelt."""
        assert mention.found is not None
        start, end, place = mention.start, mention.end, mention.found.candidates[0]
        name = fold(self.text(start, end))
        whole = place_by_preposition.names_of(mention.found)
        exact = bool({name, fold(f"{article} {name}")} & whole or gazetteer.aliases(name))
        area = place.kind in REGIONAL + DEPARTMENTAL
        demonym = self.role(start) == "gentilé"
        capital = self.tokens[start].capital and not demonym  # a surname: "Mme Breton"
        single = end == start + 1
        known = [self.role(at) not in _OPEN for at in range(start, end)]
        filters = any(self.role(at) in ASKED_FOR[:-1] for at in range(start, end))
        alone = self._is_alone(mention)
        big = inhabitants(place) >= BIG
        body = preposition == "faible" and self._has_place(self.introduction(start)[2] - 1)
        # "guichet vert tours" is about a city: all the rest is known. "achat de tours" is not.
        city = big and alone and not area
        city = city or (area and alone and bool(article))
        # "mans" is Le Mans, and "la marque" is not Lamarque, unless all speaks for it
        joined = fold(place.name).replace(" ", "") in [one + name for one in _ARTICLES]
        loose = joined and not (exact or city)
        # Three words that begin a name are no coincidence: "bourg en bress".
        partial = loose or (place.approximate and end < start + 3)
        common = not capital and name in self.words.common and not city
        # Three words that are a full name are no coincidence.
        plain = known[0] and (all(known) or filters) and end < start + 3
        found = {
            "titled": titled,
            preposition: preposition in WEIGHTS,
            "body": body,
            "capital": capital,
            "compound": (exact or misspelt) and not single,
            "area": area,
            "big": big,
            "town": SMALL <= inhabitants(place) < BIG,
            "initial": not (capital or demonym) and self._is_initial(start),
            "located": self._is_located(end, mention.found),
            "alone": alone,
            "unread": not (preposition or area or common or misspelt)
            and self._is_unread(start, end, article, place),
            "common": common,
            "demonym": demonym,
            "known": plain,
            "determined": self.role(start - 1) == "déterminant",
            "cut": self._cuts(start, end),
            "inside": self._is_inside(start, end),
            "partial": partial and not misspelt,
            "near": not (capital or preposition or article or misspelt)
            and inhabitants(place) < SMALL
            and bool(single and self.known.near(name)),
            "misspelt": misspelt,
            "street": self._is_street(start),
            "landscape": (area or not big) and self._is_landscape(start, end),
            "surname": self._is_surname(start, end),
            "patron": self._is_patron(start),
        }
        return tuple(one for one, holds in found.items() if holds)

    def _cuts(self, start: int, end: int) -> bool:
        """Whether an end cuts a known expression in two: "guichet [vert le petit]"."""
        first = self.marks[start]
        return first is not None and first.start < start

    def _is_located(self, end: int, found: Places) -> bool:
        """Whether the département of a place follows its name: "die drôme", "Mirande 32"."""
        departements = {code for place in found.candidates for code in place.departements}
        while self.role(end) == "préposition":
            end += 1
        if self.key(end).upper() in departements:
            return True
        keys = [self.key(at) for at in range(end, end + _DEPARTEMENT)]
        named = (gazetteer.areas_named(" ".join(keys[:count])) for count in range(1, len(keys) + 1))
        return any(
            kind == "departement" and code in departements
            for areas in named
            for kind, code in areas
        )

    def _is_inside(self, start: int, end: int) -> bool:
        """Whether a name is a part of that of a network: "Mission Clause sociale de l'Hérault"."""
        span = self.marks[start]
        if span is None or not span.value("network"):
            return False
        return (span.start, span.end) != (start, end)

    def _is_initial(self, at: int) -> bool:
        """Whether a token has a capital, but is not all in capitals."""
        text = self.tokens[at].text
        return text[0].isupper() and not text.isupper()

    def _is_surname(self, start: int, end: int) -> bool:
        """Whether a name is part of a longer one: "Florence Brest", "Sud Bretagne"."""
        common = self.words.common
        if not self.breaks(end) and self.tokens[end].capital and self.key(start) in common:
            return True
        if self.breaks(start) or not self.tokens[start - 1].capital:
            return False
        span = self.marks[start - 1]
        return span is None or (span.start == start - 1 and self.key(start - 1) in common)

    def _is_patron(self, start: int) -> bool:
        """Whether an establishment has the name of this saint, perhaps among others."""
        saint = at = start
        while self.key(at) in _SAINTS:
            saint, at = at, at - 2
        return self.key(start) in _SAINTS and self.key(saint - 1) in self.words.patrons

    def _is_establishment(self, start: int, found: Places) -> bool:
        """Whether a house of health may bear the name: "EHPAD La Forêt", "hôpital Nord"."""
        place, at = found.candidates[0], self._before_links(start)
        span = self.marks[at] if at >= 0 else None
        if span is None or span.value("audience") != "sante":
            return False
        if at == start - 1 and self.key(start) in _COMPASS:
            return place.kind in REGIONAL + DEPARTMENTAL
        article = self.key(start) in ARTICLES or self.key(start - 1) in ("du", "des", *ARTICLES)
        return article and (place.kind == "epci" or inhabitants(place) < SMALL)

    def _is_alone(self, mention: Mention) -> bool:
        """Whether all other tokens are known."""
        around = [*range(mention.start), *range(mention.end, len(self.tokens))]
        return all(self.marks[at] for at in around)

    def _is_unread(self, start: int, end: int, article: str, place: Place) -> bool:
        """Whether the words are nothing else than a name: "doudeville cantine bio"."""
        name = fold(self.text(start, end))
        if name in self.words.usual or any(self.marks[start:end]):
            return False
        return inhabitants(place) >= SMALL or not article

    def _before_links(self, start: int) -> int:
        """The token before a name and the words that link it to the one before."""
        at = start - 1
        while self.key(at) in _LINKS:
            at -= 1
        return at

    def _is_street(self, start: int) -> bool:
        """Whether the name is that of a street: "rue de Paris"."""
        return self.role(self._before_links(start)) == "voie"

    def _is_landscape(self, start: int, end: int) -> bool:
        """Whether the name is a part of that of a landscape: either word of "Val de Loire"."""
        if self.key(start) in self.words.landscapes:
            return self.key(end) in _LINKS
        return self.key(self._before_links(start)) in self.words.landscapes

    # --- misspelt places ---

    def misspelt(self) -> Mention | None:
        """The first words in the position of a place that name no known place.

        Every text is near some name ("l'accueil" and Arcueil): the place meant must have the
        evidence that it would need if its name were typed right, and more.
        """
        for start in range(len(self.tokens)):
            end = start + 1
            while self.tied(end):
                end += 1
            if self.tied(start) or all(self.marks[start:end]):
                continue
            single, token = end == start + 1, self.tokens[start]
            before, article, at = self.introduction(start)
            sure = before in ("commune", "territoire") and not (single and article)
            of = before == "faible" and (self._is_body(at - 1) or self.is_title(at - 1))
            sure = sure or of  # "mairie de"
            if (token.capital and sure) or self._is_near(start, end, before, article):
                mention = Mention(start, end, {"lieu": self.text(start, end)}, None)
                mention = self._misspelt_around(mention) or mention
                self._take(mention)
                return mention
        return None

    def _is_near(self, start: int, end: int, before: str, article: str) -> bool:
        """Whether words are near the name of a place that has the evidence of one."""
        if self.key(start) in self.words.common:
            return False
        for first in self._extensions(start, -1):
            for last in self._extensions(end - 1, 1):
                near = self._near_place(self.text(first, last + 1))
                if near is None or inhabitants(near) < SMALL:
                    continue
                mention = Mention(first, last + 1, {}, Places((near,)))
                evidence = self._evidence(mention, before, article, misspelt=True)
                if mention.replace(evidence=evidence).score >= ACCEPTED:
                    return True
        return False

    def _misspelt_around(self, mention: Mention) -> Mention | None:
        """The misspelt name of a town that a name is part of: "Chalon sur Soane" is not Chalon."""
        read = mention.found.candidates if mention.found else ()
        codes = {place.code for place in read if not place.approximate}
        for start in reversed(self._extensions(mention.start, -1)):
            for end in reversed(self._extensions(mention.end - 1, 1)):
                unknown = [*range(start, mention.start), *range(mention.end, end + 1)]
                near = self._near_place(self.text(start, end + 1)) if unknown else None
                if near and near.code not in codes and inhabitants(near) >= SMALL:
                    return Mention(start, end + 1, {"lieu": self.text(start, end + 1)}, None)
        return None

    def _extensions(self, at: int, step: int) -> list[int]:
        """Where a name may extend to: itself, its article, the next unknown tokens."""
        found, after = [at], at + step
        while len(found) <= _FURTHER and not self.breaks(max(at, after)):
            if self.marks[after] is None:
                found.append(after)
            at, after = after, after + step
        return found + [one - 1 for one in found if step < 0 and self.role(one - 1) == "article"]

    def _near_place(self, text: str) -> Place | None:
        self._lookups += 1
        short = len(text) <= _SHORT or self._lookups > _MOST_READ
        return None if short else place_by_preposition.near_place(text)

    def is_title(self, at: int) -> bool:
        """Whether a token is a type word before the name of a place."""
        return self.key(at) in self.titles
