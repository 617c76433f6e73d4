"""Address lines: a name and a code, which must agree; a label and a code.

The readers take the query and the ladder, which reads the name again, at the code.
"""

from __future__ import annotations

from itertools import pairwise

from achats_reseaux import gazetteer
from achats_reseaux.gazetteer import places
from achats_reseaux.gazetteer.name_searches import TOWN
from achats_reseaux.gazetteer.words import ADDRESS_WORDS, BODIES, INTITULES
from achats_reseaux.geocoder import type_words
from achats_reseaux.geocoder.codes import is_corsican, is_digits, is_full_code, read_code
from achats_reseaux.geocoder.name_query import NoPlace, Within, exact, parts_of
from achats_reseaux.geocoder.required_area import in_required_area
from achats_reseaux.model import Places
from achats_reseaux.text import cached, fold, without_article

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.geocoder.name_query import NameQuery, Outcome, Read
    from achats_reseaux.model import Place

_LABELS = {
    "insee": "insee",
    "cp": "code-postal",
    "postal": "code-postal",
    "siren": "siren",
    "siret": "siret",
    "dep": "departement",
    "dpt": "departement",
}


def kind_of_label(label: str) -> str | None:
    """The kind that a folded label before a code or a name requires (``code INSEE``, ``ville``)."""
    word = label.removeprefix("code ").removeprefix("n ").removeprefix("numero ")
    word = word.removesuffix(" n")
    return _LABELS.get(word) or INTITULES.get(label)


def labelled_code(query: NameQuery, _read: Read) -> Outcome | None:
    """``code INSEE 97133``, ``SIRET 217 605 401 00017``, ``conseil départemental 76``."""
    label, code = label_and_code(query.key) or ("", "")
    kind = query.kind
    if label or len(code) != 5:  # else 76000 CEDEX
        body = BODIES.get(label)
        of_body = body.kinds[0] if body is not None and body.kinds else None
        kind = kind_of_label(label) or of_body
        if not code or kind is None or query.kind is not None:
            return None
    found = read_code(code, kind)
    return found and in_required_area(query, found)


def name_and_code(query: NameQuery, read: Read) -> Outcome | None:
    """``76000 Rouen``, ``1 rue X CS 30120 67070 STRASBOURG``: name and code must be consistent."""
    if is_abroad(query.typed):
        from achats_reseaux.geocoder import messages

        return messages.abroad(query.typed)
    keys, code = names_and_code(query.typed)
    names = [query.with_text(type_words.as_typed(query.typed, key), "bare", key) for key in keys]
    if not names:
        return None
    there = read_code(code, "code-postal" if is_digits(code) else "insee")
    if not isinstance(there, Places):
        found = next(filter(None, (read(name) for name in names)), None)
        return found and places.with_note(
            found, f"{code} n'est pas un code postal : seul le nom est lu."
        )
    if query.within is not None and not query.within.holds(there.candidates[0]):
        return None
    last = query.with_text(query.typed.rpartition(",")[2], "name")
    town = exact(last) if last.key not in keys and code.lower() not in last.key else None
    if town and not any(
        map(Within(there.candidates[0].departements, (), "").holds, town.candidates)
    ):
        return None  # "69446 Lyon, Chambéry"
    for name in names:
        outcome = _at_code(query, name, there.candidates[0], code, read)
        if outcome and (name is names[0] or not _is_hamlet(name, outcome)):
            narrower = query.kind is None and not there.candidates[0].approximate
            return there if narrower and _is_only_around(name, outcome) else outcome
    if query.kind not in (None, "commune") or code not in query.key.upper():
        return None  # "1000 Bruxelles": a code that lost its zero is not enough
    if there.candidates[0].approximate and not query.cedex:  # "28001 Madrid"
        return None
    note = f"« {names[0].typed} » n'est pas un lieu connu : seul le code {code} est lu."
    return places.with_note(there, note)


def _at_code(
    query: NameQuery, name: NameQuery, place: Place, code: str, read: Read
) -> Outcome | None:
    """The place of a name at the place of a code, or in the same département."""
    label = f"au code postal {code}"
    exactly = Within(place.departements, place.communes, label)
    if found := read(name.replace(within=exactly, text="told")):
        communes = tuple(one for one in found.candidates if one.kind == "commune")
        return found.replace(candidates=communes or found.candidates)  # 19800 Corrèze
    around = Within(place.departements, (), label)
    if place.communes and (found := read(name.replace(within=around, text="near"))):
        note = f"{code} est le code d'un autre lieu du même département : {place.name}."
        return places.with_note(found, note)
    elsewhere = read(name.replace(within=None))
    if elsewhere is None or not places.is_exact(elsewhere):
        return None
    exact = next(one for one in elsewhere.candidates if not one.approximate)
    return NoPlace(query, contradiction=(exact, place))


def _is_only_around(name: NameQuery, outcome: Outcome) -> bool:
    """Whether a name is that of an area around its code (``Bretagne 35000``), not of a body's."""
    if not isinstance(outcome, Places) or type_words.has_type(name.key):
        return False
    return not any(place.communes for place in outcome.candidates)


def _is_hamlet(name: NameQuery, outcome: Outcome) -> bool:
    """Whether a name before a code may be a hamlet, not the small commune elsewhere of that name.

    ``Le Bourg, 15600, Saint-Constant-Fornoulès``; not ``Rouen 13001 …``, which contradicts itself.
    """
    if not isinstance(outcome, NoPlace) or type_words.has_type(name.key):
        return False
    return places.inhabitants(outcome.contradiction[0]) < TOWN


def agreeing(query: NameQuery, found: Places) -> Outcome:
    """The places that agree with the codes in the text; if none does, the two are told.

    "Le bourg - 50670 …" is in Manche, whatever places are called Le Bourg.
    """
    coded = {code: gazetteer.communes_of_postal_code(code) for code in codes_of(query.typed)}
    homes = {gazetteer.departement_of(insee) for communes in coded.values() for insee in communes}
    kept = tuple(one for one in found.candidates if not homes.isdisjoint(one.departements))
    if kept or not homes or found.candidates[0].code in coded:  # "code INSEE 97133"
        return found.replace(candidates=kept or found.candidates)
    code = next(code for code, communes in coded.items() if communes)
    there = places.of_postal_code(code, coded[code])
    return NoPlace(query, contradiction=(found.candidates[0], there))


# --- the words of an address ----------------------------------------------------------------------


def label_and_code(key: str) -> tuple[str, str] | None:
    """The label and code of the key of ``code insee 97133`` or ``siret 217 605 401 00017``."""
    letters = key.partition(" ")[0].rstrip("0123456789")  # cd95
    words = f"{letters} {key[len(letters) :]}".split()
    at = next((rank for rank, word in enumerate(words) if word[0].isdigit()), len(words))
    label, code = " ".join(words[:at]), "".join(words[at:])
    if label in ("f", "fr"):  # F-76000
        label = ""
    return (label, code) if is_digits(code) or is_corsican(code) else None


def is_abroad(typed: str) -> bool:
    """Whether a country prefix other than F precedes a code (``DE-67059 Ludwigshafen``)."""
    country, dash, rest = typed.partition("-")
    letters = dash and country.isalpha() and len(country) < 3 and fold(country) not in ("f", "fr")
    return bool(letters) and is_digits(rest[:4])


@cached
def names_and_code(typed: str) -> tuple[list[str], str]:
    """The names, folded, and the code of ``76000 Rouen`` or ``1 rue X BP 1, 67070 Strasbourg``."""
    words = [*_words(typed)]
    if len(words) > 2 and words[-1] == "france" and words[-2] != "en":
        del words[-1]
    if not _codes(words):
        words = _with_whole_code(words)
    if words and not _codes(words) and _lacks_zero(words[0]):
        words[0] = f"0{words[0]}"  # else the number of a street
    codes = {words[at]: at for at in _codes(words)}
    if len(codes) > 1:  # "CS 26004 - 29107, 29000 Quimper": that before a town is the town's
        codes = {code: at for code, at in codes.items() if "".join(words[at + 1 :][:1]).isalpha()}
    if len(codes) != 1:
        return [], ""
    ((code, at),) = codes.items()
    # The town comes after the code, and a street before it; else what stands before is the town.
    before, after = [word for word in words[:at] if word not in ("f", "fr")], words[at + 1 :]
    if after and after[0] in _SUFFIXES and (before or after[1:]):
        del after[0]  # "Rouen 76100 bis"
    behind = parts_of(typed.rpartition(code)[2].replace("(", ","))
    first = fold(behind[0]).split() if behind else []
    if after[: len(first)] == first:
        after = first or after  # "76000 Rouen - quai 4"
    names = [after, [] if after and before and is_street(" ".join(before)) else before]
    for name in names:
        if len(name) > 1 and name[0] in ("a", "de", "d"):  # 67000 à Mulhouse
            del name[0]
    return [" ".join(name) for name in names if name], code.upper()


@cached
def town_at_code(asked: tuple[str, str]) -> Place | None:
    """The commune that has a postal code and a folded name; towns repeat, their streets do not."""
    code, key = asked
    for insee in gazetteer.communes_of_postal_code(code):
        if fold(gazetteer.commune_name(insee) or "") == key:
            return places.of_commune(insee)
    return None


def _with_whole_code(words: list[str]) -> list[str]:
    """Words without a code, with ``76 000`` in one: not "99-101 rue …", nor a group of a SIREN."""
    for at, pair in enumerate(pairwise(words)):
        around = words[max(at - 1, 0) : at] + words[at + 2 : at + 3]
        if tuple(map(len, pair)) == (2, 3) and not any(map(is_digits, around)):
            code = "".join(pair)
            first = at == 0 and is_digits(pair[1])  # "2a 004 Ajaccio"
            if first or (is_digits(code) and gazetteer.communes_of_postal_code(code)):
                return [*words[:at], code, *words[at + 2 :]]
    return words


def codes_of(typed: str) -> list[str]:
    """The words of a text that have the form of a postal or an INSEE code."""
    words = _words(typed)
    return [words[at].upper() for at in _codes(words)]


@cached
def _words(typed: str) -> list[str]:
    """The folded words of an address, without numbered boxes."""
    first, *others = typed.split(",")
    others = [f" 0{part.strip()}" if _lacks_zero(part.strip()) else part for part in others]
    return _without_boxes(fold(",".join([first, *others])).split())


def _codes(words: list[str]) -> list[int]:
    return [at for at, word in enumerate(words) if is_full_code(word)]


def _lacks_zero(part: str) -> bool:
    return len(part) == 4 and is_digits(part)


_SUFFIXES = ("bis", "ter", "quater", "b", "t")
_NUMBERS = ("n", "no", "num", "numero")


def _without_boxes(words: list[str]) -> list[str]:
    """The words without numbered boxes: ``bp 12``, ``cs n 30120``, ``boite postale 7``."""
    for at in range(len(words) - 2, -1, -1):
        after = at + 1 + ("".join(words[at + 1 : at + 2]) in _NUMBERS)
        if not is_digits("".join(words[after : after + 1])):
            continue
        if ADDRESS_WORDS.get(words[at]) == "boite":
            words = words[:at] + words[after + 1 :]
        elif at > 0 and ADDRESS_WORDS.get(f"{words[at - 1]} {words[at]}") == "boite":
            words = words[: at - 1] + words[after + 1 :]
    return words


def is_street(key: str) -> bool:
    """Whether a key is a street, which may be named after a place (``8 rue de paris``)."""
    word = without_article(key).partition(" ")[0]
    return word[:1].isdigit() or ADDRESS_WORDS.get(word) == "voie" or word in _SUFFIXES


def is_numbered_street(key: str) -> bool:
    """Whether a key begins with the number of a street: ``11 avenue``, ``99 101 rue``."""
    rest = (word for word in key.split() if not word[0].isdigit() and word not in _SUFFIXES)
    return key[:1].isdigit() and ADDRESS_WORDS.get(next(rest, "")) == "voie"


def holds_address(key: str) -> bool:
    """Whether a key holds a numbered street or box: ``caserne 223 rue de bègles cs 21152``."""
    return any(
        (first[0].isdigit() and ADDRESS_WORDS.get(second) == "voie")
        or (ADDRESS_WORDS.get(first) == "boite" and second[0].isdigit())
        for first, second in pairwise(key.split())
    )
