"""A process that serves its parent must not outlive it: it would hold the port and the database."""

import os
import signal
import threading
import time

_PAUSE = 0.5  # seconds


def end_with_parent() -> None:
    """Have this process told to stop as soon as the one that started it is gone.

    Even a parent that was killed is noticed: the process is then given to another one.
    """
    parent = os.getppid()
    threading.Thread(target=_watch, args=[parent], daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_PAUSE)
    os.kill(os.getpid(), signal.SIGTERM)
