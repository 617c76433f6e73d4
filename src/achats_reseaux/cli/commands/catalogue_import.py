"""``reseaux catalogue import``: a table of local desks becomes a file of one's own."""

import os
import re
from typing import Annotated

import typer

from achats_reseaux.answering import with_filters
from achats_reseaux.catalogue import loader
from achats_reseaux.cli import files, surroundings
from achats_reseaux.cli.options import Kinds, Sheet, Themes, panel_option
from achats_reseaux.cli.streams import write_stderr, write_stdout
from achats_reseaux.errors import CatalogueError, UsageError
from achats_reseaux.gazetteer import tsv_table
from achats_reseaux.model import Query
from achats_reseaux.text import counted, shortened, visible

EXAMPLES = (
    "reseaux catalogue import --template > modele.csv",
    "reseaux catalogue import liste.csv --source https://example.org --date 2026-11-24",
)


def _template(wanted: bool) -> None:
    if wanted:
        with open(f"{tsv_table.folder()}/import/modele.csv", encoding="utf-8") as stream:
            write_stdout(stream.read(), machine=True)
        raise typer.Exit


def import_(
    fichier: Annotated[
        str,
        typer.Argument(metavar="FICHIER", help="Tableau CSV ou .xlsx ; « - » : entrée standard."),
    ],
    source: Annotated[str, panel_option("URL", "D'où vient la liste.")],
    date: Annotated[str, panel_option("JOUR", "Quand elle a été vérifiée : 2026-11-24.")],
    kind: Kinds = None,
    theme: Themes = None,
    sheet: Sheet = None,
    output: Annotated[
        str | None,
        panel_option("FICHIER", "Fichier YAML à écrire, « - » pour le voir.", "--output", "-o"),
    ] = None,
    force: Annotated[
        bool, panel_option(None, "Remplace un fichier retouché, ou d'une autre liste.", "--force")
    ] = False,
    allow_personal: Annotated[
        bool, panel_option(None, "Accepte les adresses de personnes.", "--allow-personal")
    ] = False,
    _: Annotated[
        bool,
        typer.Option(
            "--template",
            callback=_template,
            is_eager=True,
            help="Écrit un modèle : les colonnes, et un exemple.",
        ),
    ] = False,
) -> str | bytes:
    """Fait d'un tableau de contacts locaux un complément au catalogue.

    Une ligne par service, sous les colonnes du modèle (--template) : nom, territoires (noms ou
    codes, séparés par « ; ») et un moyen de contact au moins. S'il y a des fautes, toutes sont
    dites, et rien n'est écrit. Réimporter remplace. Sans --type, ce sont des facilitateurs.
    """
    from achats_reseaux.annotation.tables import read_table
    from achats_reseaux.answering.age import ended_entries
    from achats_reseaux.catalogue import import_ as desks
    from achats_reseaux.catalogue.yaml_reader import yaml_text

    if not re.match("https?://", source):
        message = f"--source : « {shortened(source)} » n'est pas une adresse, comme https://a.fr/x."
        raise UsageError(message)
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", date) or date > surroundings.today():
        message = f"--date : « {shortened(date)} » n'est pas une date passée, comme 2026-11-24."
        raise UsageError(message)
    name = os.path.basename(fichier)
    stem = desks.entry_id(f"{os.path.splitext(name)[0]} {sheet or ''}") or "liste"
    own = os.path.join(surroundings.config_folder(), "networks.d")
    target = output if output and output != "-" else os.path.join(own, f"{stem}.yaml")
    same, home = map(os.path.realpath, (target, surroundings.config_folder()))
    # Elsewhere it is for somebody who does not have one's own files.
    beside = surroundings.overlays() if same.startswith(os.path.join(home, "")) else ()
    others = tuple(one for one in beside if os.path.realpath(one) != same)
    base = loader.load(surroundings.replacement(), others)
    words = with_filters(base, Query("list"), theme or (), kind or ("facilitateurs",), ())
    themes = words.themes or (("social",) if words.kinds == ("facilitateurs",) else ())
    if len(words.kinds) > 1 or not themes:
        message = "Il faut un seul --type, et le --theme d'un autre que facilitateurs."
        raise UsageError(message)
    title = f"Liste {visible(name)}{f' ({sheet})' if sheet else ''}"
    listed = {"id": f"liste-{stem}", "title": title, "url": source, "read_on": date}
    common = {
        "kind": words.kinds[0],
        "themes": themes,
        "audiences": ("collectivite", "etat", "sante"),  # who buys by the public code
        "sources": (listed["id"],),
        "checked_on": date,
    }
    with files.opened(fichier) as opened:
        table = read_table(opened, sheet)
        rows = [(1, [*table.header]), *table.numbered_rows()]
    write_stderr(*table.notes)
    found = desks.imported(
        base, target, fichier, rows, common, listed, allow_personal=allow_personal
    )
    text = desks.own_file(yaml_text(found.value), source)  # before its shorthands are expanded
    try:
        known = loader.from_yaml(surroundings.replacement() or loader.path(), (*others, found))
    except CatalogueError as error:
        if {one.file for one in error.faults} != {fichier}:
            raise
        many = f"{counted(len(error.faults), 'faute')}, rien n'a été écrit :"
        raise UsageError("\n  ".join([many, *map(str, error.faults)])) from error
    if output == "-":
        return text.encode()
    if not force and os.path.lexists(target):
        desks.refuse_other(target, source)
    if output is None:
        os.makedirs(own, exist_ok=True)
    with files.written(target) as stream:
        stream.write(text.encode())
    made = [known.network(entry["id"]) for entry in found.value["networks"]]
    ended = ended_entries(made, surroundings.today())
    write_stderr(f"{counted(len(made), 'fiche')}.", *filter(None, [ended]))
    return f"{target}\n"
