"""Ask somebody else by HTTP: the answer is there in time, however slowly it comes in."""

from contextlib import suppress
from socket import SHUT_RDWR, socket
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError

from troth.core.end_in_time import end_in_time
from troth.core.leave import require_leave

PATIENCE = 30.0  # seconds, from the first byte that we send to the last that we read


class NeverLeftError(OSError):
    """There was no connection, encrypted where it has to be, over which anything could be sent."""


def ask_outside(method: str, url: str, *, longest: int, **sent: Any) -> tuple[int, bytes]:
    """The status of an answer and its bytes, of which `longest` at most are read.

    It follows no redirect. sent: as `requests.request` takes it. Raises NeverLeftError where there
    was no connection, OSError where nobody answers in time, or the answer breaks off, ValueError
    for what is no address, and NoLeaveError where no gate has let it go: see `leave.py`.
    """
    require_leave()
    ends = _Ends()
    with requests.Session() as session, end_in_time(PATIENCE, ends.now):
        session.mount("http://", ends)
        session.mount("https://", ends)
        try:
            with session.request(
                method, url, timeout=PATIENCE, allow_redirects=False, stream=True, **sent
            ) as answer:
                said = answer.raw.read(longest, decode_content=True)
        except HTTPError as error:  # of urllib3, which is no OSError
            raise requests.ConnectionError(type(error).__name__) from None
        except (requests.ConnectionError, requests.Timeout) as error:
            if ends.reached:
                raise
            raise NeverLeftError(type(error).__name__) from None
    if ends.over:  # what was read is perhaps not all
        raise requests.Timeout
    return answer.status_code, said


class _Ends(HTTPAdapter):
    """Connections that can be ended all at once. The limits of `requests` are of each read alone,
    so that an answer of single bytes would never reach them."""

    def __init__(self) -> None:
        self.over, self._sockets = False, list[socket]()
        super().__init__()

    @property
    def reached(self) -> bool:
        """Whether there has been a connection."""
        return bool(self._sockets)

    def now(self) -> None:
        self.over = True
        for each in self._sockets:
            with suppress(OSError):
                each.shutdown(SHUT_RDWR)

    def get_connection_with_tls_context(self, *args: Any, **named: Any) -> Any:
        pool = super().get_connection_with_tls_context(*args, **named)
        kind, hold = pool.ConnectionCls, self._hold

        class Held(kind):  # type: ignore[misc,valid-type]  # known once the scheme is
            def connect(self) -> None:
                super().connect()
                hold(self.sock)

        pool.ConnectionCls = Held
        return pool

    def _hold(self, made: socket) -> None:
        self._sockets.append(made)
        if self.over:
            self.now()
