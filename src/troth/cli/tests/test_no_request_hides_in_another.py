# ruff: noqa: F811  (a fixture is imported)
"""What the server takes for one request, a proxy in front cannot take for two, nor the reverse."""

import socket

import pytest

from troth.cli.tests.test_slow_clients_keep_nobody_waiting import port  # noqa: F401

HIDDEN = "0\r\n\r\nGET /hidden HTTP/1.1\r\nHost: localhost\r\n\r\n"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        (["Content-Length: 5", "Transfer-Encoding: chunked"], "403"),  # the chunks count
        (["Content-Length: 5", "Content-Length: 60"], "400"),
        (["Content-Length: 5, 60"], "400"),
        (["Content-Length: +5"], "400"),
        (["Content-Length: 5", "Transfer-Encoding: xchunked"], "400"),
        (["Transfer-Encoding: chunked", "Transfer-Encoding: identity"], "400"),
        (["Content-Length: 5", "X-Folded: a", " Transfer-Encoding: chunked"], "400"),
        (["Transfer-Encoding : chunked"], "400"),
    ],
)
def test_whatever_lengths_it_names(port: int, headers: list[str], status: str) -> None:
    head = ["POST /sign-in/ HTTP/1.1", "Host: localhost", *headers]
    answered = b""
    with socket.create_connection(("127.0.0.1", port), 5) as connection:
        connection.sendall("\r\n".join([*head, "", HIDDEN]).encode())
        while piece := connection.recv(1 << 16):
            answered += piece
    assert answered.startswith(f"HTTP/1.1 {status} ".encode())
    assert answered.count(b"HTTP/1.1 ") == 1
