"""The known words of a question: those of ``data/mots.tsv`` and those of the catalogue."""

from __future__ import annotations

from functools import cached_property

from achats_reseaux import gazetteer
from achats_reseaux.gazetteer import name_searches, tsv_table
from achats_reseaux.model import FILTERS, Record
from achats_reseaux.questions.stems import stem
from achats_reseaux.text import fold, nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.model import Catalogue
    from achats_reseaux.questions.tokens import Token

    Meanings = tuple[tuple[str, str], ...]

_LONGEST = 12
_SHORT, _FEW, _ALIKE = 4, 2, 0.83
_OF = ("de", "d", "du")
_ARTICLES = ("l ", "la ", "le ", "les ", "un ", "une ")
ASKED_FOR = ("theme", "kind", "audience", "network", "notion", "organisation")
"""The namespaces of the catalogue's own words."""


class Words(Record):
    """The words of ``data/mots.tsv``.

    Attributes:
        roles: role and value of each folded expression. The roles are:
            ``préposition``: precedes a place of the kind in the value (``commune``,
            ``territoire``, ``lieu``, or ``faible``: perhaps no place);
            ``article``, ``liaison``: may occur inside names; ``déterminant``: not before one;
            ``lieu``: another name of the place in the value; ``gentilé``: its inhabitants;
            ``ici``: refers to a place without naming it;
            ``liste``, ``définition``, ``comparaison``, ``couverture`` (value: status of the areas
            asked for, ``parts`` if of the areas of a place, ``map`` if drawn, the level if one
            line for each): what the question asks for;
            ``unité``, ``numéroté``: the number before or after it is no code;
            ``voie``: the name after it is that of a street;
            ``exclusion``: excludes the place or filter after it; with the value ``négation`` or
            ``absence``, not in a negative question; with ``manque``, it may say what places lack;
            ``métier``: belongs to public buying;
            ``objet``: a purchase, of which the catalogue knows nothing but the notion in the value;
            ``étranger``: no subject of public buying (``seul``: if nothing else is asked;
            ``bien``: unless a public body asks; ``habitants``: unless coverage counts them);
            ``limite``: a restriction that no command can express;
            ``vide``: meaningless (``parts``: names parts of a place);
            ``network``: what only the network in the value offers ("calculateur carbone");
            ``vendeur``: who asks sells ("je vends", "notre ESAT").
        fields: for each folded expression, the id of the field of the catalogue that it asks for;
            after it, separated by spaces, those that add to it where they are documented.
        titles: type words before the name of a place, and its kind.
        patrons: establishments that may be named after a saint or a person.
        common: common words that are also names of places.
        usual: other words that are also names of places, read as these only after a preposition
            or with a capital: by their frequency in ``wordfreq``, and by hand (surnames, provinces,
            cheeses).
        limits: words that make the number after them a limit.
        landscapes: words before the name of a river or a country, which is then no département.
    """

    roles: dict[str, tuple[str, str]]
    fields: dict[str, str]
    titles: dict[str, str]
    patrons: frozenset[str]
    common: frozenset[str]
    usual: frozenset[str]
    limits: frozenset[str]
    landscapes: frozenset[str]


_words: list[Words] = []


def plain_words() -> Words:
    """The words of ``data/mots.tsv``, read once."""
    if not _words:
        roles: dict[str, tuple[str, str]] = {}
        fields: dict[str, str] = {}
        titles: dict[str, str] = {}
        named: dict[str, set[str]] = {
            "patron": set(),
            "courant": set(),
            "usuel": set(),
            "borne": set(),
            "contrée": set(),
        }
        with open(f"{tsv_table.folder()}/mots.tsv", encoding="utf-8") as file:
            next(file)
            for line in file:
                key, role, value = line.rstrip("\n").split("\t")
                if role == "titre":
                    titles[key] = value
                elif role in named:
                    named[role].add(key)
                elif role == "champ":
                    fields[key] = value
                elif role == "réseau":
                    roles[key] = ("network", value)
                else:
                    roles[key] = (role, value)
        _words.append(Words(roles, fields, titles, *map(frozenset, named.values())))
    return _words[0]


class Span(Record):
    """A range of tokens that form a known expression.

    Attributes:
        start, end: range of the tokens, the end excluded.
        key: the folded expression.
        meanings: pairs of a namespace (``theme``, ``kind``, ``audience``, ``network``, ``notion``,
            ``organisation`` or a role of :class:`Words`) and an id or value.
    """

    start: int
    end: int
    key: str
    meanings: Meanings

    @property
    def role(self) -> str:
        """Its first namespace."""
        return self.meanings[0][0]

    def value(self, namespace: str) -> str | None:
        """What it means in a namespace, or ``None``."""
        return dict(self.meanings).get(namespace)


class KnownWords:
    """The meanings of every known expression, folded.

    Attributes:
        meanings: of each expression; a word of ``mots.tsv`` has no other.
        words: the single words of the catalogue's own namespaces.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self.meanings = _meanings(catalogue)
        own = {key for name in ASKED_FOR for key in catalogue.lexicon.get(name, {})}
        self.words = sorted(key for key in own if len(key) > _SHORT and " " not in key)

    @cached_property
    def _forms(self) -> dict[tuple[str, ...], Meanings]:
        """The meanings of expressions of several words by their stems, which take long to make."""
        forms: dict[tuple[str, ...], set[Meanings]] = {}
        for key, meanings in self.meanings.items():
            if " " in key and meanings[0][0] != "lieu":
                forms.setdefault(_stems(key), set()).add(meanings)
        return {stems: one for stems, (one, *others) in forms.items() if not others}

    def of(self, key: str) -> Meanings:
        """The meanings of an expression, or of those that differ from it by inflection only.

        The name of a network may have "de" besides: "clause d'insertion de Dieppe".
        """
        found = self.meanings.get(key, ())
        if found or " " not in key:
            return found
        first, *others = key.split()
        bare = " ".join([first, *(word for word in others if word not in _OF)])
        named = self._forms.get(_stems(bare), ())
        return self._forms.get(_stems(key)) or (named if "network" in dict(named) else ())

    def near(self, key: str) -> list[str]:
        """The words that a key is nearly, nearest first; none if it is an inflection of one."""
        # Typos seldom affect the first letter, or omit more than two.
        alike = [o for o in self.words if o[0] == key[0] and abs(len(o) - len(key)) <= _FEW]
        near = nearest(key, alike, cutoff=_ALIKE) if len(key) > _SHORT else []
        return [] if stem(key) in map(stem, near[:1]) else near


def _stems(key: str) -> tuple[str, ...]:
    return tuple(map(stem, key.split()))


_known: list[tuple[Catalogue, KnownWords]] = []
"""Cache: the catalogue of the last question, and its known words."""


def known_words(catalogue: Catalogue) -> KnownWords:
    """The known words of a catalogue, kept for the next question."""
    for last, known in _known:
        if last is catalogue:
            return known
    known = KnownWords(catalogue)
    _known[:] = [(catalogue, known)]
    return known


def _meanings(catalogue: Catalogue) -> dict[str, Meanings]:
    known: dict[str, Meanings] = {}
    lexicon = catalogue.lexicon
    for name, _ in FILTERS:
        for key, value in lexicon[name].items():
            known[key] = (*known.get(key, ()), (name, value))
    ids = {fold(network) for network in catalogue.ids}
    kinds = tuple(f"{fold(word.label)} " for word in catalogue.words["kind"])
    for key, value in lexicon["network"].items():
        # "guichet vert Île-de-France" is a kind and a place, even if a network has that name.
        if not key.startswith(kinds) or key in ids:
            known[key] = (*known.get(key, ()), ("network", value))
    for key, meaning in plain_words().roles.items():
        # A mayor is an audience, and also a person about whom no buyer asks.
        known[key] = (*known.get(key, ()), meaning) if meaning[0] == "étranger" else (meaning,)
    # The words for a notion, a body or a fact keep their other meanings.
    for namespace in ("notion", "organisation"):
        names = lexicon.get(namespace, {})
        for key, value in names.items():
            _, _, rest = key.partition(" ")
            with_article = key.startswith(_ARTICLES) and rest in names  # "un guichet vert"
            if not with_article and key not in lexicon["kind"]:
                known[key] = (*known.get(key, ()), (namespace, value))
    for key, value in plain_words().fields.items():
        known[key] = (*known.get(key, ()), ("champ", value))
    for key in name_searches.area_keys():
        if " " in key:
            known[key] = (("lieu", key),)
    return known


def mark(tokens: list[Token], known: KnownWords) -> list[Span | None]:
    """For each token the known expression it belongs to: the longest, then the first.

    Expressions of several words are known in all inflections: "pas couvertes" for "pas couvert".

    Args:
        tokens: of the question.
        known: the known words.
    """
    found = []
    for start, end, key in _expressions(tokens):
        if meanings := known.of(key):
            found.append(Span(start, end, key, meanings))
    if not any(span.role == "définition" for span in found):
        found = [span for span in found if not _is_theme_and_place(span, known)]
    marks: list[Span | None] = [None] * len(tokens)
    for span in sorted(found, key=lambda one: (one.start - one.end, one.start)):
        if not any(marks[span.start : span.end]):
            marks[span.start : span.end] = [span] * (span.end - span.start)
    return marks


def _is_theme_and_place(span: Span, known: KnownWords) -> bool:
    """Whether the name of a network is a theme and a place: "clause insertion Laval"."""
    bare = " ".join(one for one in span.key.split() if one not in _OF)
    first, second, place = (*bare.split(" ", 2), "", "")[:3]
    named = gazetteer.areas_named(place) or gazetteer.communes_named(place)
    theme = "theme" in dict(known.meanings.get(f"{first} {second}", ()))
    return theme and bool(place.isdigit() or named)


def _expressions(tokens: list[Token]) -> list[tuple[int, int, str]]:
    """Every range of tokens that may be an expression: start, end and folded text."""
    found = []
    for start in range(len(tokens)):
        key = ""
        for end in range(start + 1, min(start + _LONGEST, len(tokens)) + 1):
            token = tokens[end - 1]
            if key and token.breaks:
                break
            key = f"{key} {token.key}" if key else token.key
            found.append((start, end, key))
    return found
