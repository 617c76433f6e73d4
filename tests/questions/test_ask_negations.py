"""A negation is never turned round: forms of French and English × kinds, themes and audiences.

Where places are asked for that lack something, the answer is the coverage of just that, with the
status ``none``; who says what is missing at a place is shown it; who excludes it is not. Of all the
combinations one in ``ONE_IN`` is tried, another one for each form; a kind or a theme alone always.
Set ``RESEAUX_ALL_QUESTIONS`` to try all.
"""

from __future__ import annotations

import os
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from achats_reseaux.catalogue import loader
from achats_reseaux.questions.reading import read_question
from helpers.cases import cases

if TYPE_CHECKING:
    from collections.abc import Iterator

CATALOGUE = loader.load()
ONE_IN = 1 if os.environ.get("RESEAUX_ALL_QUESTIONS") else 13

NAMES: dict[str, dict[str, tuple[str, str]]] = {}
for slot, word, *both in cases("questions/negated.tsv"):
    NAMES.setdefault(slot, {})[word] = (both[0], both[1])
KINDS, THEMES, ALONE, AUDIENCES = NAMES.values()


class Target(NamedTuple):
    """What may be lacking, and what it is called in French and in English."""

    theme: str | None
    kind: str | None
    audience: str | None
    names: tuple[str, str]


def targets() -> Iterator[Target]:
    for kind, theme, audience in product(KINDS, (None, *THEMES), (None, *AUDIENCES)):
        if (kind, theme) == ("guichet-vert", "social"):
            continue  # a guichet vert has no such theme, and the answer says so
        parts = (KINDS[kind], THEMES.get(theme or ""), AUDIENCES.get(audience or ""))
        said = tuple(zip(*filter(None, parts), strict=True))
        yield Target(theme, kind, audience, (" ".join(said[0]), " ".join(said[1])))
    for theme, audience in product(ALONE, (None, *AUDIENCES)):
        said = tuple(zip(*filter(None, (ALONE[theme], AUDIENCES.get(audience or ""))), strict=True))
        yield Target(theme, None, audience, (" ".join(said[0]), " ".join(said[1])))


FORMS = cases("questions/negations.tsv")
"""What is meant (``lack``, ``missing`` or ``excluded``), the language and the form."""


def worded(form: str, language: str, target: Target) -> str:
    """A form with what is lacking, after its article."""
    name = target.names[language == "en"]
    vowel = name[0] in "aeiouéè"
    if language == "en":
        return form.format(x=name, a=f"{'an' if vowel else 'a'} {name}")
    feminine = "e" if name.startswith(("plateforme", "clause", "bibliothèque")) else ""
    return form.format(
        x=name, de=f"d'{name}" if vowel else f"de {name}", un=f"un{feminine} {name}",
        aucun=f"aucun{feminine} {name}",
    )  # fmt: skip


def questions(meaning: str) -> Iterator[tuple[Target, str]]:
    every = list(targets())
    for rank, (_, language, form) in enumerate(one for one in FORMS if one[0] == meaning):
        for at, target in enumerate(every):
            bare = target.audience is None and None in (target.kind, target.theme)
            if bare or (at + rank) % ONE_IN == 0:
                yield target, worded(form, language, target)


def fits(asked: tuple[str, ...], wanted: str | None) -> bool:
    return asked == (() if wanted is None else (wanted,))


def test_places_that_lack_something_are_those_without_it() -> None:
    turned = []
    for target, question in questions("lack"):
        intent = read_question(CATALOGUE, question)
        # "communes" are a collectivité themselves, and guichets verts are counted by default
        audience = None if target.audience == "collectivite" else target.audience
        default = target.kind == "guichet-vert" and not (target.theme or audience)
        right = (
            intent.command == "coverage"
            and "none" in intent.statuses
            and fits(intent.theme, target.theme)
            and fits(intent.kind, None if default else target.kind)
            and fits(intent.audience, audience)
        )
        if not right:
            turned.append((question, intent.command_line))
    assert turned == []


def test_what_somebody_misses_is_shown() -> None:
    turned = []
    for target, question in questions("missing"):
        intent = read_question(CATALOGUE, question)
        kinds = (target.kind,) if target.kind else ("guichet-vert",)
        right = (
            intent.command == "find"
            and intent.place.popitem()[1] == "Nice"
            and {*intent.kind} <= {*kinds}
            and {*intent.theme} <= {target.theme}
            and {*intent.audience} <= {target.audience}
            and not intent.refused
        )
        if not right:
            turned.append((question, intent.command_line))
    assert turned == []


def test_what_is_excluded_is_not_shown() -> None:
    turned = []
    for target, question in questions("excluded"):
        intent = read_question(CATALOGUE, question)
        shown = target.kind in intent.kind if target.kind else target.theme in intent.theme
        if not intent.refused and (intent.command != "find" or shown):
            turned.append((question, intent.command_line))
    assert turned == []
