"""A process that has loaded ``reseaux``, and is forked for each command line.

A command line has a process of its own all the same: its pipes, environment, folder, signals and
end are real, and nothing that it changes is left for the next. Only the start of Python is spared,
nine tenths of the cost, Typer's reading of the commands, and that of the bundled YAML, which a
command that lays other files over it would do. What Python settles as it starts (the encodings of
the streams and of the arguments, where modules are found, which are loaded) is that of the server,
so the tests of those start Python: ``Run.afresh``.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import pkgutil
import signal
import subprocess
import sys
import threading
from multiprocessing import Pipe, reduction
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


class Forked:
    """A process that the server has forked, as ``subprocess.Popen`` has one that it started."""

    def __init__(self, connection: Connection, ended: Callable[[], None]) -> None:
        self._connection, self._ended = connection, ended
        self.pid: int = connection.recv()

    def kill(self) -> None:
        """End it at once; it has not been waited for."""
        os.kill(self.pid, signal.SIGKILL)

    def wait(self) -> int:
        """Its exit status, or the number of a signal below zero, once it has ended."""
        code: int = self._connection.recv()
        self._ended()
        return code


class ForkServer:
    """The side of the tests: one command line at a time."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._connection, theirs = Pipe()
        self._busy = threading.Lock()
        command = [sys.executable, __file__, str(theirs.fileno())]
        self._process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, env=environ, pass_fds=[theirs.fileno()]
        )
        theirs.close()

    def start(
        self,
        arguments: Sequence[object],
        environ: Mapping[str, str],
        folder: Path,
        streams: Sequence[int],
    ) -> Forked:
        """Begin a command line, whose standard streams are these three descriptors.

        Raises:
            RuntimeError: another has not been waited for; start Python for several at once.
        """
        if not self._busy.acquire(blocking=False):
            message = "one command line at a time"
            raise RuntimeError(message)
        self._connection.send((arguments, environ, folder))
        for stream in streams:
            reduction.send_handle(self._connection, stream, self._process.pid)
        return Forked(self._connection, self._busy.release)

    def close(self) -> None:
        """End the server."""
        self._connection.close()
        self._process.wait()


def serve(connection: Connection) -> None:
    """The server's side: fork for each command line, until the other side is closed."""
    import achats_reseaux
    from achats_reseaux.catalogue import loader
    from achats_reseaux.cli import app

    for module in pkgutil.walk_packages(achats_reseaux.__path__, "achats_reseaux."):
        # The server for assistants needs its extra, and a process of its own.
        if not module.name.endswith(("__main__", ".mcp.server")):
            importlib.import_module(module.name)
    for command in ("", *app.COMMANDS):
        app.command_tree(command)
    loader.load()
    with contextlib.suppress(ImportError):
        importlib.import_module("openpyxl")
    while True:
        try:
            arguments, environ, folder = connection.recv()
        except (EOFError, KeyboardInterrupt):
            return
        streams = [reduction.recv_handle(connection) for _ in range(3)]
        child = os.fork()
        if child == 0:
            run(arguments, environ, folder, streams)
        for stream in streams:
            os.close(stream)
        connection.send(child)
        connection.send(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))


def run(
    arguments: Sequence[str], environ: Mapping[str, str], folder: Path, streams: Sequence[int]
) -> None:
    """Be the process of a command line, to its end."""
    from achats_reseaux import cli

    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environ)
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        os.dup2(streams[number], number)
        os.close(streams[number])
        old, lines = getattr(sys, name), 1 if name == "stderr" else -1
        new = os.fdopen(number, old.mode, lines, old.encoding, old.errors, "\n", closefd=False)
        setattr(sys, name, new)  # as Python opens it
    sys.argv = ["-c", *arguments]
    cli.main()


if __name__ == "__main__":
    serve(Connection(int(sys.argv[1])))
