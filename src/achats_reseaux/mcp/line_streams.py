"""Standard input and output of the server: what was asked is answered at their end."""

from __future__ import annotations

import json
from threading import Semaphore
from typing import BinaryIO

LONGEST_WAIT = 5.0
"""Seconds for the next answer, once the input has ended."""


class LineStreams:
    """Text streams for the SDK, which cancels what is not answered when its input ends."""

    def __init__(self, requests: BinaryIO, answers: BinaryIO) -> None:
        self._requests = requests
        self._answers = answers
        self._asked = 0
        self._answered = Semaphore(0)

    def readline(self) -> str:
        """The next line; the end of the input when all that was asked is answered."""
        line = self._requests.readline().decode("utf-8", "replace")
        if not line:
            self._wait_for_answers()
            return ""
        try:
            message = json.loads(line)
        except (ValueError, RecursionError):
            return line  # the SDK passes over what is no JSON
        if isinstance(message, dict) and "method" in message and "id" in message:
            self._asked += 1
        if "\\ud" in line.lower():  # perhaps half of a character, which no text can hold
            text = json.dumps(message, ensure_ascii=False)
            return text.encode("utf-8", "replace").decode() + "\n"
        return line

    def _wait_for_answers(self) -> None:
        is_answered = True
        while self._asked and is_answered:
            is_answered = self._answered.acquire(timeout=LONGEST_WAIT)
            self._asked -= 1

    def write(self, text: str) -> int:
        """Write an answer."""
        self._answers.write(text.encode())
        self._answered.release()
        return len(text)

    def flush(self) -> None:
        """Let what was written go."""
        self._answers.flush()
