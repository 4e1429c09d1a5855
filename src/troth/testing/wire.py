"""A third party behind TLS (RFC 8446), with every byte that goes over the wire to it."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from socket import SHUT_WR, create_connection, socket
from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import Thread

from troth.testing.paypal.certificate import authority, signer
from troth.testing.port import SOON

_HANDSHAKE, _DATA = 22, 23  # content types of records, as RFC 8446, 5.1 numbers them
_TYPES = range(20, 25)


class Wire:
    """What was heard of it: what each connection sent, as whoever listens in on it reads it."""

    def __init__(self, port: int, trusted: Path) -> None:
        self.url, self.trusted = f"https://localhost:{port}", trusted
        self.heard: list[bytearray] = []

    def is_encrypted(self) -> bool:
        """Whether all of it is records of TLS, which begin with a handshake and then carry data."""
        kinds = [_kinds(bytes(each)) for each in self.heard]
        return bool(kinds) and all(k[:1] == [_HANDSHAKE] and _DATA in k for k in kinds)


@contextmanager
def over_tls(port: int, folder: Path) -> Iterator[Wire]:
    """Put TLS before what listens at a port of this machine, and listen in on it.

    folder: where its certificate lies, and in `trusted` that of the authority which gave it.
    """
    context, trusted = certified(folder)
    with _Relay(port) as inner, _Relay(inner.port) as outer:
        inner.socket = context.wrap_socket(inner.socket, server_side=True)
        wire = Wire(outer.port, trusted)
        outer.heard = wire.heard
        for each in (inner, outer):
            Thread(target=each.serve_forever, args=(SOON,), daemon=True).start()
        yield wire
        for each in (inner, outer):
            each.shutdown()


def certified(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """What `localhost` proves itself by, and the certificate of the authority that vouches."""
    gives = authority()
    ours = signer(gives, "localhost")
    chain, key, trusted = (folder / name for name in ("chain.pem", "key.pem", "trusted.pem"))
    chain.write_bytes(ours.chain)
    key.write_bytes(ours.pem)
    trusted.write_bytes(gives.pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain, key)
    return context, trusted


class _Relay(ThreadingTCPServer):
    """Hands on what it is sent to a port, and back what is answered."""

    daemon_threads = True

    def __init__(self, to: int) -> None:
        super().__init__(("127.0.0.1", 0), _Connection)
        self.to, self.port = to, int(self.server_address[1])
        self.heard: list[bytearray] = []


class _Connection(BaseRequestHandler):
    server: _Relay

    def handle(self) -> None:
        heard = bytearray()
        self.server.heard.append(heard)
        with create_connection(("127.0.0.1", self.server.to)) as onward:
            back = Thread(target=_relay, args=(onward, self.request), daemon=True)
            back.start()
            _relay(self.request, onward, heard)
            back.join()


def _relay(source: socket, to: socket, heard: bytearray | None = None) -> None:
    with suppress(OSError):
        while said := source.recv(1 << 16):
            if heard is not None:
                heard += said
            to.sendall(said)
    with suppress(OSError):
        to.shutdown(SHUT_WR)


def _kinds(sent: bytes) -> list[int]:
    """The content types of the records that were sent; empty where something else was, too."""
    found = []
    while sent:
        kind, length = sent[0], int.from_bytes(sent[3:5])
        if kind not in _TYPES or sent[1] != 3 or len(sent) < 5 + length:
            return []
        found.append(kind)
        sent = sent[5 + length :]
    return found
