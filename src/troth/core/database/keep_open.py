"""Keep a connection open for the next request, where many come one after the other."""

from time import monotonic

from django.db import connection

_KEPT = 60  # seconds after the last that asked for it


def keep_open() -> None:
    """Have this thread's connection outlive the answer to its request.

    A new one costs the server more than what most programs tell by a request. Where it has gone by
    the next one, that opens another (`CONN_HEALTH_CHECKS`).
    """
    connection.close_at = monotonic() + _KEPT
