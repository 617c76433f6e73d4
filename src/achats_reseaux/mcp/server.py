"""The server, by the official SDK: stdin and stdout carry the protocol alone."""

from collections import Counter
from collections.abc import Callable
from inspect import cleandoc
from typing import IO, Any, BinaryIO, cast

import anyio
from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.mcpserver.utilities.func_metadata import ArgModelBase
from mcp.server.stdio import stdio_server
from mcp_types import Tool, ToolAnnotations
from pydantic import ValidationError

from achats_reseaux import __version__, api
from achats_reseaux.answering.answers import CHOICES
from achats_reseaux.answering.coverage import (
    COVERAGE_LEVELS,
    STATUS_NAMES,
    AreaCoverage,
    shown_areas,
)
from achats_reseaux.card import contact_methods, rows
from achats_reseaux.mcp.line_streams import LineStreams
from achats_reseaux.mcp.trimmed import SHORT, listed_in_short, trimmed
from achats_reseaux.model import Catalogue
from achats_reseaux.text import shortened

INSTRUCTIONS = f"""\
Qui peut aider, à un endroit de France, un acheteur public à acheter durable : guichets
verts (conseil sur l'environnement), facilitateurs de la clause sociale, réseaux,
plateformes. Chaque fait a sa source et sa date.
Pour une question sur un lieu : find_help, une fois, avec le lieu comme il a été dit.
« none » est une réponse : dites qu'il n'y a pas de guichet vert, de quand est la liste,
puis qui aide quand même.
Ne devinez jamais une adresse, un courriel ni un téléphone : il n'y a que ceux des
réponses.
Un lieu ambigu (« ambiguous ») se redemande à la personne, candidats à l'appui : le « ask
» de chacun le précise. Une suggestion se propose, elle ne se choisit pas à sa place.
Dites avec chaque fait sa source et la date de celle-ci (« sources » les numérote), le
doute (« doubt ») s'il y en a un, et la réserve d'une coordonnée (« known » du contact).
« traces » : des organismes qui, l'année dite, portaient la clause sociale ; jamais un
réseau sûr. « switchboard » : le standard, quand aucun facilitateur n'a de numéro ;
{rows.ASK_FOR}.
In English: answer from these tools alone; "none" is an answer; never guess a contact; ask
back when the place is ambiguous; tell sources and dates. Answers are in French: translate
them.
"""

_DESCRIPTIONS = {
    "place": "Commune, département, région, intercommunalité, code postal, code INSEE"
    " (insee:76540), SIREN, SIRET ou adresse ; « commune:38544 » précise un homonyme.",
    "themes": "Sujets de l'achat ; sans eux, tous.",
    "kinds": "Types de réseau ; sans eux, tous (coverage : guichet-vert).",
    "audiences": "Qui achète ; sans eux, tous.",
    "name": "Identifiant ou nom seul d'un réseau, d'une piste ou d'une notion.",
    "fields": "Ces faits seulement ; sans eux, tous.",
    "words": "Mots à chercher, en français.",
    "statuses": "États à garder ; d'un annuaire partiel, none dit trace et"
    " unknown, qui ne sont pas « aucun ».",
    "by": "Par département, ou par région.",
    "scope": "Réseaux locaux seuls, ou nationaux ; sans elle, tous.",
    "text": "Le texte à comprendre.",
}
"""What each parameter is, whatever the tool: one name means one thing."""

_CHOOSE = "Redemandez à la personne lequel, puis rappelez l'outil avec le « ask » de ce candidat."
_PROPOSE = (
    "Proposez ces suggestions à la personne, puis rappelez l'outil avec celle qu'elle choisit."
)
_LOOK_UP = "list_networks donne les noms ; search cherche des mots dans les fiches."

TOOLS = ("find_help", "show_network", "list_networks", "search", "coverage", "resolve_place")

_Texts = tuple[str, ...]


def serve(
    catalogue: Catalogue, today: Callable[[], str], requests: BinaryIO, answers: BinaryIO
) -> None:
    """Answer the client until its requests end; ``today`` gives the ISO date."""
    tools = _Tools(catalogue, today)
    # An argument that is dropped would change the answer; a code may come as a number.
    ArgModelBase.model_config.update({"extra": "forbid", "coerce_numbers_to_str": True})
    server = _Server(
        "reseaux", version=__version__, instructions=INSTRUCTIONS, log_level="CRITICAL"
    )
    server.values = _values(catalogue)
    server.notions = [notion.id for notion in catalogue.notions]
    hints = ToolAnnotations(
        read_only_hint=True,
        destructive_hint=False,
        idempotent_hint=True,
        open_world_hint=False,
    )
    for name in TOOLS:
        tool = getattr(tools, name)
        server.add_tool(
            tool,
            description=cleandoc(tool.__doc__ or ""),
            annotations=hints,
            structured_output=False,
        )
    anyio.run(server.answer, LineStreams(requests, answers))


def _values(catalogue: Catalogue) -> dict[str, list[str]]:
    """The values of each parameter that has a list of them.

    They are told in the schemas, not enforced: a word's other names are read too.
    """
    values = {
        "statuses": list(STATUS_NAMES),
        "by": list(COVERAGE_LEVELS),
        "scope": list(CHOICES["scope"]),
    }
    for namespace in ("theme", "kind", "audience", "field"):
        values[f"{namespace}s"] = [word.id for word in catalogue.words[namespace]]
    values["fields"].insert(0, "contact")
    return values


class _Server(MCPServer[Any]):
    """Tells what each parameter is, and refuses arguments in French, not in pydantic's."""

    values: dict[str, list[str]]
    notions: list[str]

    async def answer(self, streams: LineStreams) -> None:
        """Answer all requests of a stream."""
        text = anyio.AsyncFile[str](cast("IO[str]", streams))
        async with stdio_server(text, text) as (received, sent):
            options = self._lowlevel_server.create_initialization_options()
            for unused in ("prompts", "resources"):  # the SDK declares them, though none exists
                setattr(options.capabilities, unused, None)
            await self._lowlevel_server.run(received, sent, options)

    async def list_tools(self) -> list[Tool]:
        tools = await super().list_tools()
        for tool in tools:
            for name, schema in tool.input_schema["properties"].items():
                schema.pop("title", None)
                schema["description"] = _DESCRIPTIONS[name]
                if (tool.name, name) == ("show_network", "name"):
                    schema["description"] += f" Notions : {', '.join(self.notions)}."
                if name in self.values:
                    schema.get("items", schema)["enum"] = self.values[name]
                if schema.get("default") == "":  # none of the values
                    del schema["default"]
        return tools

    async def call_tool(self, name: str, arguments: dict[str, Any], context: Any = None) -> Any:
        tools = {tool.name: tool for tool in await self.list_tools()}
        if name not in tools:
            message = f"Outil inconnu : « {shortened(name)} ». Permis : {', '.join(tools)}."
            raise ToolError(message)
        asked = dict(arguments)
        for parameter, schema in tools[name].input_schema["properties"].items():
            value = asked.get(parameter)
            if schema["type"] == "array" and isinstance(value, str):
                asked[parameter] = [value]
        try:
            return await super().call_tool(name, asked, context)
        except ToolError as error:  # its own text, without the SDK's English before it
            cause = error.__cause__
            if isinstance(cause, ValidationError):
                message = _refused_arguments(cause, tools[name])
                raise ToolError(message) from error
            if isinstance(cause, ToolError):
                raise cause from None
            raise


def _refused_arguments(error: ValidationError, tool: Tool) -> str:
    """What is wrong with the arguments of a tool, and those that it takes."""
    wrong = list(dict.fromkeys(str(fault["loc"][0]) for fault in error.errors()))
    forms = {"string": "texte", "array": "liste de textes"}
    known = []
    for name, schema in tool.input_schema["properties"].items():
        known.append(f"{name} ({forms[schema['type']]})")
    return (
        f"Argument inconnu, absent ou d'une autre forme : {', '.join(map(shortened, wrong[:3]))}."
        f" Permis : {', '.join(known)}."
    )


class _Tools:
    """The tools, each a public function whose document is trimmed."""

    def __init__(self, catalogue: Catalogue, today: Callable[[], str]) -> None:
        self.catalogue, self.today = catalogue, today

    def find_help(
        self,
        place: str,
        themes: _Texts = (),
        kinds: _Texts = (),
        audiences: _Texts = (),
        scope: str = "",
    ) -> str:
        """Qui peut aider un acheteur public à un lieu de France.

        « first » : qui contacter d'abord, et comment ; le guichet vert, ou qu'il n'y en a pas ;
        facilitateur, pistes, standard ; les réseaux nationaux. À appeler d'abord ; un appel suffit
        pour un lieu, sans kinds : ils ôteraient qui aide là où il n'y a pas de guichet vert.
        English: who can help a public buyer at a place in France, and how to reach them. Call it
        first; once is enough.
        """
        answer = api.find(
            place,
            themes=themes,
            kinds=kinds,
            audiences=audiences,
            scope=scope,
            catalogue=self.catalogue,
            today=self.today(),
        )
        document = _document(answer)
        return trimmed({"first": document["first"]} | document, SHORT)

    def show_network(self, name: str, fields: _Texts = ()) -> str:
        """Tout d'un réseau, d'une piste, ou d'une notion du droit avec ses réseaux.

        D'un réseau : coordonnées, prix, pour qui, territoires, portage, doutes.
        D'une notion (seuils, AGEC, REEN, SPASER, marchés réservés, obligations…) : ce que la loi
        demande, montants et dates.
        English: all that is known of a network, a trace or a notion of the law: contacts, price,
        territory; thresholds, dates, obligations.
        """
        answer = api.show(name, fields=fields, catalogue=self.catalogue, today=self.today())
        document = _document(answer)
        if document["reason"] == "word" and not document["suggestions"]:
            document["advice"] = _LOOK_UP
        document["total"] = len(document["results"]) or len(document["traces"])
        return trimmed({"notions": document["notions"]} | document, whole=True)

    def list_networks(
        self,
        themes: _Texts = (),
        kinds: _Texts = (),
        audiences: _Texts = (),
        scope: str = "",
    ) -> str:
        """La liste des réseaux de toute la France, par sujet, type ou public, et leur nombre.

        De chacun, identifiant, nom, lieu et première coordonnée ; des derniers, faute de place,
        l'identifiant seul (« more »). show_network a le reste, les doutes et les sources.
        Pour un lieu, plutôt find_help.
        English: all networks of France by theme, kind or audience: how many, id, name, place and
        contact of each; of the last, the id alone where there is no room.
        """
        answer = api.networks(
            themes=themes,
            kinds=kinds,
            audiences=audiences,
            scope=scope,
            catalogue=self.catalogue,
            today=self.today(),
        )
        networks = []
        for match in answer.results:
            where = rows.areas_served(match.network)
            contact = _contact(contact_methods.first_method(match))
            one = {"id": match.network.id, "name": match.network.label, "where": where}
            networks.append(one | {"contact": contact})
        traces = []
        for trace in answer.traces:
            where = rows.areas_served(trace)
            traces.append({"id": trace.id, "name": trace.label, "where": where, "year": trace.year})
        return listed_in_short(_document(answer), networks, traces)

    def search(self, words: str) -> str:
        """Les réseaux et les notions dont les fiches ont ces mots (réemploi, hôpitaux, un numéro…).

        Peu de mots, pour un sujet sans lieu. Pour un lieu, plutôt find_help.
        English: full-text search over networks and notions.
        """
        answer = api.search(words, catalogue=self.catalogue, today=self.today())
        return trimmed(_document(answer))

    def coverage(
        self,
        place: str = "",
        kinds: _Texts = (),
        statuses: _Texts = (),
        by: str = "departement",
    ) -> str:
        """Les territoires que couvre un type de réseau local, et ceux qu'il ne couvre pas.

        Combien de communes et d'habitants (pas pour les facilitateurs, mal connus) ; la liste des
        départements ou des régions « none ». Sans place, toute la France.
        English: which territories are covered and which are not, with communes and inhabitants.
        """
        if place:
            where = self.found(place)
            if not where["query"]["place"]:
                return trimmed(where)
        counted = api.coverage(
            place=place or None,
            kinds=kinds,
            status=statuses,
            by=by or "departement",
            catalogue=self.catalogue,
            today=self.today(),
        )
        if counted.refusal is not None:
            raise ToolError(counted.refusal.message)
        document = counted.to_dict()
        document["query"].pop("networks")  # the groups have them
        document.pop("areas")
        areas = shown_areas(counted)
        document["total"] = dict(Counter(row.kind for row in areas)) or 0
        document["groups"] = _groups(areas)
        return trimmed(document)

    def resolve_place(self, text: str) -> str:
        """Le lieu d'un nom, d'un code ou d'un SIRET, ou les lieux de ce nom.

        Pour savoir qui y aide, find_help suffit.
        English: the place or places that a name, a code or a SIRET may mean; not who helps there.
        """
        document = self.found(text)
        is_one_place = document["query"]["place"] is not None
        document["total"] = int(is_one_place) or len(document["candidates"])
        for name in ("first", "results", "traces", "switchboard"):
            document.pop(name)
        return trimmed(document)

    def found(self, place: str) -> Any:
        """The document of a place, whoever helps there."""
        return _document(api.find(place, catalogue=self.catalogue, today=self.today()))


def _document(answer: Any) -> Any:
    """The document of an answer; what it advises are tools, no commands of a shell.

    Raises:
        ToolError: an argument has none of the permitted values, which its text names.
    """
    message = answer.message
    for option, parameter in (("--field", "fields"), ("--scope", "scope")):
        message = message.replace(f"une valeur de {option} (", f"une valeur de {parameter} (")
    is_of_name = answer.query.command == "show" and "une valeur de fields (" not in message
    if answer.reason in ("word", "option") and not is_of_name:
        raise ToolError(message)
    document = answer.replace(message=message, hint="", next_commands=()).to_dict()
    document["notes"] = [note for note in document["notes"] if "reseaux " not in note]
    if document["status"] == "ambiguous":
        document["advice"] = _CHOOSE
    elif document["status"] == "unknown" and document["suggestions"]:
        document["advice"] = _PROPOSE
    return document


def _contact(way: contact_methods.ContactMethod | None) -> str:
    """The best contact of a network; of that of a body, that it is its standard."""
    if way is None or not way.is_contact:
        return ""
    return f"standard : {way.text}" if way.of_body else way.text


def _groups(areas: list[AreaCoverage]) -> list[dict[str, Any]]:
    """Areas by kind, status, networks and traces, each as ``Bas-Rhin (67)``."""
    groups: dict[tuple[str, str, tuple[str, ...], tuple[str, ...]], list[str]] = {}
    for row in areas:
        traces = row.traces if row.status == "trace" else ()
        key = (row.kind, row.status, row.networks, traces)
        groups.setdefault(key, []).append(f"{row.name} ({row.code})")
    documents = []
    for (kind, status, networks, traces), names in groups.items():
        group = {"kind": kind, "status": status, "networks": networks, "traces": traces}
        documents.append(group | {"areas": names, "count": len(names)})
    return documents
