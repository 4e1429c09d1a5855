"""Whoever moves money has to know whether anything was sent: only then may it be sent again."""

import ssl
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from socket import socket
from socketserver import BaseRequestHandler, TCPServer, ThreadingTCPServer
from threading import Thread

import pytest

from troth.core.ask_outside import NeverLeftError, ask_outside
from troth.core.leave import reaching
from troth.testing.port import SOON, free_port
from troth.testing.wire import certified

Listen = Callable[[type[BaseRequestHandler]], TCPServer]


class GoesSilent(BaseRequestHandler):
    """Reads what was sent, and says nothing."""

    def handle(self) -> None:
        self.request.recv(1 << 16)


class BreaksTls(BaseRequestHandler):
    """Reads what was sent, and answers with what is no record of TLS."""

    def handle(self) -> None:
        self.request.recv(1 << 16)
        with suppress(OSError), socket(fileno=self.request.detach()) as bare:
            bare.sendall(b"no record of TLS" * 8)


@pytest.fixture
def listen() -> Iterator[Listen]:
    running = list[TCPServer]()

    def start(handler: type[BaseRequestHandler]) -> TCPServer:
        server = ThreadingTCPServer(("127.0.0.1", 0), handler)
        Thread(target=server.serve_forever, args=(SOON,), daemon=True).start()
        running.append(server)
        return server

    yield start
    for server in running:
        server.shutdown()
        server.server_close()


@pytest.fixture
def trusted(tmp_path: Path) -> tuple[ssl.SSLContext, Path]:
    return certified(tmp_path)


def ask(url: str, **sent: object) -> None:
    with reaching("the test"):
        ask_outside("POST", url, longest=100, data=b"pays", **sent)


def test_where_nobody_listens_nothing_has_left() -> None:
    with pytest.raises(NeverLeftError):
        ask(f"http://127.0.0.1:{free_port()}/")


def test_to_whom_nobody_vouches_for_nothing_has_left(
    listen: Listen, trusted: tuple[ssl.SSLContext, Path]
) -> None:
    server = listen(GoesSilent)
    server.socket = trusted[0].wrap_socket(server.socket, server_side=True)
    with pytest.raises(NeverLeftError):
        ask(f"https://localhost:{server.server_address[1]}/")


def test_what_breaks_off_after_it_was_sent_is_in_doubt(listen: Listen) -> None:
    server = listen(GoesSilent)
    with pytest.raises(OSError) as failed:
        ask(f"http://127.0.0.1:{server.server_address[1]}/")
    assert not isinstance(failed.value, NeverLeftError)


def test_an_answer_that_is_no_tls_is_in_doubt(
    listen: Listen, trusted: tuple[ssl.SSLContext, Path]
) -> None:
    server = listen(BreaksTls)
    server.socket = trusted[0].wrap_socket(server.socket, server_side=True)
    with pytest.raises(OSError) as failed:
        ask(f"https://localhost:{server.server_address[1]}/", verify=str(trusted[1]))
    assert not isinstance(failed.value, NeverLeftError)
