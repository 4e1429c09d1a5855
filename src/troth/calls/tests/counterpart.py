"""A third party that writes down what arrives: one key a line of a file, of which it tells.

Each call does what its verb says.
"""

import os
import signal
from datetime import datetime
from pathlib import Path

from troth.calls.errors import InDoubt, Refused, Unavailable
from troth.calls.kinds import Answer
from troth.calls.models import Call

FILE = "TROTH_TEST_COUNTERPART"


def arrived() -> list[str]:
    file = Path(os.environ[FILE])
    return file.read_text().splitlines() if file.exists() else []


class Counterpart:
    is_open = False

    def make(self, call: Call, *, at: datetime) -> Answer:
        match call.verb:
            case "refuse":
                raise Refused("We do not do that.")
            case "be-down" if not self.is_open:
                raise Unavailable("We are closed.")
            case "die-before":
                os.kill(os.getpid(), signal.SIGKILL)
        with Path(os.environ[FILE]).open("a") as file:
            file.write(f"{call.key}\n")
        match call.verb:
            case "lose-the-answer":
                raise InDoubt("The line went dead.")
            case "break":
                raise ZeroDivisionError
            case "die-after":
                os.kill(os.getpid(), signal.SIGKILL)
        return Answer("a-1")

    def look_up(self, call: Call, *, at: datetime) -> Answer | None:
        return Answer("found") if call.key in arrived() else None

    def refused(self, call: Call, *, at: datetime) -> None:
        """Nothing here waits for it."""
