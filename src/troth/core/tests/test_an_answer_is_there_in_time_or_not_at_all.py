"""Who sends an answer byte by byte, or half of one, is no more waited for than who sends none."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import product
from socket import create_server
from threading import Event, Thread

import pytest

from troth.calls.errors import Unavailable
from troth.core.errors import TrothError
from troth.core.leave import reaching
from troth.messaging.sms import HttpSms, Text
from troth.requests.mailbox.access_token import access_token
from troth.tax.fetch_exchange_rates import fetch_exchange_rates
from troth.tax.vies import Vies
from troth.testing import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def leave() -> Iterator[None]:
    """As whoever calls these has it."""
    with reaching("the test"):
        yield


SAID = {
    "vies": b'{"valid": true}',
    "rates": b"Date,USD,\n2026-06-15,1.25,\n",
    "token": b'{"access_token": "secret"}',
    "text": b"{}",
}
ASKED: dict[str, tuple[Callable[[str], object], type[Exception]]] = {
    "vies": (lambda url: Vies(url).check("DE136695976"), Unavailable),
    "rates": (lambda url: fetch_exchange_rates(url, at=make.NOW), TrothError),
    "token": (lambda url: access_token({"url": url}, "box"), TrothError),
    "text": (lambda url: HttpSms(url).send(Text("+4930000000", "Hello")), OSError),
}


def head(length: int, more: str = "") -> bytes:
    return f"HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n{more}\r\n".encode()


# What is sent at once, and what byte by byte behind it.
ANSWERS: dict[str, Callable[[bytes], tuple[bytes, bytes]]] = {
    "a slow head": lambda said: (b"HTTP", head(len(said))[4:] + said),
    "a slow body": lambda said: (head(60), said.ljust(60)),
    "half of it": lambda said: (head(len(said) + 1) + said, b""),
    "rubbish": lambda said: (head(len(said), "Content-Encoding: gzip\r\n") + said, b""),
}


@contextmanager
def server(at_once: bytes, slowly: bytes) -> Iterator[str]:
    over = Event()
    with create_server(("127.0.0.1", 0)) as ours:

        def answer() -> None:
            conn, _from = ours.accept()
            with conn, suppress(OSError):
                conn.recv(65536)
                conn.sendall(at_once)
                for byte in slowly:
                    over.wait(0.02)
                    conn.sendall(bytes([byte]))

        thread = Thread(target=answer, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{ours.getsockname()[1]}"
        over.set()
        thread.join()


@pytest.mark.parametrize(
    ("asked", "answer"),
    # Of what takes a text nothing is read but the head.
    [each for each in product(ASKED, ANSWERS) if "text" not in each or "a slow head" in each],
)
def test_nobody_waits_for_it(asked: str, answer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("troth.core.ask_outside.PATIENCE", 0.2, raising=False)
    make.in_force()
    ask, refusal = ASKED[asked]
    with server(*ANSWERS[answer](SAID[asked])) as url, pytest.raises(refusal):
        ask(url)


@pytest.mark.parametrize("asked", ASKED)
def test_what_comes_in_time_is_taken(asked: str) -> None:
    make.in_force()
    said = SAID[asked]
    with server(head(len(said)) + said, b"") as url:
        ASKED[asked][0](url)
