"""Every statement of fact of the ministry's page, and where the catalogue carries it.

The page: « Des réseaux nationaux et locaux pour accompagner les acheteurs publics », published on
4 December 2023, updated on 18 November 2024. Its statements are told here in our own words. A row
fails when what carries its statement is dropped, or no longer cites the page.
"""

from __future__ import annotations

import pytest

from achats_reseaux.catalogue import loader
from achats_reseaux.model import Fact, Network

KNOWN = loader.load()
PAGE = "ministere-2024"

GUICHETS = "reseco maximilien aura-ee 3ar ran-coper apure resocc relais-2d".split()
GUICHETS += "cress-mayotte mden arbe arnia".split()

# (what the page says, the entry or notion that carries it, the fact's field, a part of its text)
FACTS = [
    # the plan, and what it is for
    ("more contracts with environmental and social considerations are the heart of the PNAD",
     "pnad", "fait", "plus de contrats avec des considérations environnementales et sociales"),
    ("public contracts are a major lever", "pnad", "fait", "un levier majeur"),
    ("buyers can lean on networks and on platforms of exchange", "pnad", "outils",
     "des réseaux et sur des plateformes d'échange"),
    ("the support fits each territory and each profile of buyer", "pnad", "outils",
     "selon leur territoire et leur profil"),
    # the regional networks
    ("since the 2000s, wanted by collectivités to bring engaged buyers together",
     "reseaux-regionaux", "lancement", "Depuis les années 2000, à la demande de collectivités"),
    ("they help buyers to take sustainable development into account", "reseaux-regionaux", "fait",
     "tenir compte du développement durable"),
    ("they pool knowledge and good practice", "reseaux-regionaux", "fait",
     "savoirs et bonnes pratiques en commun"),
    ("their exchanges make the members' skills grow together", "reseaux-regionaux", "fait",
     "montée|monter leurs membres en compétence ensemble"),
    ("they train and accompany: a driving force in the territories", "reseau", "fait",
     "le déploiement d'une commande publique durable dans les"),
    ("the PNAD strengthened their part", "reseaux-regionaux", "activite",
     "renforcé avec le plan national 2022-2025"),
    ("their legal expertise and knowledge of the field", "reseaux-regionaux", "fait",
     "expertise juridique et une connaissance du terrain"),
    # the inter-réseaux
    ("the networks then formed an inter-réseaux", "reseau", "historique", "un inter-réseaux"),
    ("it links initiatives of the territories and starts joint actions", "inter-reseaux", "fait",
     "Crée des liens entre les initiatives des territoires et monte des actions communes"),
    ("the CGDD leads it since 2013", "inter-reseaux", "animation",
     "Commissariat général au développement durable, depuis 2013"),
    # the guichet vert
    ("environmental advice of the first level", "guichet-vert", "fait",
     "Conseil environnemental de premier niveau"),
    ("free", "guichet-vert", "cout", "Gratuit"),
    ("for buyers under the code de la commande publique", "guichet-vert", "public-vise",
     "soumis au code de la commande publique"),
    ("small collectivités above all", "guichet-vert", "public-vise",
     "petites collectivités locales en particulier"),
    ("deployed since 2022, within the PNAD", "guichet-vert", "lancement",
     "Déployé depuis 2022, dans le cadre du PNAD"),
    ("it serves the aim of article 35 of the loi Climat et résilience of 2021", "guichet-vert",
     "base-juridique", "article 35 de la loi Climat et résilience (2021)"),
    ("twelve in 2024, on almost all of the territory", "guichet-vert", "chiffres",
     "Douze guichets en 2024, sur la quasi-totalité du territoire"),
    ("carried by the regional networks", "guichet-vert", "portage", "Les réseaux régionaux"),
    ("with the support of the ministry", "guichet-vert", "pilotage", "Soutenu par le ministère"),
    ("the environmental side, and that alone", "guichet-vert", "fait",
     "Porte sur le volet environnemental"),
    # the facilitateurs
    ("they initiate, accompany and follow social clauses", "facilitateurs", "fait",
     "Lancer, accompagner et suivre les clauses sociales"),
    ("the purpose: insertion and employment", "facilitateurs", "fait",
     "pour l'insertion et l'emploi"),
    ("they help to define and calibrate the clause, then follow it", "facilitateurs-sociaux",
     "fait", "définir et à calibrer la clause d'insertion, puis accompagnent et suivent"),
    ("a resource person for everyone in the contract", "facilitateurs-sociaux", "fait",
     "interlocuteur à tous les acteurs"),
    ("more than 600, all over the country", "facilitateurs-sociaux", "chiffres", "Plus de 600"),
    ("all over the country", "facilitateurs-sociaux", "perimetre", "Toute la France"),
    ("mainly for collectivités and State services", "facilitateurs-sociaux", "public-vise",
     "surtout des collectivités et des services de l'État"),
    ("help on consultations and on drafting", "facilitateurs-sociaux", "fait",
     "appuient la consultation et la rédaction des pièces"),
    ("they find the people for whom the clause is", "facilitateurs-sociaux", "fait",
     "repèrent les publics"),
    ("they follow the obligations of insertion", "facilitateurs-sociaux", "fait",
     "suivent les obligations d'insertion"),
    ("piloted by the DGEFP", "facilitateurs-sociaux", "pilotage", "DGEFP"),
    ("led by Alliance Villes Emploi", "facilitateurs-sociaux", "animation",
     "Alliance Villes Emploi"),
    ("AVE: a national association of local elected members, head of maisons de l'emploi and PLIE",
     "facilitateurs-sociaux", "forme-juridique",
     "Association nationale d'élus locaux, tête de réseau des maisons de l'emploi et des PLIE"),
    # the State's buyers
    ("the DAE leads the network of référents", "referents-achats-etat", "animation", "DAE"),
    ("since 2009", "referents-achats-etat", "lancement", "2009"),
    ("for the buyers of ministries and public bodies", "referents-achats-etat", "public-vise",
     "ministères et des établissements publics"),
    ("to reach the national targets", "referents-achats-etat", "fait", "objectifs nationaux"),
    ("environmental and societal aims in purchasing strategies", "referents-achats-etat", "fait",
     "objectifs environnementaux et sociétaux dans les stratégies"),
    ("guides, recommendations and training", "referents-achats-etat", "outils",
     "Guides méthodologiques, recommandations et formations"),
    ("a framework document: governance and recommendations", "referents-achats-etat", "outils",
     "Document-cadre"),
    # PHARE
    ("its full name", "phare", "nom-complet", "Performance hospitalière"),
    ("all GHT are urged to it from 2022, within the PNAD", "phare", "fait",
     "incité tous les groupements hospitaliers de"),
    ("piloted by the DGOS", "phare", "pilotage", "DGOS"),
    ("public health establishments, ESPIC, médico-social", "phare", "public-vise", "ESPIC"),
    ("pilot projects", "phare", "fait", "projets pilotes"),
    ("guides for buyers and purchasing managers", "phare", "outils", "Guides pour les acheteurs"),
    ("a charter", "phare", "outils", "Charte développement durable"),
    ("a carbon calculator by main segment", "phare", "outils", "principaux segments"),
    ("a network of référents, and a training path", "phare", "outils",
     "Réseau de référents et parcours de formation"),
    # Place des Entreprises
    ("firms reach an adviser of an administration, an operator or a willing collectivité",
     "place-des-entreprises", "fait", "un opérateur ou une collectivité volontaire"),
    ("environment, ecological transition, RSE", "place-des-entreprises", "fait",
     "la transition écologique et la RSE"),
    ("begun in 2022", "place-des-entreprises", "lancement", "Créé en 2022"),
    ("by the ministries of Economy and of Labour", "place-des-entreprises", "portage",
     "les ministères de l'Économie et du Travail"),
    ("help to private buyers", "place-des-entreprises", "public-vise", "Acheteurs privés"),
    # the platforms
    ("exchange, information, collaboration, by kind of buyer or by theme", "plateforme", "fait",
     "par type d'acheteurs ou par thème"),
    ("born of a need of professionalisation; the trade asks for many skills and knowledge of rules",
     "plateforme", "historique", "besoin de professionnalisation"),
    ("Rapidd: an initiative of the ministry", "rapidd", "portage", "initiative du ministère"),
    ("more than 6,000 users", "rapidd", "chiffres", "Plus de 6 000 utilisateurs"),
    ("questions among peers, clauses, experience, documents", "rapidd", "fait",
     "questions et réponses entre pairs, exemples de clauses, retours d'expérience et documents"),
    ("for everyone in public procurement", "rapidd", "public-vise",
     "Acteurs de la commande publique"),
    ("Le Marché: made by the GIP", "marche-inclusion", "portage", "GIP Plateforme de l'inclusion"),
    ("8,000 firms, more than 150 sectors", "marche-inclusion", "chiffres",
     "8 000 entreprises sociales inclusives, dans plus de 150 secteurs"),
    ("all over France, insertion and disability", "marche-inclusion", "perimetre",
     "partout en France, du secteur de l'insertion et du handicap"),
    ("reverse sourcing: a buyer publishes a need", "marche-inclusion", "fait",
     "Sourcing inversé"),
    ("measures the social impact of all purchases of a body", "marche-inclusion", "fait",
     "mesure de l'impact social"),
    ("RespAÉ: set up by the DAE", "respae", "portage", "DAE"),
    ("the first professional social network for public purchasing", "respae", "historique",
     "premier réseau social professionnel"),
    ("for ministries and their public bodies alone", "respae", "public-vise", "eux seuls"),
    ("a key project of professionalisation", "respae", "historique", "projet clé"),
    ("exchange of ideas and practice, pooled know-how", "respae", "fait",
     "Échanges d'idées et de pratiques, mise en commun des savoirs et savoir-faire"),
    ("Osmose: the State's platform of professional communities", "osmose", "portage",
     "plateforme interministérielle des communautés professionnelles"),
    ("documents, news, tools, events, good practice", "osmose", "fait",
     "Documentation, actualités, outils, événements, bonnes pratiques et retours d'expérience"),
    ("public agents, pilots, correspondents, experts", "osmose", "public-vise",
     "dont les pilotes, correspondants, experts et porteurs"),
    ("open to all concerned, in administrations and public bodies", "osmose", "acces",
     "dans les administrations et les établissements publics"),
]  # fmt: skip

# What lies elsewhere than in a fact: (what the page says, the entry, its attribute, the value).
TRAITS = [
    ("RESECO: Bretagne, Pays de la Loire, Centre-Val de Loire", "reseco", ("53", "52", "24")),
    ("Maximilien: Île-de-France", "maximilien", ("11",)),
    ("AURA-EE: Auvergne-Rhône-Alpes", "aura-ee", ("84",)),
    ("3AR: Nouvelle-Aquitaine", "3ar", ("75",)),
    ("RAN-COPER: Normandie", "ran-coper", ("28",)),
    ("APURE: Hauts-de-France", "apure", ("32",)),
    ("RES'OCC: Occitanie", "resocc", ("76",)),
    ("RELAIS 2D: Bas-Rhin", "relais-2d", ("67",)),
    ("CRESS: Mayotte", "cress-mayotte", ("06",)),
    ("MDEN: La Réunion", "mden", ("04",)),
    ("ARBE: Provence-Alpes-Côte d'Azur", "arbe", ("93",)),
    ("ARNIA: Bourgogne-Franche-Comté", "arnia", ("27",)),
]

# Not carried: buttons (« Partager », « En savoir plus », « Accéder à … »), which state nothing;
# « accompagnement humain et de proximité », praise; « le métier d'acheteur est un métier
# multiforme », told only for what it leads to.


def facts_of(name: str) -> tuple[Fact, ...]:
    if name in KNOWN.ids:
        return KNOWN.facts_of(name)
    return KNOWN.notion(name).facts


@pytest.mark.parametrize(("statement", "name", "field", "text"), FACTS)
def test_the_catalogue_carries_it(statement: str, name: str, field: str, text: str) -> None:
    parts = text.split("|")
    found = [
        fact
        for fact in facts_of(name)
        if fact.field == field and any(part in fact.value for part in parts)
    ]
    assert found, statement
    cited = {source.id for fact in found for source in fact.sources}
    assert PAGE in cited, f"{statement}: the page is not cited"


@pytest.mark.parametrize(("statement", "name", "codes"), TRAITS)
def test_the_ground_is_that_of_the_page(statement: str, name: str, codes: tuple[str, ...]) -> None:
    network: Network = KNOWN.network(name)
    assert tuple(area.code for area in network.covers) == codes, statement
    assert PAGE in {source.id for source in network.sources}


def test_the_dates_of_the_page_are_told() -> None:
    assert KNOWN.reference.id == PAGE
    assert KNOWN.reference.date == KNOWN.as_of == "2024-11-18"
    (told,) = [one for one in facts_of("portail-achats-durables") if one.field == "annuaire"]
    assert "publiée le 4 décembre 2023, mise à jour le 18 novembre 2024" in told.value


def test_the_guichets_keep_only_what_is_their_own() -> None:
    """What all twelve share is told once, in the notion that bears the id of their kind."""
    shared = {(fact.field, fact.value) for fact in KNOWN.notion("guichet-vert").facts}
    told: dict[tuple[str, str], list[str]] = {}
    for name in GUICHETS:
        for fact in facts_of(name):
            if fact.of:
                continue
            told.setdefault((fact.field, fact.value), []).append(name)
            assert (fact.field, fact.value) not in shared, name
    often = {
        what: names for what, names in told.items() if len(names) > 2 and what[0] != "a-verifier"
    }
    assert often == {}
