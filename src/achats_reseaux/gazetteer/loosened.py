"""Searching a table as one string, its names loosened as the name that is looked for is."""

from __future__ import annotations

from achats_reseaux.text import fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from achats_reseaux.gazetteer.tsv_table import Table

NATURES = {
    "communaute de communes": "CC",
    "communaute d agglomeration": "CA",
    "communaute agglomeration": "CA",
    "communaute urbaine": "CU",
    "etablissement public territorial": "EPT",
    "com com": "CC",
    "comcom": "CC",
    "metropole": "METRO",
    "epci": "",
    "ept": "EPT",
    "cc": "CC",
    "ca": "CA",
    "cu": "CU",
}
_LINKS = ("de la", "de l", "du", "des", "de", "d", "l", "le", "la", "les")
ARTICLES = ("l", "le", "la", "les")

_loosened: dict[tuple[str, str], str] = {}


def whole(table: str) -> str:
    """A folded table, or key, with the gaps and the saints that ``plain`` leaves."""
    narrow = table.replace("   ", " ").replace("  ", " ").replace(" st ", " saint ")
    return narrow.replace(" \t", "\t").replace(" \n", "\n")


def spaceless(table: str) -> str:
    """A folded table, or key, without its spaces; ``lez`` is ``lès``."""
    spelt = table.replace(" lez ", " les ")
    return spelt.encode().translate(None, b" ").decode()  # five times as fast as str.replace


def articleless(table: str) -> str:
    """A folded table, or key, without leading articles and spaces."""
    for article in ARTICLES:
        table = table.replace(f"\t{article} ", "\t")
    return spaceless(table)


def natureless(table: str) -> str:
    """A folded table, or key, without the natures of groupings, their link words and spaces."""
    for start in (*NATURES, *_LINKS):
        table = table.replace(f"\t{start} ", "\t")
    return spaceless(whole(table).replace(" metropole\t", "\t").replace(" metropole\n", "\n"))


def loosened(table: Table, loosen: Callable[[str], str]) -> str:
    """A folded table, made looser; kept, for the next rung may want it too."""
    at = (table.name, loosen.__name__)
    if at not in _loosened:
        _loosened[at] = loosen(table.folded())
    return _loosened[at]


def as_name(key: str, loosen: Callable[[str], str]) -> str:
    """A key as loosened as the tables, where a tab stands before each name."""
    return loosen(f"\t{key}\t").strip("\t")


def named(
    table: Table,
    wanted: str,
    loosen: Callable[[str], str] = whole,
    over: Callable[[str], str] | None = None,
    starts: tuple[str, ...] = ("",),
) -> list[list[str]]:
    """The rows of a table whose folded name, once loosened, is the wanted one.

    The table is searched as one string, a fraction of a millisecond each time. What is dear to
    loosen may be looked for ``over`` a simpler table, with each of the ``starts`` that it had.
    """
    folded = loosened(table, over or loosen)
    lead = "\t" if starts == ("",) else ""
    rows: list[list[str]] = []
    for end in table.ends:
        at = folded.find(lead + wanted + end)
        while at >= 0:
            before = at + len(lead)
            if folded[folded.rfind("\t", 0, before) + 1 : before] in starts:
                line = folded.rfind("\n", 0, before) + 1
                code = folded[line : folded.find("\t", line)].upper()
                rows += [row for row in table.rows(code) if row not in rows]
            at = folded.find(lead + wanted + end, at + 1)
    return [row for row in rows if wanted in _keys(row[table.named], loosen)]


def _keys(name: str, loosen: Callable[[str], str]) -> list[str]:
    """The loosened keys of a name: whole, and what brackets part."""
    sides = [name, *name.rstrip(")").split(" (")]
    return [as_name(fold(side), loosen) for side in sides]
