"""The server, by the official SDK: stdin and stdout carry the protocol alone."""

from collections.abc import Callable
from inspect import cleandoc
from typing import Any

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.mcpserver.utilities.func_metadata import ArgModelBase
from mcp_types import ToolAnnotations
from pydantic import ValidationError

from achats_reseaux import __version__, api
from achats_reseaux.errors import ReseauxError
from achats_reseaux.mcp.trimmed import LONG, SHORT, trimmed
from achats_reseaux.model import Catalogue
from achats_reseaux.text import shortened

INSTRUCTIONS = """\
Qui peut aider, à un endroit de France, un acheteur public à acheter durable : guichets verts
(conseil sur l'environnement), facilitateurs de la clause sociale, réseaux, plateformes. Chaque fait
a sa source et sa date.
Pour une question sur un lieu : find_help, une fois, avec le lieu comme il a été dit.
« none » est une réponse : dites qu'il n'y a pas de guichet vert, de quand est la liste, puis qui
aide quand même.
Ne devinez jamais une adresse, un courriel ni un téléphone : il n'y a que ceux des réponses.
Un lieu ambigu (« ambiguous ») se redemande à la personne, candidats à l'appui : « Vienne (38) » en
précise un. Une suggestion se propose, elle ne se choisit pas à sa place.
Dites avec chaque fait sa source et la date de celle-ci (« sources » les numérote), ce qui est à
vérifier (« doubt »), et la réserve d'une coordonnée (« notes » du contact).
In English: answer from these tools alone; "none" is an answer; never guess a contact; ask back when
the place is ambiguous; tell sources and dates. Answers are in French: translate them.
"""

_Texts = tuple[str, ...]


def serve(catalogue: Catalogue, today: Callable[[], str]) -> None:
    """Answer the client on stdin and stdout until its input ends; ``today`` gives the ISO date."""
    made = _Tools(catalogue, today)
    # An argument that is dropped would change the answer; a code may come as a number.
    ArgModelBase.model_config.update({"extra": "forbid", "coerce_numbers_to_str": True})
    server = _Server(
        "reseaux", version=__version__, instructions=INSTRUCTIONS, log_level="CRITICAL"
    )
    hints = ToolAnnotations(
        read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
    )
    tools = made.find_help, made.show_network, made.list_networks, made.search, made.coverage
    for tool in (*tools, made.resolve_place):
        server.add_tool(
            tool,
            description=cleandoc(tool.__doc__ or ""),
            annotations=hints,
            structured_output=False,
        )
    server.run("stdio")


class _Server(MCPServer[Any]):
    """Refuses arguments in French, not in the words of pydantic."""

    async def call_tool(self, name: str, arguments: dict[str, Any], context: Any = None) -> Any:
        try:
            return await super().call_tool(name, arguments, context)
        except ToolError as error:
            if not isinstance(error.__cause__, ValidationError):
                raise
            wrong = dict.fromkeys(shortened(str(one["loc"][0])) for one in error.__cause__.errors())
            (taken,) = (one.input_schema for one in await self.list_tools() if one.name == name)
            forms = {"string": "texte", "array": "liste de textes"}
            known = [f"{one} ({forms[it['type']]})" for one, it in taken["properties"].items()]
            message = (
                f"Argument inconnu, absent ou d'une autre forme : {', '.join([*wrong][:3])}."
                f" Permis : {', '.join(known)}."
            )
            raise ToolError(message) from error


class _Tools:
    """The tools, each a public function whose document is trimmed."""

    def __init__(self, catalogue: Catalogue, today: Callable[[], str]) -> None:
        self.catalogue, self.today = catalogue, today

    def find_help(
        self, place: str, themes: _Texts = (), kinds: _Texts = (), audiences: _Texts = ()
    ) -> str:
        """Qui peut aider un acheteur public à un lieu de France.

        Le guichet vert, ou qu'il n'y en a pas, puis les autres réseaux. À appeler d'abord ; un
        appel suffit pour un lieu. place : commune, département, région, intercommunalité, code
        postal, code INSEE, SIREN, SIRET ou adresse ; « Vienne (38) » précise un homonyme. themes :
        environnement, social. kinds : guichet-vert, reseau, facilitateurs, programme, conseil,
        plateforme, ressource. audiences, qui achète : collectivite, etat, sante, entreprise.
        English: who can help a public buyer at a place in France. Call it first; once is enough.
        """
        filters = {"themes": themes, "kinds": kinds, "audiences": audiences}
        return self.told(self.document(api.find, place, **filters), SHORT)

    def show_network(self, name: str, fields: _Texts = ()) -> str:
        """Tout d'un réseau, ou d'une notion (guichet-vert, clause-sociale…) avec ses réseaux.

        name : identifiant ou nom. fields, ces faits seulement : contact, cout, animation…
        English: all that is known of a network or a notion.
        """
        return self.told(self.document(api.show, name, fields=fields), whole=True)

    def list_networks(self, themes: _Texts = (), kinds: _Texts = (), audiences: _Texts = ()) -> str:
        """Les réseaux du catalogue, filtrés comme par find_help.

        English: the networks of the catalogue, filtered.
        """
        filters = {"themes": themes, "kinds": kinds, "audiences": audiences}
        return self.told(self.document(api.networks, **filters))

    def search(self, words: str) -> str:
        """Les réseaux dont les fiches contiennent ces mots. Pour un lieu, plutôt find_help.

        English: full-text search over the catalogue.
        """
        return self.told(self.document(api.search, words))

    def coverage(self, place: str = "", kind: str = "", status: str = "", by: str = "") -> str:
        """Les territoires que couvre un type de réseau, et ceux qu'il ne couvre pas.

        kind : par défaut, guichet-vert ; place : un lieu, sinon toute la France ; status : covered,
        split, partial, none, trace ou unknown (annuaire partiel : none les dit toutes deux) ; by :
        region ou departement.
        English: which territories are covered, and which are not.
        """
        found = self.document(api.find, place) if place else {}
        if place and not found["query"]["place"]:
            return self.told(found)
        try:
            counted = api.coverage(
                place=place or None,
                kinds=(kind,) if kind else (),
                status=(status,) if status else (),
                by=by or ("departement" if place else "region"),
                catalogue=self.catalogue,
                today=self.today(),
            )
        except ReseauxError as error:
            refused = {"message": error.message, "suggestions": error.suggestions}
            return self.told({"status": "invalid", **refused})
        made = counted.to_dict()
        groups: dict[tuple[str, ...], list[str]] = {}
        for one in made.pop("areas"):
            state = (one["status"], *one["networks"])
            groups.setdefault(state, []).append(f"{one['name']} ({one['code']})")
        made["groups"] = []
        for state, names in groups.items():
            group: dict[str, Any] = {"status": state[0], "networks": state[1:], "areas": names}
            if len(names) > 1:  # an area alone needs no count: the answer has little room
                group["count"] = len(names)
            made["groups"].append(group)
        return self.told({"status": "found" if groups else "none", "message": None, **made})

    def resolve_place(self, text: str) -> str:
        """Les lieux qu'un texte peut désigner. Pour savoir qui y aide, find_help suffit.

        English: the places that a text may mean.
        """
        return self.told({**self.document(api.find, text), "results": ()})

    def document(self, function: Callable[..., Any], *asked: str, **filters: Any) -> Any:
        """The document of an answer; what was typed raises no exception."""
        return function(*asked, **filters, catalogue=self.catalogue, today=self.today()).to_dict()

    def told(self, document: Any, ceiling: int = LONG, *, whole: bool = False) -> str:
        return trimmed(document, ceiling, self.today(), whole=whole)
