"""`troth serve` as somebody calls it, with a home of its own."""

import os
import signal
import subprocess
import time
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest

from troth.testing.home import TROTH, environment, migrated, troth
from troth.testing.port import free_port


def answer(port: int, path: str) -> HTTPResponse:
    for _ in range(300):
        try:
            connection = HTTPConnection("localhost", port, timeout=10)
            connection.request("GET", path)
            got = connection.getresponse()
            connection.close()
            return got
        except OSError:
            time.sleep(0.1)
    raise TimeoutError


def test_without_a_policy_nothing_is_served(tmp_path: Path) -> None:
    refused = troth(migrated(tmp_path), "serve", "--port", str(free_port()))
    assert refused.returncode == 1
    assert refused.stderr == "No policy is in force; run `troth setup`, or: troth publish FILE\n"


def test_pages_are_for_https_and_stop_with_their_parent_even_when_it_is_killed(
    tmp_path: Path,
) -> None:
    policy = Path(__file__).parents[4] / "policies" / "softsys.md"
    assert troth(migrated(tmp_path), "publish", str(policy)).returncode == 0
    port = free_port()
    with subprocess.Popen(
        [*TROTH, "serve", "--port", str(port)],
        env=environment(tmp_path),
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    ) as server:
        try:
            redirect = answer(port, "/privacy/")
            assert redirect.status == 301
            assert redirect.headers["Location"] == f"https://localhost:{port}/privacy/"
        finally:
            server.kill()
    for _ in range(100):
        try:
            os.killpg(server.pid, 0)
        except ProcessLookupError:
            break
        time.sleep(0.1)
    else:
        os.killpg(server.pid, signal.SIGKILL)
        pytest.fail("A process was left behind.")
    # The database, which a killed process cannot stop, serves the next command and ends with it.
    assert troth(tmp_path, "manage", "migrate").returncode == 0
    assert not (tmp_path / "postgres" / "postmaster.pid").exists()


def test_a_wrong_setting_is_told_in_one_line(tmp_path: Path) -> None:
    for setting, value in (("TRUSTED_PROXIES", "many"), ("DATABASE_URL", "mysql://host/name")):
        refused = troth(tmp_path, "serve", "--port", str(free_port()), **{setting: value})
        assert refused.returncode == 2
        assert setting in refused.stderr and refused.stderr.count("\n") == 1
