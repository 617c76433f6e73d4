"""Write every document that the program itself can tell; ``--check`` says which ones differ.

- ``docs/reference.md`` and ``docs/man/reseaux.1``: commands, options, formats, statuses, files;
- ``docs/map.svg``: the map; ``docs/card.svg`` and ``docs/card-dark.svg``: a card;
- ``docs/page.html``: the page;
- ``docs/completion/``: what ``reseaux completion`` prints;
- the open questions of ``UPDATE.md``: the facts ``a-verifier`` of the catalogue;
- the ``console`` blocks of the READMEs and the guides: each ``$ command`` is run on a terminal of
  80 columns, and what it says is written below it. A line ``…`` stands for lines left out: as many
  lines are kept before and after it as stand there.
"""

from __future__ import annotations

import argparse
import os
import shlex
import subprocess
import sys
import tempfile
import textwrap
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pictures
from achats_reseaux import __version__, annotation, errors, output
from achats_reseaux.catalogue import loader
from achats_reseaux.cli import app
from achats_reseaux.cli.commands import completion
from achats_reseaux.cli.commands.help_ import STATUS_MEANINGS
from achats_reseaux.cli.completion import FORMAT_DESCRIPTIONS
from achats_reseaux.gazetteer import tsv_table
from achats_reseaux.output import coverage, delimited, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).resolve().parent.parent
CONSOLES = ("README.md", "README.fr.md", "docs/guide.md", "docs/guide.fr.md")
ELLIPSIS = "…"

VARIABLES = {
    "RESEAUX_CATALOGUE": "Fichier YAML qui remplace tout le catalogue, comme --catalogue.",
    "RESEAUX_DEBUG": "Si elle est définie, une erreur interne montre sa trace.",
    "NO_COLOR": "Si elle n'est pas vide, aucune couleur (sauf --color always).",
    "FORCE_COLOR": "Si elle n'est pas vide, des couleurs même hors d'un terminal.",
    "COLORTERM": "truecolor ou 24bit : toutes les couleurs.",
    "TERM": "dumb : aucune couleur ; un nom qui contient 256 : 256 couleurs.",
    "COLUMNS": "Largeur, à la place de celle du terminal.",
    "LINES": "Hauteur, à la place de celle du terminal.",
    "SHELL": "Shell que « reseaux completion » suppose.",
    "XDG_CONFIG_HOME": "Dossier des réglages, sous Linux ; ~/.config sinon.",
    "XDG_CACHE_HOME": "Dossier de leur forme compilée, sous Linux ; ~/.cache sinon.",
}
FILES = {
    "~/.config/reseaux/networks.yaml": "Vos compléments au catalogue (Linux).",
    "~/.config/reseaux/networks.d/*.yaml": "D'autres, lus ensuite, par ordre de nom.",
}
FILES_NOTE = (
    "Sous macOS, le dossier est ~/Library/Application Support/reseaux ; sous Windows,"
    " %LOCALAPPDATA%\\reseaux. « reseaux catalogue info » le nomme."
)


# --- what the program knows of itself ------------------------------------------------------------


class Parameter(NamedTuple):
    """An option or an argument: how it is typed, and what it is."""

    typed: str
    names: tuple[str, ...]
    help: str
    required: bool = False


class Command(NamedTuple):
    """A command: its name after ``reseaux``, how it is typed, its help by paragraphs."""

    name: str
    usage: str
    help: tuple[str, ...]
    arguments: tuple[Parameter, ...]
    options: tuple[Parameter, ...]


def commands() -> list[Command]:
    """Every command of the app, in the order of ``--help``, those of groups after their group."""
    return _commands(app.command_tree(""), ())


def _commands(node: Any, path: tuple[str, ...]) -> list[Command]:
    below: dict[str, Any] = getattr(node, "commands", {})
    found = [_command(node, path)]
    for name, command in below.items():
        found += _commands(command, (*path, name))
    return found


def _command(node: Any, path: tuple[str, ...]) -> Command:
    arguments, options = [], []
    for param in node.params:
        if param.param_type_name == "argument":
            typed = param.metavar or param.name.upper()
            arguments.append(Parameter(typed, (param.name,), param.help or ""))
        elif not getattr(param, "hidden", False):
            options.append(_option(param))
    options.append(Parameter("-h, --help", ("-h", "--help"), "Affiche cette aide."))
    help_ = tuple(" ".join(part.split()) for part in (node.help or "").split("\n\n"))
    typed = [one.typed for one in arguments] + [one.typed for one in options if one.required]
    if hasattr(node, "commands"):
        typed = ["COMMANDE"]
    usage = " ".join(["reseaux", *path, *typed, "[OPTIONS]"])
    return Command(" ".join(path), usage, help_, tuple(arguments), tuple(options))


def _option(param: Any) -> Parameter:
    names = tuple(sorted(param.opts, key=len))
    typed = ", ".join(names) + ("" if param.is_flag else f" {param.metavar}")
    notes = [param.help or ""]
    if param.required:
        notes.append("Obligatoire.")
    if isinstance(param.default, str):
        notes.append(f"Par défaut : {param.default}.")
    return Parameter(typed, names, " ".join(notes), param.required)


def statuses() -> list[tuple[str, str]]:
    """The exit statuses and what each means."""
    real = {value for name, value in vars(errors.ExitCode).items() if name.isupper()}
    _same("exit statuses", set(STATUS_MEANINGS), real)
    return [(str(code), meaning) for code, meaning in STATUS_MEANINGS.items()]


def formats() -> list[tuple[str, str]]:
    """The formats and what each is."""
    _same("formats", set(FORMAT_DESCRIPTIONS), set(output.FORMATS))
    return list(FORMAT_DESCRIPTIONS.items())


def variables() -> list[tuple[str, str]]:
    """The environment variables that the program reads."""
    sources = "".join(
        file.read_text(encoding="utf-8") for file in (ROOT / "src").rglob("*.py") if file.is_file()
    )
    unread = {name for name in VARIABLES if f'"{name}"' not in sources}
    _same("environment variables", set(VARIABLES), set(VARIABLES) - unread)
    return list(VARIABLES.items())


def _same(what: str, told: set[Any], real: set[Any]) -> None:
    if told != real:
        message = f"{what}: told {sorted(told)}, real {sorted(real)}"
        raise SystemExit(message)


# --- docs/reference.md ---------------------------------------------------------------------------


def reference() -> str:
    """The reference, in Markdown."""
    lines = [
        "# Référence de `reseaux`",
        "",
        "Page écrite par `python tools/docs.py` d'après le programme ; ne pas la modifier.",
        "",
        "## Commandes",
        "",
    ]
    for command in commands():
        level = "###" if " " not in command.name else "####"
        title = f"reseaux {command.name}".strip()
        lines += [f"{level} {title}", "", f"`{command.usage}`", ""]
        for part in command.help:
            lines += [part, ""]
        lines += _table(
            ("argument ou option", "rôle"),
            [(f"`{one.typed}`", one.help) for one in (*command.arguments, *command.options)],
        )
    lines += ["## Codes de sortie", ""]
    lines += _table(("code", "sens"), [(f"`{code}`", meaning) for code, meaning in statuses()])
    lines += ["Un tube fermé par son lecteur (`| head -1`) n'est pas une erreur : code 0.", ""]
    lines += _formats()
    lines += _json()
    lines += ["## Variables d'environnement", ""]
    lines += _table(("variable", "rôle"), [(f"`{name}`", text) for name, text in variables()])
    lines += ["## Fichiers", ""]
    lines += _table(("fichier", "rôle"), [(f"`{name}`", text) for name, text in FILES.items()])
    lines += [FILES_NOTE.replace("\\", "\\\\"), ""]
    return "\n".join(lines).rstrip() + "\n"


def _formats() -> list[str]:
    lines = ["## Formats", ""]
    lines += _table(("`--format`", "sortie"), [(f"`{name}`", text) for name, text in formats()])
    lines_columns = _names(plain.PLAIN_COLUMNS)
    return [
        *lines,
        "Sans `--format` : un tableau sur un terminal ; ailleurs, une ligne par réseau, colonnes",
        "séparées par des tabulations, sans en-tête, rien de coupé. `-q` ne donne que les",
        "identifiants. Ce qu'il faut savoir en plus est écrit sur la sortie d'erreur.",
        "",
        f"- Lignes simples : {lines_columns}. `address` est la page du service, sinon son site,",
        "  son courriel, son téléphone ; vide si rien n'est documenté.",
        f"- `csv`, `tsv` : {_names(delimited.RESULT_COLUMNS)}. Les listes sont jointes par `;`.",
        f"- `coverage` en lignes simples, `csv` et `tsv` : {_names(coverage.AREA_COLUMNS)}.",
        f"- `annotate` ajoute : {_names(annotation.ADDED_COLUMNS)}.",
        "",
        "Une cellule qu'un tableur prendrait pour une formule (`=`, `+`, `-`, `@`) est précédée",
        "d'une apostrophe.",
        "",
    ]


def _names(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _json() -> list[str]:
    schema = loader.schema_of("answer")
    rows: list[tuple[str, str, str]] = []
    _describe(schema, schema, "", rows)
    return [
        "## Document JSON",
        "",
        "Le schéma complet : `reseaux catalogue schema answer`. Les descriptions sont les siennes.",
        "",
        *_table(("champ", "type", "description"), rows),
    ]


def _describe(
    schema: dict[str, Any], node: dict[str, Any], path: str, rows: list[tuple[str, str, str]]
) -> None:
    for name, field in node.get("properties", {}).items():
        rows.append((f"`{path}{name}`", _type(schema, field), field.get("description", "")))
        for variant in field.get("oneOf", [field]):
            inner = _resolved(schema, variant)
            deeper = f"{path}{name}."
            if inner.get("type") == "array":
                inner, deeper = _resolved(schema, inner["items"]), f"{path}{name}[]."
            _describe(schema, inner, deeper, rows)


def _resolved(schema: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    name = node.get("$ref", "").removeprefix("#/$defs/")
    found: dict[str, Any] = {**schema["$defs"][name], **node} if name else node
    return found


def _type(schema: dict[str, Any], node: dict[str, Any]) -> str:
    if "oneOf" in node:
        return " ou ".join(_type(schema, one) for one in node["oneOf"])
    node = _resolved(schema, node)
    if "const" in node or "enum" in node:
        values = node.get("enum", [node.get("const")])
        return ", ".join(f"`{'null' if one is None else one}`" for one in values)
    kind = node["type"]
    if kind == "array":
        return f"liste de {_type(schema, node['items'])}"
    return " ou ".join(kind) if isinstance(kind, list) else str(kind)


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> list[str]:
    lines = [head, tuple("---" for _ in head), *rows]
    return [
        f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in lines
    ] + [""]


# --- docs/man/reseaux.1 --------------------------------------------------------------------------


def manual() -> str:
    """The manual page, in roff."""
    every = commands()
    lines = [
        r".\" Written by tools/docs.py from the program; do not edit.",
        f'.TH RESEAUX 1 "" "reseaux {__version__}" "Manuel de reseaux"',
        ".SH NOM",
        r"reseaux \- qui peut aider un acheteur public à acheter durable",
        ".SH SYNOPSIS",
    ]
    for command in every[1:]:
        lines += [".br", rf"\fBreseaux {_roff(command.name)}\fR {_roff(_after(command))}"]
    lines += [".SH DESCRIPTION", *_paragraphs(every[0].help)]
    lines += [".SH OPTIONS", *_tagged([(one.typed, one.help) for one in every[0].options])]
    lines += [".SH COMMANDES"]
    for command in every[1:]:
        lines += [f".SS reseaux {_roff(command.name)} {_roff(_after(command))}".rstrip()]
        lines += _paragraphs(command.help)
        lines += _tagged([(one.typed, one.help) for one in (*command.arguments, *command.options)])
    lines += [".SH FORMATS", *_tagged(formats())]
    lines += [".SH CODES DE SORTIE", *_tagged(statuses())]
    lines += [".SH VARIABLES", *_tagged(variables())]
    lines += [".SH FICHIERS", *_tagged(list(FILES.items())), ".PP", _roff(FILES_NOTE)]
    return "\n".join(lines) + "\n"


def _after(command: Command) -> str:
    return command.usage.removeprefix(f"reseaux {command.name}").strip()


def _paragraphs(parts: tuple[str, ...]) -> list[str]:
    return [line for part in parts for line in (".PP", _roff(part))]


def _tagged(rows: list[tuple[str, str]]) -> list[str]:
    return [line for tag, text in rows for line in (".TP", rf"\fB{_roff(tag)}\fR", _roff(text))]


def _roff(text: str) -> str:
    escaped = text.replace("\\", r"\e").replace("-", r"\-")
    return r"\&" + escaped if escaped.startswith((".", "'")) else escaped


# --- the console blocks --------------------------------------------------------------------------


class Console:
    """A terminal of 80 columns, without colours or a user's files, where ``reseaux`` is known."""

    def __init__(self, home: Path) -> None:
        program = home / "reseaux"
        command = "from achats_reseaux.cli import main; main()"
        program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -c "{command}" "$@"\n')
        program.chmod(0o755)
        self.environment = {
            "HOME": str(home),
            "PATH": f"{home}{os.pathsep}{os.environ['PATH']}",
            "LANG": "C.UTF-8",
            "TERM": "xterm",
            "NO_COLOR": "1",
            "COLUMNS": "80",
            "LINES": "50",
            "PYTHONPATH": os.pathsep.join(sys.path),
        }
        self.run = cache(self._run)  # the documents have many commands in common

    def _run(self, command: str) -> list[str]:
        """What a person who types a command sees."""
        import pty  # noqa: PLC0415 - not on Windows

        mine, theirs = pty.openpty()
        with subprocess.Popen(  # noqa: S603 - our own examples
            ["/bin/sh", "-c", command],
            stdin=subprocess.DEVNULL,
            stdout=theirs,
            stderr=theirs,
            cwd=ROOT,
            env=self.environment,
        ):
            os.close(theirs)
            seen = b"".join(iter(lambda: _read(mine), b""))
        os.close(mine)
        lines = [line.rstrip() for line in seen.decode().splitlines()]
        if any(line.startswith(("Erreur interne", "Traceback")) for line in lines):
            message = f"{command}: {' '.join(lines)}"
            raise SystemExit(message)
        return lines


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # Linux says so when the other end is closed
        return b""


def refreshed(text: str, console: Console) -> str:
    """A document with what its examples really say."""
    lines: list[str] = []
    rest = iter(text.split("\n"))
    for line in rest:
        lines.append(line)
        if line == "```console":
            block = list(iter(rest.__next__, "```"))
            lines += [*_block(block, console), "```"]
    return "\n".join(lines)


def _block(block: list[str], console: Console) -> list[str]:
    lines: list[str] = []
    for number, line in enumerate(block):
        if not line.startswith("$ "):
            continue
        following = block[number + 1 :]
        ends = [rank for rank, one in enumerate(following) if one.startswith("$ ")]
        told = following[: ends[0]] if ends else following
        lines += [line, *_elided(told, console.run(line[2:]))]
    return lines


def _elided(told: list[str], real: list[str]) -> list[str]:
    if ELLIPSIS not in told:
        return real
    before = told.index(ELLIPSIS)
    after = len(told) - before - 1
    return [*real[:before], ELLIPSIS, *real[len(real) - after :]]


# --- the open questions of the catalogue ----------------------------------------------------------


def open_questions(text: str) -> str:
    """``UPDATE.md`` with its list made anew: what is to be found out, the most wanted first."""
    known = loader.load()
    facts = known.facts
    shared = {notion.name for notion in known.notions}  # told once, of the notion
    wanted = sorted(
        zip(known.networks, facts, strict=True),
        key=lambda found: (bool(found[0].contact.first), found[0].kind != "guichet-vert"),
    )
    lines = [
        f"- `{network.id}`: {fact.value}"
        for network, known_of_it in wanted
        for fact in known_of_it
        if fact.field == "a-verifier" and fact.of not in shared
    ]
    lines += [
        f"- `{notion.id}`: {fact.value}"
        for notion in known.notions
        for fact in notion.facts
        if fact.field == "a-verifier"
    ]
    before, mark, rest = text.partition("<!-- questions -->\n")
    _, end, after = rest.partition("<!-- end -->")
    return "".join((before, mark, *(f"{line}\n" for line in lines), end, after))


# --- writing -------------------------------------------------------------------------------------


def documents() -> dict[Path, str]:
    """Every generated document and what it must hold."""
    names = {"bash": "reseaux.bash", "zsh": "_reseaux", "fish": "reseaux.fish"}
    names["powershell"] = "reseaux.ps1"
    made = {
        ROOT / "docs" / "reference.md": reference(),
        ROOT / "docs" / "man" / "reseaux.1": manual(),
    }
    update = ROOT / "UPDATE.md"
    made[update] = open_questions(update.read_text(encoding="utf-8"))
    for shell, script in completion.SCRIPTS.items():
        made[ROOT / "docs" / "completion" / names[shell]] = script
    with tempfile.TemporaryDirectory() as home:
        console = Console(Path(home))
        picture = Path(home) / "map.svg"
        console.run(f"reseaux map --svg {picture}")
        made[ROOT / "docs" / "map.svg"] = picture.read_text(encoding="utf-8")
        page = Path(home) / "page.html"
        console.run(f"reseaux page --output {page}")
        made[ROOT / "docs" / "page.html"] = page.read_text(encoding="utf-8")
        for name, theme in pictures.THEMES.items():
            made[ROOT / "docs" / f"card{name}.svg"] = pictures.card("76000", theme)
        for name in CONSOLES:
            file = ROOT / name
            made[file] = refreshed(file.read_text(encoding="utf-8"), console)
    return made


def main() -> int:
    """Write the documents, or check them."""
    parser = argparse.ArgumentParser(description=textwrap.dedent(__doc__ or ""))
    parser.add_argument("--check", action="store_true", help="write nothing, fail if any differs")
    check = parser.parse_args().check
    if not tsv_table.is_checkout():
        message = "tools/docs.py documents the checkout: install it with -e"
        raise SystemExit(message)
    differing = 0
    for file, text in documents().items():
        if file.exists() and file.read_text(encoding="utf-8") == text:
            continue
        differing += 1
        print(f"{file.relative_to(ROOT)} {'differs' if check else 'written'}")
        if not check:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")
    return 1 if check and differing else 0


if __name__ == "__main__":
    sys.exit(main())
