"""Write every document that the program itself can tell; ``--check`` says which ones differ.

- ``docs/reference.md``: commands, options, formats, statuses, files;
- ``docs/map.svg``: the map; ``docs/card.svg`` and ``docs/card-dark.svg``: a card;
- ``docs/page.html``: the page;
- ``tests/catalogue/*_values.tsv``: each value of the catalogue, one a line (``tools/values.py``);
- ``data/completion``: the scripts that a wheel puts where bash, zsh and fish look for them;
- the open questions of ``UPDATE.md``: the facts ``a-verifier`` and ``recherche`` of the catalogue;
- the shares of the inhabitants in the READMEs and the guide, as ``tools/reach.py`` counts them;
- the ``console`` blocks of the READMEs and the guide: each ``$ command`` is run on a terminal of
  80 columns, and what it says is written below it. A line ``…`` stands for lines left out: as many
  lines are kept before and after it as stand there.
"""

import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pictures
import reach
import values
from achats_reseaux.annotation import appended
from achats_reseaux.catalogue import loader
from achats_reseaux.cli import app
from achats_reseaux.cli.commands.completion import Shell, completion
from achats_reseaux.gazetteer import tsv_table
from achats_reseaux.output import row_table
from achats_reseaux.output.coverage_formats import AREA_COLUMNS
from achats_reseaux.output.json import to_json

Row = tuple[str, str]
"""What is typed, and its role."""

ROOT = Path(__file__).resolve().parent.parent
CONSOLES = ("README.md", "README.fr.md", "docs/guide.md")
ELLIPSIS = "…"
EXAMPLE = "reseaux find 76000 --theme social --json"
"""The command of which the reference shows the document."""
SCRIPTS: dict[Shell, str] = {"bash": "reseaux.bash", "zsh": "_reseaux", "fish": "reseaux.fish"}


# --- what the program knows of itself -------------------------------------------------------------


class Command(NamedTuple):
    """A command: its name, what is typed after it, its help by paragraphs, its parameters."""

    name: str
    typed: str
    help: list[str]
    rows: list[Row]


def commands(node: Any, name: str = "reseaux") -> Iterator[Command]:
    """A command and those below it, in the order of ``--help``."""
    below: dict[str, Any] = getattr(node, "commands", {})
    shown = [one for one in node.params if not getattr(one, "hidden", False)]
    shown.sort(key=lambda one: one.param_type_name != "argument")
    rows = [(_typed(one), _role(one)) for one in shown]
    typed = [_typed(one) for one in shown if one.param_type_name == "argument" or one.required]
    words = [*(["COMMANDE"] if below else typed), "[OPTIONS]"]
    help_ = [" ".join(part.split()) for part in (node.help or "").split("\n\n")]
    yield Command(name, " ".join(words), help_, [*rows, ("-h, --help", "Affiche cette aide.")])
    for word, command in below.items():
        yield from commands(command, f"{name} {word}")


def _typed(param: Any) -> str:
    if param.param_type_name == "argument":
        return str(param.metavar or param.name.upper())
    return ", ".join(sorted(param.opts, key=len)) + ("" if param.is_flag else f" {param.metavar}")


def _role(param: Any) -> str:
    notes = [param.help or ""]
    if param.param_type_name == "option":
        notes += ["Obligatoire."] if param.required else []
        notes += [f"Par défaut : {param.default}."] if isinstance(param.default, str) else []
    return " ".join(notes)


def told(section: str) -> list[Row]:
    """The rows of a section of ``reference.tsv``: variables, files, formats or statuses."""
    lines = (ROOT / "tools" / "reference.tsv").read_text(encoding="utf-8").splitlines()
    cells = (line.split("\t") for line in lines)
    return [(name, role) for kind, name, role in cells if kind == section]


# --- docs/reference.md ----------------------------------------------------------------------------


def reference(console: "Console") -> str:
    """The reference, in Markdown."""
    lines = [
        "# Référence de `reseaux`",
        "",
        "Page écrite par `python tools/docs.py` d'après le programme ; ne pas la modifier.",
        "",
        "## Commandes",
        "",
    ]
    for command in commands(app.command_tree("")):
        level = "###" if command.name.count(" ") < 2 else "####"
        lines += [f"{level} {command.name}", "", f"`{command.name} {command.typed}`", ""]
        lines += [line for part in command.help for line in (part, "")]
        lines += _table(("argument ou option", "rôle"), _named(command.rows))
    lines += ["## Codes de sortie", "", *_table(("code", "sens"), _named(told("code")))]
    lines += ["Un tube fermé par son lecteur (`| head -1`) n'est pas une erreur : code 0.", ""]
    document = json.loads("\n".join(console.run(EXAMPLE)))
    plain, columns = row_table.PLAIN_COLUMNS, [*row_table.ROW_COLUMNS]
    more = [name for name in columns[len(plain) :] if not name.startswith("contact_known_")]
    lines += ["## Formats", "", *_table(("`--format`", "sortie"), _named(told("format")))]
    lines += [
        "Sans `--format` : un tableau sur un terminal ; ailleurs, des lignes simples, sans",
        "en-tête, aux colonnes séparées par des tabulations. Rien n'y est coupé. `-q` ne donne que",
        "les identifiants. Les réserves vont sur la sortie d'erreur. `show` garde sa fiche, et",
        "`message` son texte, dans un tuyau aussi.",
        "",
        "`record` dit si une ligne est un réseau (`network`), une notion (`notion`) ou un standard",
        "(`switchboard`). Si la demande porte sur un lieu, la première ligne est le premier à",
        "contacter : elle seule a `1` dans `first`. Une demande refusée n'écrit aucune ligne, pas",
        "même l'en-tête.",
        "",
        f"- Colonnes des lignes simples : {_names(plain)}.",
        "  `website` est le site, sinon la page du service, sinon un formulaire commun.",
        f"- `csv` et `tsv` ont ensuite : {_names(more)} ; et, pour chaque coordonnée,",
        "  `contact_known_phone_note`, `…_certainty`, `…_as_of`, `…_of` et `…_doubtful` (de même",
        "  pour `email`, `page`, `website`, `form`). Une liste est jointe par `;`.",
        "- `jsonl` écrit un objet par ligne : `record`, `first`, puis les champs du document JSON.",
        f"- `csv-excel` : {', '.join(f'« {title} »' for title in row_table.FRENCH_COLUMNS)}.",
        "- `--columns id,name,email` n'écrit que ces colonnes, dans cet ordre, en lignes simples,",
        "  `jsonl`, `csv`, `tsv` ou `csv-excel`.",
        f"- `coverage` en lignes simples, `csv` et `tsv` : {_names(AREA_COLUMNS)}.",
        f"- `annotate` ajoute : {_names(appended.ADDED_COLUMNS)}.",
        "",
        "Une cellule qu'un tableur prendrait pour une formule (`=`, `+`, `-`, `@`) est précédée",
        "d'une apostrophe. Des lignes que lit `annotate`, il en va ainsi des textes d'un classeur",
        "qui sortent en CSV et, avec `--format excel`, de ce qui n'est ni un nombre ni un texte",
        'écrit `="…"`. Un CSV qui ressort en `csv` garde ses octets ; dans un classeur, un texte',
        "reste un texte.",
        "",
        "## Document JSON",
        "",
        "`reseaux catalogue schema answer` en écrit le schéma, avec le sens de chaque champ. Voici",
        f"ce qu'écrit `{EXAMPLE}` ; « … » remplace la suite d'une liste, et un",
        "objet qui figure déjà plus haut.",
        "",
        "```json",
        *to_json(_abridged(document, []), indented=True).splitlines(),
        "```",
        "",
    ]
    lines += ["## Variables d'environnement", ""]
    lines += _table(("variable", "rôle"), _named(told("variable")))
    lines += ["## Fichiers", "", *_table(("fichier", "rôle"), _named(told("fichier")))]
    lines += [
        "Sous macOS, le dossier est ~/Library/Application Support/reseaux ; sous Windows,",
        r"%LOCALAPPDATA%\\reseaux. « reseaux catalogue info » le nomme.",
    ]
    return "\n".join(lines) + "\n"


def _abridged(value: Any, told_above: list[Any]) -> Any:
    """A value where a list of objects keeps its first, and no object is shown twice."""
    if isinstance(value, list):
        objects = bool(value) and isinstance(value[0], dict)
        kept = [_abridged(one, told_above) for one in (value[:1] if objects else value)]
        return [*kept, ELLIPSIS] if len(kept) < len(value) else kept
    if not isinstance(value, dict):
        return value
    if value in told_above:
        return ELLIPSIS
    if value:
        told_above.append(value)
    return {name: _abridged(inner, told_above) for name, inner in value.items()}


def _names(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _named(rows: list[Row]) -> list[Row]:
    return [(f"`{name}`", role) for name, role in rows]


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    lines = [head, tuple("---" for _ in head), *rows]
    return [*(f"| {' | '.join(c.replace('|', chr(92) + '|') for c in row)} |" for row in lines), ""]


# --- the console blocks ---------------------------------------------------------------------------


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
            block = "\n".join(iter(rest.__next__, "```"))
            for example in f"\n{block}".split("\n$ ")[1:]:
                command, *told = example.split("\n")
                lines += [f"$ {command}", *_elided(told, console.run(command))]
            lines.append("```")
    return "\n".join(lines)


def with_shares(text: str, shares: dict[str, str]) -> str:
    """A document with the shares of today, which its paragraph of them has in their order."""
    (paragraph,) = [one for one in text.split("\n\n") if "tools/reach.py`" in one]
    figures = (share.replace("\u00a0", " ") for share in shares.values())
    now = re.sub(r"\d+([.,])\d %", lambda old: next(figures).replace(",", old[1]), paragraph)
    return text.replace(paragraph, now)


def _elided(told: list[str], real: list[str]) -> list[str]:
    if ELLIPSIS not in told:
        return real
    before = told.index(ELLIPSIS)
    return [*real[:before], ELLIPSIS, *real[len(real) - len(told) + before + 1 :]]


# --- the open questions of the catalogue ----------------------------------------------------------


def open_questions(text: str) -> str:
    """``UPDATE.md`` with its list made anew: what is to be found out, the most wanted first."""
    known = loader.load()
    shared = {notion.name for notion in known.notions}  # told once, of the notion
    wanted = sorted(
        zip(known.networks, known.facts, strict=True),
        key=lambda found: (found[0].contact.has_any, found[0].kind != "guichet-vert"),
    )
    every = [(network.id, facts) for network, facts in wanted]
    every += [(notion.id, notion.facts) for notion in known.notions]
    lines = [
        f"- `{name}`: {fact.value}\n"
        for name, facts in every
        for fact in facts
        if fact.field in {"a-verifier", "recherche"} and fact.of not in shared
    ]
    before, mark, rest = text.partition("<!-- questions -->\n")
    _, end, after = rest.partition("<!-- end -->")
    return "".join((before, mark, *lines, end, after))


# --- writing --------------------------------------------------------------------------------------


def documents() -> dict[str, str]:
    """Every generated document, by its path in the repository, and what it must hold."""
    updating = (ROOT / "UPDATE.md").read_text(encoding="utf-8")
    made = {"UPDATE.md": open_questions(updating)}
    made |= values.tables()
    for name, (theme, legible) in pictures.THEMES.items():
        made[f"docs/card{name}.svg"] = pictures.card("76000", theme, legible)
    for shell, name in SCRIPTS.items():
        made[f"data/completion/{name}"] = completion(shell).decode()
    with tempfile.TemporaryDirectory() as home:
        console = Console(Path(home))
        made["docs/reference.md"] = reference(console)
        for command in ("map --svg map.svg", "page --output page.html"):
            name = command.rpartition(" ")[2]
            console.run(f"cd {home} && reseaux {command}")
            made[f"docs/{name}"] = (Path(home) / name).read_text(encoding="utf-8")
        shares = reach.shares()
        for name in CONSOLES:
            text = (ROOT / name).read_text(encoding="utf-8")
            made[name] = refreshed(with_shares(text, shares), console)
    return made


def main(arguments: list[str]) -> int:
    """Write the documents, or check them."""
    if arguments not in ([], ["--check"]):
        sys.exit(__doc__)
    if not tsv_table.is_checkout():
        sys.exit("tools/docs.py documents the checkout: install it with -e")
    differing = 0
    for name, text in documents().items():
        file = ROOT / name
        if file.exists() and file.read_text(encoding="utf-8") == text:
            continue
        differing += 1
        print(f"{name} {'differs' if arguments else 'written'}")
        if not arguments:
            file.write_text(text, encoding="utf-8", newline="\n")
    return 1 if arguments and differing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
