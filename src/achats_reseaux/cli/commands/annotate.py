"""``reseaux annotate``: files, pipes, progress and interruptions around ``annotate``."""
# No `from __future__ import annotations` here: Typer would evaluate each annotation (10 ms).

import sys
import time
from typing import Annotated

import typer

from achats_reseaux.cli import french, streams
from achats_reseaux.cli.options import CatalogueFile, NoLocal, load_catalogue
from achats_reseaux.cli.streams import write_stderr
from achats_reseaux.errors import ExitCode, UsageError
from achats_reseaux.text import grouped, shortened, visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.annotate import Annotation

_REFRESH_S = 0.1
_BAR = 24


def annotate(
    fichier: Annotated[
        str,
        typer.Argument(
            metavar="FICHIER",
            help="CSV ou TSV avec une ligne d'en-tête ; - pour l'entrée standard.",
        ),
    ],
    column: Annotated[
        str,
        typer.Option(
            "--column",
            metavar="COL",
            help="Colonne des lieux (SIRET, code postal ou INSEE, nom…) : son nom, ou son numéro.",
        ),
    ],
    departement_column: Annotated[
        str | None,
        typer.Option(
            "--departement-column",
            metavar="COL",
            help="Colonne des départements, qui départage les homonymes.",
        ),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option(
            "--output", "-o", metavar="FICHIER", help="Où écrire ; sinon, sur la sortie standard."
        ),
    ] = None,
    delimiter: Annotated[
        str | None,
        typer.Option(
            "--delimiter", metavar="SIGNE", help="« , », « ; », « | » ou tab ; sinon, deviné."
        ),
    ] = None,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Ni avancement ni bilan sur la sortie d'erreur.")
    ] = False,
    catalogue: CatalogueFile = None,
    no_local: NoLocal = False,
) -> int:
    """Ajoute à chaque ligne d'un tableau son guichet vert.

    Le tableau ressort tel quel, avec quatre colonnes de plus : reseaux_status (covered, split,
    partial, none, ambiguous, unknown ou invalid), reseaux_departement, reseaux_region et
    reseaux_guichet_vert. Plusieurs codes sont joints par « ; ». Une ligne plus courte que l'en-tête
    est complétée ; une ligne vide le reste. Aucune ligne n'arrête les autres. Le bilan dit combien
    de lignes sont lues d'après le seul début d'un code (CEDEX) ou d'un nom.

    """
    from achats_reseaux.annotate import Annotation
    from achats_reseaux.cli import files

    mark = _delimiter(delimiter)
    known = load_catalogue(catalogue, no_local)
    target = None if output == "-" else output
    try:
        with files.interruptible(), files.opened(fichier) as (source, size):
            files.refuse_itself(source, fichier, target)
            read = files.Reader(source, fichier, size)
            table = Annotation(
                read, known, column, departement_column=departement_column, delimiter=mark
            )
            # Rows on a terminal are progress enough, and would be mixed with it.
            shown = not quiet and (target is not None or not _is_terminal(sys.stdout))
            progress = _Progress(shown=shown)
            with files.written(target) as write, progress:
                for piece in table:
                    write(piece)
                    progress.show(read.fraction, table.rows)
    except BrokenPipeError:
        streams.redirect_to_null(sys.stdout)
        return ExitCode.FOUND
    except KeyboardInterrupt as interruption:
        kept = f"{visible(target)} n'a pas été touché" if target else "sortie incomplète"
        write_stderr(f"Interrompu : {kept}.")
        return getattr(interruption, "exit_code", ExitCode.INTERRUPTED)
    if not quiet:
        write_stderr(*_summary(table, departement_column is not None))
    return ExitCode.FOUND


def register(app: typer.Typer) -> None:
    """Add this command to the app."""
    app.command(
        cls=french.Command,
        epilog=french.examples(
            "reseaux annotate marches.csv --column acheteur.siret --output marches-guichets.csv",
            "cut -d';' -f1,2 marches.csv | reseaux annotate - --column commune",
        ),
    )(annotate)


def _delimiter(typed: str | None) -> bytes | None:
    from achats_reseaux.annotate import DELIMITERS

    if typed is None:
        return None
    mark = {"tab": b"\t", "\\t": b"\t"}.get(typed.lower(), typed.encode("utf-8", "replace"))
    if mark not in DELIMITERS:
        message = (
            f"« {shortened(typed)} » n'est pas une valeur de --delimiter (« , » « ; » « | » tab)."
        )
        raise UsageError(message)
    return mark


def _is_terminal(stream: object) -> bool:
    try:
        return bool(stream.isatty())  # type: ignore[attr-defined]
    except (AttributeError, ValueError):
        return False


class _Progress:
    """A line on stderr that is written over, where stderr is a terminal; gone at the end."""

    def __init__(self, *, shown: bool) -> None:
        self._shown = shown and _is_terminal(sys.stderr)
        self._next = time.monotonic() + _REFRESH_S
        self._width = 0

    def show(self, fraction: float | None, rows: int) -> None:
        """Show how far it is, at most ten times a second."""
        if not self._shown or time.monotonic() < self._next:
            return
        self._next = time.monotonic() + _REFRESH_S
        text = _count(rows, "ligne")
        if fraction is not None:
            bar = ("#" * round(fraction * _BAR)).ljust(_BAR, ".")
            text = f"[{bar}] {fraction * 100:3.0f} %  {text}"
        self._line(text.ljust(self._width))
        self._width = len(text)

    def _line(self, text: str) -> None:
        try:
            sys.stderr.write(f"\r{text}")
            sys.stderr.flush()
        except (OSError, ValueError):
            self._shown = False

    def __enter__(self) -> "_Progress":
        return self

    def __exit__(self, *_error: object) -> None:
        if self._width:
            self._line(" " * self._width + "\r")


def _count(number: int, noun: str) -> str:
    return f"{grouped(number)} {noun}{'s' if number > 1 else ''}"


def _summary(table: "Annotation", settled: bool) -> list[str]:
    """How many rows have each status, and what the user may want to do about some."""
    statuses = table.statuses()
    shares = ", ".join(f"{grouped(many)} {status}" for status, many in statuses.items() if many)
    lines = [f"{_count(table.rows, 'ligne')}{' : ' if shares else ''}{shares}."]
    if statuses["ambiguous"] and not settled:
        lines.append("Les noms ambigus se départagent par --departement-column.")
    if table.guessed_rows:
        many = _count(table.guessed_rows, "ligne")
        verb = "sont lues" if table.guessed_rows > 1 else "est lue"
        lines.append(f"{many} {verb} d'après le début d'un code ou d'un nom : à vérifier.")
    if table.long_rows:
        many = _count(table.long_rows, "ligne")
        verb = "ont" if table.long_rows > 1 else "a"
        lines.append(f"{many} {verb} plus de cellules que l'en-tête : la réponse vient après.")
    return lines
