"""What people send is on no disk before it is stored: a killed process leaves none of it."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from troth.cli.tests.test_serve_command import answer
from troth.testing.home import TROTH, environment, migrated, troth
from troth.testing.port import free_port

TOKEN = "c" * 32
SENT = 8 * 2**20  # bytes of a document that is still on its way


@pytest.fixture
def scratch() -> Iterator[Path]:
    """A directory for what is temporary; its path is short enough for a socket."""
    with TemporaryDirectory(prefix="troth-") as directory:
        Path(directory).chmod(0o711)  # root's PostgreSQL runs as another user
        yield Path(directory)


def begin_upload(port: int) -> socket.socket:
    """Send most of a form with a document, and keep the connection."""
    head = (
        f'--x\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{TOKEN}\r\n'
        '--x\r\nContent-Disposition: form-data; name="document"; filename="id.png"\r\n'
        "Content-Type: image/png\r\n\r\n"
    ).encode()
    request = (
        f"POST /recover/ HTTP/1.1\r\nHost: localhost:{port}\r\nCookie: csrftoken={TOKEN}\r\n"
        "Content-Type: multipart/form-data; boundary=x\r\n"
        f"Content-Length: {len(head) + SENT + 2**20}\r\n\r\n"
    ).encode()
    connection = socket.create_connection(("localhost", port), timeout=10)
    connection.sendall(request + head + b"qupload!" * (SENT // 8))
    return connection


def holding(directory: Path) -> list[Path]:
    return [p for p in directory.rglob("*") if p.is_file() and b"qupload" in p.read_bytes()]


def test_an_upload_that_was_on_its_way_is_nowhere(tmp_path: Path, scratch: Path) -> None:
    home = migrated(tmp_path / "home")
    policy = Path(__file__).parents[4] / "policies" / "softsys.md"
    assert troth(home, "publish", str(policy)).returncode == 0
    port = free_port()
    with subprocess.Popen(
        [*TROTH, "serve", "--port", str(port)],
        env=environment(home, PLAIN_HTTP="1", TMPDIR=str(scratch)),
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    ) as server:
        try:
            assert answer(port, "/recover/").status == 200
            with begin_upload(port):
                # Long enough for a file to appear, where one is made.
                for _ in range(20):
                    if holding(scratch):
                        break
                    time.sleep(0.1)
                os.killpg(server.pid, signal.SIGKILL)
        finally:
            server.kill()
    left = holding(scratch) + holding(home)
    # The database, which a killed process cannot stop, serves the next command and ends with it.
    assert troth(home, "manage", "migrate").returncode == 0
    assert left == []
