"""A small catalogue built by hand, for the tests of what a person reads."""

from __future__ import annotations

from typing import Any

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

LIST = Source(
    "list", "https://example.org/the-list-of-networks", "La liste", page_date="2024-11-18"
)
SITE = Source("site", "https://pres.example.org/accueil", "Site « Près d'ici »", read_on="2026-11")
BOOK = Source("book", "https://example.org/livre", "Un livre", page_date="2013")
LABELS = {
    "theme": {"environnement": "Environnement", "social": "Social"},
    "kind": {
        "guichet-vert": "Guichet vert",
        "facilitateurs": "Facilitateurs",
        "plateforme": "Plateforme d'échanges",
        "programme": "Programme national",
        "ressource": "Ressource en ligne",
        "conseil": "Conseil",
    },
    "audience": {
        "collectivite": "Collectivités territoriales",
        "etat": "État et établissements publics",
        "sante": "Santé et médico-social",
        "entreprise": "Entreprises",
    },
    "field": {
        "acces": "Comment y accéder",
        "cout": "Combien ça coûte",
        "fait": "Ce qu'il fait",
        "siren": "SIREN",
        "a-verifier": "À vérifier",
    },
    "use": {
        "conseil-environnemental": "Conseil environnemental",
        "clause-sociale": "Clause sociale",
        "entre-acheteurs": "Entre acheteurs",
        "fournisseurs": "Fournisseurs",
        "clauses-et-guides": "Clauses et guides",
        "appui-aux-entreprises": "Appui",
    },
    "known": {"propre": "lu sur sa page", "cite": "cité, page non lue"},
}
SHORT = {
    "propre": "",
    "cite": "à vérifier",
    "collectivite": "Pour la collectivité",
    "etat": "Pour l'État",
    "sante": "Pour l'hôpital",
    "entreprise": "Pour l'entreprise",
}
WAYS_IN = (
    Link("la page des réseaux sur example.org", LIST.url, (), None),
    Link("l'article sur les guichets", "https://example.org/8022", ("guichet-vert",), "non relu"),
)
PUBLIC = ("collectivite", "etat", "sante")


def network(network_id: str, name: str, kind: str, use: str, **fields: Any) -> Network:
    """A national network on the environment for public buyers, but for what is given."""
    plain: dict[str, Any] = {
        "id": network_id,
        "name": name,
        "kind": kind,
        "use": use,
        "themes": ("environnement",),
        "audiences": PUBLIC,
        "scope": "national",
        "covers": (),
        "departements": (),
        "communes": (),
        "carrier": None,
        "summary": "Aide à acheter mieux : des conseils, des exemples ; un annuaire.",
        "contact": Contact(),
        "aliases": (),
        "sources": (LIST,),
        "checked_on": "2026-11-24",
        "short_name": name,
        "cost": None,
        "who": None,
    }
    return Network(**{**plain, **fields})


def local(*codes: str, **fields: Any) -> dict[str, Any]:
    """The fields of a network that covers départements."""
    areas = tuple(Area("departement", code, f"Département {code}") for code in codes)
    return {"scope": "local", "covers": areas, "departements": codes, **fields}


GUICHET = {
    "summary": "Répond à vos premières questions sur le volet environnemental d'un achat.",
    "cost": "Gratuit",
    "who": "Tout acheteur public, petites communes surtout.",
}
NETWORKS = (
    network(
        "pres-d-ici",
        "Près d'ici",
        "guichet-vert",
        "conseil-environnemental",
        carrier="Association Près d'ici",
        sources=(LIST, SITE),
        contact=Contact(
            website="https://pres.example.org",
            page="https://pres.example.org/une-page-dont-l-adresse-est-bien-longue.html?id=1234567",
            email="contact@pres.example.org",
            phone="02 00 00 00 00",
        ),
        **local("76", **GUICHET),
    ),
    network(
        "sans-porte",
        "Sans Porte",
        "guichet-vert",
        "conseil-environnemental",
        **local("14", **GUICHET),
    ),
    network(
        "clauses-76",
        "Facilitateur de la clause sociale « insertion »",
        "facilitateurs",
        "clause-sociale",
        themes=("social",),
        contact=Contact(phone="03 00 00 00 00"),
        origin="local",
        short_name="Clause sociale 76",
        cost="Adhésion.",
        **local("76"),
    ),
    network(
        "facilitateurs",
        "Réseau des facilitateurs",
        "facilitateurs",
        "clause-sociale",
        themes=("social",),
        audiences=(*PUBLIC, "entreprise"),
        short_name="Facilitateurs",
        contact=Contact(
            page="https://example.org/" + "tableur/" * 12, known=(("page", "cite", "2016"),)
        ),
    ),
    network(
        "echanges",
        "Échanges",
        "plateforme",
        "entre-acheteurs",
        themes=("environnement", "social"),
        contact=Contact(website="https://echanges.developpement.example.gouv.fr"),
    ),
    network("perdu", "Réseau sans adresse", "plateforme", "entre-acheteurs"),
    network(
        "fournisseurs",
        "Le Marché",
        "plateforme",
        "fournisseurs",
        themes=("social",),
        audiences=(*PUBLIC, "entreprise"),
        contact=Contact(website="https://lemarche.example.gouv.fr"),
    ),
    network(
        "clauses",
        "Les clauses",
        "ressource",
        "clauses-et-guides",
        cost="Gratuit.",
        contact=Contact(website="https://clauses.example.fr"),
    ),
    network(
        "portail",
        "Le portail",
        "ressource",
        "clauses-et-guides",
        themes=("environnement", "social"),
        audiences=(*PUBLIC, "entreprise"),
        contact=Contact(website="https://portail.example.gouv.fr"),
    ),
    network(
        "guides",
        "guides.example.org",
        "ressource",
        "clauses-et-guides",
        themes=("social",),
        contact=Contact(website="https://www.guides.example.org"),
        cost="Accès libre.",
    ),
    network(
        "soin",
        "SOIN",
        "programme",
        "entre-acheteurs",
        audiences=("sante",),
        summary="Programme du ministère pour les achats des hôpitaux : guides, charte.",
        who="Hôpitaux.",
    ),
    network(
        "referents",
        "Réseau des référents",
        "conseil",
        "entre-acheteurs",
        audiences=("etat",),
        short_name="Référents",
        contact=Contact(website="https://referents.example.fr"),
    ),
    network(
        "conseillers",
        "Conseillers",
        "conseil",
        "appui-aux-entreprises",
        audiences=("entreprise",),
        cost="Mise en relation gratuite.",
        who="Dirigeants de TPE et de PME.",
        contact=Contact(website="https://conseillers.example.fr"),
    ),
)


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
    fact("siren", "123 456 789", BOOK, of="Association Près d'ici"),
    fact("fait", "Répond aux premières questions.", LIST, of="Un guichet"),
)


OWN_FACTS = {
    "pres-d-ici": FACTS,
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
        words={
            name: tuple(
                Word(one, label, (), SHORT.get(one, label)) for one, label in labels.items()
            )
            for name, labels in LABELS.items()
        },
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
