"""The file that an import writes among a user's own: its mark, and when it may be replaced."""

from __future__ import annotations

import zlib

from achats_reseaux.catalogue.yaml_reader import document_of
from achats_reseaux.errors import FileError
from achats_reseaux.text import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_MARK = "# Écrit par « reseaux catalogue import » : à refaire par lui, pas à la main. Empreinte : "


def own_file(text: str, source: str) -> str:
    """The text of a user's file, with the mark by which a later import of the list knows it."""
    return f"{_MARK}{zlib.crc32((source + text).encode()):08x}\n{text}"


def refuse_other(file: str, source: str) -> None:
    """Refuse to replace a file that is not as an import of the list of this source wrote it.

    Raises:
        FileError: it was written or edited by hand, or is of another list.
    """
    with open(file, encoding="utf-8", errors="replace", newline="") as stream:
        content = stream.read()
    if content != own_file(content.partition("\n")[2], source):
        message = (
            f"{visible(file)} a été changé à la main, ou vient d'une autre liste que {source}."
        )
        raise FileError(message, "Pour le remplacer : --force ; pour garder les deux : --output")


def file_with(files: Iterable[str], ids: set[str]) -> str:
    """The first of a user's files that an import wrote and that has an entry of these ids."""
    for file in files:
        with open(file, encoding="utf-8", errors="replace") as stream:
            is_imported = stream.readline().startswith(_MARK)
        if is_imported:
            entries = document_of(file).value.get("networks", ())
            if not ids.isdisjoint(entry["id"] for entry in entries):
                return file
    return ""
