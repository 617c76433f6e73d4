"""Where in a question the name of a place may stand: where it may begin, and where end.

A name stands where a preposition ("à", "dans"), a capital or the word itself says that one may.
"""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.ask.tokens import plain
from achats_reseaux.text import fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.ask.tokens import Span, Token

ASKED_FOR = ("theme", "kind", "audience", "network")
CODES = ("insee", "siren", "siret", "code-postal")
_IMPLIED = {"au": "Le ", "du": "Le ", "aux": "Les ", "des": "Les "}
_LONGEST = 8


class Standing:
    """The words of one question, and what stands where.

    Attributes:
        tokens: the words.
        marks: for each, the known words that it belongs to.
        plain: what the words of a question are.
        titles: words that stand before the name of a place, and its kind.
    """

    def __init__(self, tokens: list[Token], marks: list[Span | None]) -> None:
        self.tokens = tokens
        self.marks = marks
        self.plain = plain()
        self.titles = {**gazetteer.intitules(), **self.plain.titles}
        self._wholes: dict[int, int] = {}

    def role(self, at: int) -> str | None:
        """What a known word is first; ``None`` for another."""
        span = self.marks[at]
        return span.meanings[0][0] if span else None

    def is_common(self, at: int) -> bool:
        """A plain word that is also the name of a place."""
        return self.tokens[at].key in self.plain.common

    def continues(self, at: int) -> bool:
        """A word that is not known goes on from the one before."""
        return self.marks[at] is None and not self.tokens[at].breaks

    def text(self, start: int, end: int) -> str:
        """Words as they were typed, with what stands between them."""
        first, *rest = self.tokens[start:end]
        text = first.text + "".join(token.before + token.text for token in rest)
        return " ".join(text.split())

    def preposition(self, at: int) -> tuple[str, str]:
        """What stands before a name: the value of its preposition, and the article."""
        article = ""
        if at and self.role(at - 1) == "article" and not self.tokens[at].breaks:
            at -= 1
            article = self.tokens[at].text + self.tokens[at + 1].before
        if not at or self.role(at - 1) != "préposition" or self.tokens[at].breaks:
            return "", article
        span = self.marks[at - 1]
        assert span is not None
        value = span.meanings[0][1]
        if span.key == "a" and self.tokens[at - 1].text in ("a", "A"):
            value = "faible"  # an auxiliary, or the English article
        return value, article or _IMPLIED.get(span.key, "")

    def tied(self, at: int) -> bool:
        """A hyphen ties this word to the one before, as it does both words of "-d'Ornon"."""
        if at == len(self.tokens):
            return False
        token = self.tokens[at]
        return token.hyphened or (token.before in ("'", "’") and self.tokens[at - 1].hyphened)

    def compound(self, start: int) -> int:
        """Where the words end that hyphens tie to this one."""
        end = start + 1
        while self.tied(end):
            end += 1
        return end

    def hinted(self, end: int) -> bool:
        """Brackets follow that say where a place lies, so that it is a place's name they follow."""
        if end == len(self.tokens) or "(" not in self.tokens[end].before:
            return False
        key = self.tokens[end].key
        known = gazetteer.departement(key.upper()) or gazetteer.areas_named(key)
        return bool(known) or self.role(end) == "lieu"

    def opens(self, at: int, preposition: str) -> bool:
        """A name may begin here; never inside a compound, which is a name as a whole or none."""
        token, role = self.tokens[at], self.role(at)
        if self.tied(at):
            return False
        if role is None or role == "lieu":
            return self.plain.titles.get(token.key) not in CODES
        end = self.compound(at)
        if end > at + 1:
            # "Notre-Dame-de-X", whose first word is known; not "a-t-elle"
            return not all(self.marks[at:end]) or any(one.capital for one in self.tokens[at:end])
        # "à Vert", "à Y": a known word, with a capital and where only a commune can stand
        return token.capital and preposition == "commune" and role not in ("préposition", "article")

    def ends(self, start: int) -> list[int]:
        """Where a name that begins here may end, the farthest first; never inside a compound."""
        ends = {self.whole(start)} - {0}
        for at in range(start, min(start + _LONGEST, len(self.tokens))):
            token, role = self.tokens[at], self.role(at)
            if at > start and token.breaks:
                break
            tied = at > start and self.tied(at)
            if at == start or role in (None, "lieu") or tied or token.capital:
                if (at == start or role != "préposition" or tied) and not self.tied(at + 1):
                    ends.add(at + 1)
            elif role not in ("article", "liaison", "préposition"):
                break
        return sorted(ends, reverse=True)

    def whole(self, start: int) -> int:
        """Where the longest run of words ends that is the whole name of a commune; or 0.

        "VILLENEUVE SUR LOT" is one, though "sur" and "lot" are known words.
        """
        if start not in self._wholes:
            self._wholes[start] = self._longest(start)
        return self._wholes[start]

    def _longest(self, start: int) -> int:
        span = self.marks[start]
        role = self.role(start)
        inside = span and span.start < start and role in ASKED_FOR  # "guichet vert le petit"
        if self.tied(start) or inside or role == "article":
            return 0  # "Le Havre" begins with its second word, like "au Havre"
        last = min(start + _LONGEST, len(self.tokens))
        last = next((at for at in range(start + 1, last) if self.tokens[at].breaks), last)
        if last < start + 2:
            return 0
        _, article = self.preposition(start)
        keys = [token.key for token in self.tokens[start:last]]
        names: set[str] = set()
        for lead in {fold(article), ""}:
            begun = gazetteer.communes_named(f"{lead} {keys[0]} {keys[1]}".strip(), prefix=True)
            names.update(fold(name).removeprefix(lead).strip() for _, name in begun)
        for end in range(last, start + 1, -1):
            named = " ".join(keys[: end - start]) in names and not self.tied(end)
            if named and self._is_telling(start, end):
                return end
        return 0

    def _is_telling(self, start: int, end: int) -> bool:
        """Three words are never a commune's name by chance; two may be: "les deux villes"."""
        first, last = self.tokens[start], self.tokens[end - 1]
        if end > start + 2 or self.tied(end - 1) or self._is_all(start, end):
            return True
        preposition, article = self.preposition(start)
        sure = preposition == "commune"
        if any(self.role(at) in ASKED_FOR for at in (start, start + 1)):
            return sure or (first.capital and last.capital)  # "acheter vert Toulon"
        if last.capital:
            return True
        for at in (start, start + 1):
            strange = self.marks[at] is None and not self.is_common(at)
            if strange and (sure or gazetteer.communes_named(self.tokens[at].key)):
                return True
        return sure and self.marks[start] is None and self.trusted(start, preposition, article)

    def _is_all(self, start: int, end: int) -> bool:
        """Nothing but an article stands beside these words."""
        begun = start == 0 or (start == 1 and self.role(0) == "article")
        return begun and end == len(self.tokens)

    def bears_article(self, start: int, end: int) -> bool:
        """An article before a word is a part of its name: "Le Raincy", not "l'Union nationale"."""
        if self._is_all(start, end) or self.hinted(end):
            return True
        ended = end == len(self.tokens) or not self.continues(end)
        return self.tokens[start].capital and ended

    def trusted(self, at: int, preposition: str, article: str) -> bool:
        """A common word that stands as the name of a place does."""
        if self.tokens[at].capital:
            return True
        if preposition == "commune":
            return article.strip().lower() in ("", "la")  # "à la réunion", not "au centre"
        return preposition == "territoire"
