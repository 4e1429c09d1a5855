"""The files that are written for nginx, Caddy and systemd do what they say."""

import os
import shutil
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from http.client import HTTPSConnection
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from troth.installing.in_front import in_front
from troth.testing.needs import need
from troth.testing.port import free_port

HOST = "my.host.example"
_PATH = f"/usr/sbin:{os.environ.get('PATH', '')}"  # where Debian has servers


class Behind(BaseHTTPRequestHandler):
    """What stands where `troth serve` does, and says what it was told."""

    def do_GET(self) -> None:
        told = "\n".join(f"{name.lower()}: {value}" for name, value in self.headers.items())
        self.send_response(200)
        self.end_headers()
        self.wfile.write(told.encode())

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def behind() -> Iterator[HTTPServer]:
    server = HTTPServer(("127.0.0.1", 0), Behind)
    Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def nginx(tmp_path: Path, behind: HTTPServer) -> Iterator[int]:
    """The port at which it speaks HTTPS for what stands behind."""
    program = need(shutil.which("nginx", path=_PATH), "nginx-light", "NGINX")
    port = free_port()
    text = in_front(site=f"https://{HOST}:{port}", home=tmp_path)["nginx.conf"]
    for ours, here in {
        "listen 80;": f"listen {free_port()};",
        "    listen [::]:80;\n": "",
        f"    listen [::]:{port} ssl http2;\n": "",
        "127.0.0.1:8000": f"127.0.0.1:{behind.server_port}",
        f"/etc/letsencrypt/live/{HOST}/": f"{certified(tmp_path)}/",
        "/var/log/nginx/": f"{tmp_path}/",
    }.items():
        assert ours in text
        text = text.replace(ours, here)
    (tmp_path / "site.conf").write_text(text)
    conf = tmp_path / "nginx.conf"
    conf.write_text(
        f"pid {tmp_path}/pid; error_log {tmp_path}/error.log; daemon off; events {{}}\n"
        f"http {{ access_log {tmp_path}/access.log; include {tmp_path}/site.conf; }}\n"
    )
    server = subprocess.Popen([program, "-p", tmp_path, "-c", conf])
    yield port
    server.terminate()
    server.wait()


def certified(folder: Path) -> Path:
    """Put a key and a certificate that it signs itself into a folder, by the names of certbot."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    made = made.not_valid_before(now).not_valid_after(now + timedelta(days=1))
    pem = made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    (folder / "fullchain.pem").write_bytes(pem)
    (folder / "privkey.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return folder


def ask(port: int, path: str) -> tuple[int, list[str]]:
    """The status and the lines of the answer, once it runs."""
    for _ in range(100):
        with suppress(ConnectionRefusedError):
            context = ssl._create_unverified_context()  # it has signed its certificate itself
            with closing(HTTPSConnection("127.0.0.1", port, context=context)) as asking:
                forged = {"X-Forwarded-For": "192.0.2.7", "X-Forwarded-Proto": "http"}
                asking.request("GET", path, headers={"Host": f"{HOST}:{port}", **forged})
                with asking.getresponse() as answer:
                    return answer.status, answer.read().decode().splitlines()
        time.sleep(0.05)
    raise AssertionError("nginx did not start")


def test_nginx_tells_who_asks_and_for_what(nginx: int) -> None:
    _status, told = ask(nginx, "/")
    # With its port: forms are taken from the very address that they were opened at.
    assert f"host: {HOST}:{nginx}" in told
    assert "x-forwarded-for: 127.0.0.1" in told
    assert "x-forwarded-proto: https" in told


def test_nginx_writes_no_address_down(nginx: int, behind: HTTPServer, tmp_path: Path) -> None:
    assert ask(nginx, "/reset/a-secret/")[0] == 200
    behind.shutdown()
    behind.server_close()
    assert ask(nginx, "/reset/a-secret/")[0] == 502
    assert "a-secret" not in "".join(each.read_text() for each in tmp_path.glob("*.log"))


def test_caddy_takes_its_file(tmp_path: Path) -> None:
    program = need(shutil.which("caddy"), "caddy", "CADDY")
    file = tmp_path / "Caddyfile"
    file.write_text(in_front(site=f"https://{HOST}:8443", home=tmp_path)["Caddyfile"])
    told = subprocess.run(
        [program, "validate", "--adapter", "caddyfile", "--config", file],
        env={"HOME": str(tmp_path), "PATH": _PATH},
        capture_output=True,
        text=True,
    )
    assert told.returncode == 0, told.stderr
    assert '"level":"warn"' not in told.stderr


def test_systemd_takes_its_units(tmp_path: Path) -> None:
    program = need(shutil.which("systemd-analyze"), "systemd", "SYSTEMD")
    home = tmp_path / 'a "home" of 100%'
    files = [name for name in in_front(site=f"https://{HOST}", home=home) if ".service" in name]
    assert len(files) == 2
    for name in files:
        (tmp_path / name).write_text(in_front(site=f"https://{HOST}", home=home)[name])
    told = subprocess.run(
        [program, "verify", *(tmp_path / name for name in files)], capture_output=True, text=True
    )
    assert told.returncode == 0 and str(tmp_path) not in told.stderr, told.stderr
