"""The exceptions, and the exit status of each (a table of the guide)."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class ExitCode:
    """The exit statuses of ``reseaux``: one meaning each."""

    FOUND = 0  # at least one network shown; help; the reader closed the pipe
    NONE = 1  # understood, nothing matches
    INVALID = 2  # bad option, malformed value, or no such place or word
    AMBIGUOUS = 3  # several places fit, with different answers
    CATALOGUE = 4  # the catalogue is missing or invalid
    BUG = 70  # a fault of ours (``EX_SOFTWARE``)
    FILE = 74  # a file cannot be read or written, or stdout is full (``EX_IOERR``)
    INTERRUPTED = 130  # Ctrl-C. (SIGTERM and SIGHUP end with what shells give: 143 and 129.)


OF_STATUS = {
    "found": ExitCode.FOUND,
    "none": ExitCode.NONE,
    "invalid": ExitCode.INVALID,
    "unknown": ExitCode.INVALID,
    "ambiguous": ExitCode.AMBIGUOUS,
}
"""The exit status that each status of an answer ends with."""


class ReseauxError(Exception):
    """Base class of the errors that end a command.

    Attributes:
        message: one French sentence: what was typed or read, and what was expected.
        hint: a French sentence on what to do next, or the words that introduce ``next_commands``;
            ``""`` for none.
        suggestions: the nearest valid values, nearest first.
        next_commands: commands to type next, quoted for a shell.
        exit_code: one of :class:`ExitCode`.
    """

    exit_code = ExitCode.INVALID

    def __init__(
        self,
        message: str,
        hint: str = "",
        suggestions: tuple[str, ...] = (),
        *,
        next_commands: tuple[str, ...] = (),
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.suggestions = suggestions
        self.next_commands = next_commands


class UsageError(ReseauxError):
    """An option or value that is malformed, or options that contradict each other."""


class ArgumentError(UsageError, TypeError):
    """An argument of a Python function that is none: of a wrong type, or no date."""


class UnknownWordError(ReseauxError):
    """A theme, kind, audience or network id that the catalogue does not have."""


class CatalogueError(ReseauxError):
    """A catalogue that is missing, unreadable or invalid; it is not loaded at all.

    Attributes:
        faults: all its errors (``yaml_reader.Fault``).
    """

    exit_code = ExitCode.CATALOGUE
    faults: tuple[Any, ...] = ()


class FileError(ReseauxError):
    """A user's file that cannot be read or written, or a full or closed stdout."""

    exit_code = ExitCode.FILE
