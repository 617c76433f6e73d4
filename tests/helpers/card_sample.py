"""A small catalogue built by hand, for the tests of what a person reads."""

from __future__ import annotations

from achats_reseaux.model import (
    Area,
    Catalogue,
    Contact,
    Fact,
    Link,
    Network,
    Notion,
    Source,
    Word,
)
from helpers.cases import cases

LIST = Source(
    "list", "https://example.org/the-list-of-networks", "La liste", page_date="2024-11-18"
)
SITE = Source("site", "https://pres.example.org/accueil", "Site « Près d'ici »", read_on="2026-11")
BOOK = Source("book", "https://example.org/livre", "Un livre", page_date="2013")
WAYS_IN = (
    Link("la page des réseaux sur example.org", LIST.url, (), None),
    Link("l'article sur les guichets", "https://example.org/8022", ("guichet-vert",), "non relu"),
)
WORDS: dict[str, tuple[Word, ...]] = {}
for kind, one, label, short in cases("answers/words.tsv"):
    WORDS[kind] = (*WORDS.get(kind, ()), Word(one, label, (), short))
PUBLIC = ("collectivite", "etat", "sante")
REMARKS = {
    "pres-d-ici": (
        ("page", "Citée dans un code public ; non relue", False),
        ("email", "Adresse générale", False),
        ("phone", "Standard, pas la ligne du guichet", False),
    ),
    "facilitateurs": (("page", "à vérifier", True),),
}
"""What is to be known of contacts, as ``catalogue.build`` makes it of facts like ``FACTS``."""


COLUMNS = (
    "id name kind use themes audiences covers short_name cost who summary website page email phone"
    " known origin carrier"
).split()


def network(*cells: str) -> Network:
    """A network of a row of ``tests/answers/networks.tsv``.

    What is empty is that of a national one on the environment for public buyers.
    """
    given = dict(zip(COLUMNS, cells, strict=True))
    ways = {name: given[name] or None for name in ("website", "page", "email", "phone")}
    known = [tuple(one.split(":")) for one in given["known"].split()]
    codes = tuple(given["covers"].split())
    return Network(
        id=given["id"],
        name=given["name"],
        kind=given["kind"],
        use=given["use"],
        themes=tuple(given["themes"].split()) or ("environnement",),
        audiences=tuple(given["audiences"].split()) or PUBLIC,
        scope="local" if codes else "national",
        covers=tuple(Area("departement", code, f"Département {code}") for code in codes),
        departements=codes,
        communes=(),
        carrier=given["carrier"] or None,
        summary=given["summary"]
        or "Aide à acheter mieux : des conseils, des exemples ; un annuaire.",
        contact=Contact(**ways, known=tuple(known), remarks=REMARKS.get(given["id"], ())),  # type: ignore[arg-type]
        aliases=(),
        sources=(LIST, SITE) if given["carrier"] else (LIST,),
        checked_on="2026-11-24",
        origin=given["origin"] or "bundled",
        short_name=given["short_name"] or given["name"],
        cost=given["cost"] or None,
        who=given["who"] or None,
    )


NETWORKS = tuple(network(*row) for row in cases("answers/networks.tsv"))


def fact(field: str, value: str | None, *sources: Source, **more: str) -> Fact:
    """A fact of the first network, of these sources."""
    return Fact(field, value or "", sources, more.get("note"), more.get("of"), "2026-11-24")


FACTS = (
    fact("website", "https://pres.example.org", SITE),
    fact("page", NETWORKS[0].contact.page, SITE, note="Citée dans un code public ; non relue."),
    fact("email", "contact@pres.example.org", LIST, SITE, note="Adresse générale."),
    fact("phone", "02 00 00 00 00", LIST, note="Standard, pas la ligne du guichet."),
    fact("fait", "Répond en deux jours.", BOOK),
    fact("fait", "Relit les pièces ; conseille.", SITE, LIST, note="Selon lui."),
    fact("cout", "Gratuit pour l'acheteur.", LIST),
    fact("a-verifier", "Le second numéro.", BOOK),
    fact("ecart", "Deux jours dans la liste, trois dans un livre.", LIST, BOOK),
    fact("siren", "123 456 789", BOOK, of="Association Près d'ici"),
    fact("fait", "Répond aux premières questions.", LIST, of="Un guichet"),
)


OWN_FACTS = {
    "pres-d-ici": FACTS,
    "facilitateurs": (fact("page", NETWORKS[3].contact.page, LIST, note="Vue en 2016."),),
    "soin": (fact("acces", "Par l'agence de sa région.", LIST, note="Selon elle."),),
    "sans-porte": (fact("acces", "Par la maison dont il est issu.", LIST),),
}
GLOSSES = {"guichet-vert": "conseil gratuit", "clause-sociale": "faire travailler des gens"}


def catalogue(*networks: Network) -> Catalogue:
    """A catalogue of these networks; the first has facts."""
    facets: dict[str, dict[str, list[int]]] = {
        name: {} for name in ("id", "kind", "theme", "audience", "departement", "scope")
    }
    for position, one in enumerate(networks):
        values = {
            "id": (one.id,),
            "kind": (one.kind,),
            "theme": one.themes,
            "audience": one.audiences,
            "departement": one.departements,
            "scope": ("national",) if one.scope == "national" else (),
        }
        for name, members in values.items():
            for member in members:
                facets[name].setdefault(member, []).append(position)
    return Catalogue(
        version="1",
        as_of="2024-11-18",
        checked_on="2026-11-24",
        reference=LIST,
        vintage="2026",
        ways_in=WAYS_IN,
        words=WORDS,
        partial_kinds=(),
        lexicon={},
        facets={
            name: {member: tuple(found) for member, found in members.items()}
            for name, members in facets.items()
        },
        networks=networks,
        facts=tuple(OWN_FACTS.get(one.id, ()) for one in networks),
        notices=(("La liste est incomplète : reseaux open facilitateurs", ("social",)),),
        notion_ids=tuple(GLOSSES),
        notions=tuple(
            Notion(one, one, (), "", (), (), (), gloss) for one, gloss in GLOSSES.items()
        ),
    )


SAMPLE = catalogue(*NETWORKS)
