"""Why a file cannot be read or written, in French: « accès refusé », « plus de place »."""

from __future__ import annotations


def cause_of(error: OSError) -> str:
    """The cause of an ``OSError`` in French; the system's own message depends on the locale."""
    import errno

    reasons = {
        errno.ENOENT: "fichier introuvable",
        errno.EEXIST: "ce fichier existe déjà",
        errno.EACCES: "accès refusé",
        errno.EPERM: "accès refusé",
        errno.EISDIR: "c'est un dossier",
        errno.ENOTDIR: "un des dossiers du chemin n'en est pas un",
        errno.ENAMETOOLONG: "nom trop long",
        errno.ENOSPC: "plus de place sur le disque",
        errno.EROFS: "disque en lecture seule",
        errno.EFBIG: "fichier trop grand",
        errno.EAGAIN: "elle est pleine et n'attend pas que l'on lise",
        errno.EMFILE: "trop de fichiers ouverts",
    }
    number = error.errno or 0
    if number in reasons:
        return reasons[number]
    if number in errno.errorcode:
        return f"erreur du système ({errno.errorcode[number]})"
    return "erreur du système"
