"""The environment of a command: the day, the user's folders, the catalogue in use.

On the fast path.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.errors import CatalogueError
    from achats_reseaux.model import Catalogue


def today() -> str:
    """The ISO date of today, or that of ``RESEAUX_AUJOURDHUI``, which pins it for tests.

    ``UsageError`` if that is no date.
    """
    pinned = os.environ.get("RESEAUX_AUJOURDHUI")
    if not pinned:
        import time

        return time.strftime("%Y-%m-%d")
    from datetime import date

    try:
        return date.fromisoformat(pinned).isoformat()
    except ValueError as error:
        from achats_reseaux.errors import UsageError

        message = "RESEAUX_AUJOURDHUI n'est pas une date comme 2026-11-24."
        raise UsageError(message) from error


_BELOW_HOME = {
    "linux": {"config": ".config", "cache": ".cache"},
    "darwin": {"config": "Library/Application Support", "cache": "Library/Caches"},
}


def config_folder() -> str:
    """The user's configuration folder."""
    return _folder("config")


def cache_folder() -> str:
    """The user's cache folder."""
    return _folder("cache")


NO_FOLDER = os.path.join(os.devnull, "sans-home", "reseaux")
"""The folder of somebody without a home: nothing is there, and nothing can be."""


def _folder(kind: str) -> str:
    """Where platformdirs says, whose import takes longer than starting Python; a test compares."""
    base = os.environ.get(f"XDG_{kind.upper()}_HOME", "").strip()
    if sys.platform in _BELOW_HOME and not base:
        base = os.path.join(os.environ.get("HOME", ""), _BELOW_HOME[sys.platform][kind])
    elif sys.platform != "linux":
        base = ""
    if base.startswith("/"):
        return f"{base}/reseaux"
    import platformdirs

    of_kind = {"config": platformdirs.user_config_dir, "cache": platformdirs.user_cache_dir}
    try:
        return of_kind[kind]("reseaux", appauthor=False)
    except (RuntimeError, KeyError):  # no HOME, and no entry in passwd: a container
        return NO_FOLDER


def load_catalogue(file: str | None = None, no_local: bool = False) -> Catalogue:
    """The catalogue in use: ``--catalogue``, ``--no-local``, the environment, the user's folder.

    ``CatalogueError`` if a file is missing, unreadable or invalid.
    """
    from achats_reseaux import __version__

    if file is None:
        file = replacement()
    own: tuple[str, ...] = ()
    if not no_local:
        own = overlays()
        if not own:
            _warn_without_home()
    cache = (cache_folder(), __version__)
    known = None
    if file is None:  # the loader costs a tenth of a lookup
        from achats_reseaux.catalogue import compiled

        known = compiled.bundled()
        if known is not None and own:
            known = compiled.load_cached(cache, own)
    if known is not None:
        return known
    from achats_reseaux.catalogue import loader

    return loader.load(file, own, cache)


def load_published(file: str | None, with_local: bool, allow_personal: bool) -> Catalogue:
    """The catalogue of what others will read, without the user's own files unless asked for.

    ``CatalogueError`` also where one of these, or a catalogue that replaces the bundled
    one, has an address that may be a person's, if none may.
    """
    if file is None:
        file = replacement()
    own = overlays() if with_local else ()
    if allow_personal or (file is None and not own):
        return load_catalogue(file, not with_local)
    from achats_reseaux.catalogue import loader, yaml_reader
    from achats_reseaux.catalogue.personal_addresses import personal_faults

    documents = [loader.own_document(name) for name in own]
    if file is None:
        known = load_catalogue()
    else:
        whole = yaml_reader.document_of(file)  # once: a pipe is empty the second time
        known = loader.from_yaml(whole, tuple(documents))
        documents.append(whole)
    faults = []
    for document in documents:
        faults += personal_faults(document, known)
    loader.refuse(faults)
    return known


def replacement() -> str | None:
    """The catalogue file of ``RESEAUX_CATALOGUE``, or ``None``."""
    return os.environ.get("RESEAUX_CATALOGUE") or None


def overlays() -> tuple[str, ...]:
    """The user's existing files: ``networks.yaml``, then ``networks.d/*.yaml`` by name.

    ``CatalogueError`` if a folder may not be listed, or a file is a pipe, which is
    waited for.
    """
    home = config_folder()
    names = _names_in(home)
    files = []
    if "networks.yaml" in names:
        files.append(os.path.join(home, "networks.yaml"))
    if "networks.d" in names:
        parts = os.path.join(home, "networks.d")
        for name in _names_in(parts):
            if name.endswith(".yaml") and not name.startswith("."):
                files.append(os.path.join(parts, name))
    for file in files:
        if os.path.exists(file) and not os.path.isfile(file):
            raise _refused(file, "ce n'est pas un fichier ordinaire")
    return tuple(files)


def _names_in(folder: str) -> list[str]:
    """The names of what is in a folder, sorted; none if there is no such folder."""
    try:
        return sorted(os.listdir(folder))
    except PermissionError:
        if _is_hidden(folder):
            return []
        raise _refused(folder, "accès refusé") from None
    except (OSError, ValueError):
        return []


def _is_hidden(folder: str) -> bool:
    """Whether nobody can tell if there is such a folder: it lies in somebody else's home."""
    try:
        os.stat(folder)
    except PermissionError:
        return True
    except (OSError, ValueError):
        return False
    return False


def _warn_without_home() -> None:
    """Say that no files of one's own are looked for, where there is no home that can be read."""
    folder = config_folder()
    if folder == NO_FOLDER or _is_hidden(folder):
        from achats_reseaux.cli.streams import write_messages

        cause = "HOME n'est pas défini" if folder == NO_FOLDER else "HOME ne se lit pas"
        write_messages([f"Attention : {cause} ; vos compléments, s'il y en a, sont ignorés."])


def _refused(path: str, cause: str) -> CatalogueError:
    from achats_reseaux.catalogue.loader import WITHOUT_OVERLAYS
    from achats_reseaux.errors import CatalogueError

    return CatalogueError(f"{path} : {cause}.", WITHOUT_OVERLAYS)
