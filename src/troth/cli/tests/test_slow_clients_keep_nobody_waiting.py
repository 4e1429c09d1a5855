"""Who sends slowly, or more than an address takes, keeps no thread of the server and no memory."""

import os
import select
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from troth.cli.tests.test_serve_command import answer
from troth.testing.home import TROTH, environment, migrated, troth
from troth.testing.port import free_port

SLOW = 4 * 2 * (os.cpu_count() or 1)  # four times as many as there are threads

HEADS = [b"", b"GET / HTTP/1.1\r\nHost: localh"]  # of which no more comes


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """A port at which the pages are served."""
    home = migrated(tmp_path_factory.mktemp("home"))
    policy = Path(__file__).parents[4] / "policies" / "softsys.md"
    assert troth(home, "publish", str(policy)).returncode == 0
    port = free_port()
    with subprocess.Popen(
        [*TROTH, "serve", "--port", str(port)],
        env=environment(home, PLAIN_HTTP="1"),
        stdout=subprocess.DEVNULL,
    ) as server:
        try:
            assert answer(port, "/privacy/").status == 200
            yield port
        finally:
            server.terminate()


def begin(port: int, path: str, headers: str, sender: str = "127.0.0.1") -> socket.socket:
    """A connection with the head of a form on it."""
    connection = socket.create_connection(("127.0.0.1", port), 60, (sender, 0))
    connection.sendall(
        f"POST {path} HTTP/1.1\r\nHost: localhost:{port}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\n{headers}\r\n\r\n".encode()
    )
    return connection


def status(connection: socket.socket) -> int:
    """The status that is answered, or 0 where the connection is closed without."""
    line = connection.makefile("rb").readline()
    return int(line.split()[1]) if line else 0


def post(port: int) -> int:
    """The status that a form gets which was sent without a cookie."""
    with begin(port, "/sign-in/", "Content-Length: 3") as quick:
        quick.sendall(b"a=b")
        return status(quick)


def test_others_are_answered_while_many_drip(port: int) -> None:
    with ExitStack() as open_ones:
        dripping = [
            open_ones.enter_context(
                begin(port, "/sign-in/", "Content-Length: 1000", f"127.0.1.{n // 8 + 1}")
            )
            for n in range(SLOW)
        ]
        for connection in dripping:
            connection.sendall(b"a")
        assert post(port) == 403
        assert answer(port, "/privacy/").status == 200
        for connection in dripping:
            connection.sendall(b"b")  # it is still taken


def test_one_address_has_few_bodies_on_their_way(port: int) -> None:
    with ExitStack() as open_ones:
        begun = [
            open_ones.enter_context(begin(port, "/sign-in/", "Content-Length: 1000", "127.0.2.1"))
            for _ in range(11)
        ]
        (refused,), _, _ = select.select(begun, [], [], 10)
        head = refused.recv(1 << 16).decode().lower()
        assert head.startswith("http/1.1 503 ")
        assert "nosniff" in head and "default-src 'none'" in head
        assert post(port) == 403


def test_a_body_and_a_head_have_to_arrive_in_time(port: int) -> None:
    start = time.monotonic()
    with ExitStack() as open_ones:
        heads = [
            open_ones.enter_context(socket.create_connection(("127.0.0.1", port), timeout=10))
            for _ in HEADS
        ]
        for connection, head in zip(heads, HEADS, strict=True):
            connection.sendall(head)
        slow = open_ones.enter_context(begin(port, "/sign-in/", "Content-Length: 1000"))
        slow.settimeout(1)
        for _ in range(60):
            slow.sendall(b"a")
            try:
                assert slow.recv(12) == b"HTTP/1.1 408"
                break
            except TimeoutError:
                continue
        assert 15 < time.monotonic() - start < 40
        for connection in heads:
            while connection.recv(1000):
                pass


@pytest.mark.parametrize(("path", "most"), [("/sign-in/", 2**18), ("/recover/", 11 * 2**20)])
def test_what_is_too_long_is_refused_by_its_length(port: int, path: str, most: int) -> None:
    with begin(port, path, f"Content-Length: {most + 1}") as long:
        assert status(long) == 413


@pytest.mark.parametrize(("path", "most"), [("/sign-in/", 2**18), ("/recover/", 11 * 2**20)])
def test_what_names_no_length_is_refused_once_it_is_too_long(
    port: int, path: str, most: int
) -> None:
    with begin(port, path, "Transfer-Encoding: chunked") as endless:
        sent = 0
        piece = b"x" * 2**16
        while sent <= most:
            endless.sendall(b"10000\r\n" + piece + b"\r\n")
            sent += len(piece)
        assert status(endless) == 413


def test_what_names_no_length_is_taken_within_the_limit(port: int) -> None:
    with begin(port, "/sign-in/", "Transfer-Encoding: chunked") as short:
        short.sendall(b"3\r\na=b\r\n0\r\n\r\n")
        assert status(short) == 403
