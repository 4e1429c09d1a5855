"""`troth demo` as somebody calls it, each time with a home of its own."""

import os
import re
import signal
import subprocess
import time
import urllib.request
from pathlib import Path

import pytest

from troth.testing.home import TROTH, environment, migrated, troth
from troth.testing.port import free_port


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which a small demo was made."""
    made = tmp_path_factory.mktemp("demo")
    first = troth(made, "demo", "--no-serve", "--accounts", "10")
    assert first.returncode == 0, first.stderr
    assert "with 10 accounts" in first.stdout and "rows were due" in first.stdout
    assert len(re.findall(r"^  customer +\S+\.example$", first.stdout, re.M)) == 3
    assert re.search(r"^  staff +\S+\.example$", first.stdout, re.M)
    return made


def test_run_again_it_goes_on(home: Path) -> None:
    again = troth(home, "demo", "--no-serve", "--accounts", "20")
    assert again.returncode == 0, again.stderr
    assert "Going on with the demo of Softsys Hosting" in again.stdout
    assert "only matter when it starts over" in again.stdout


def test_other_commands_know_what_it_has_set(home: Path) -> None:
    settings = home / "settings.env"
    assert settings.stat().st_mode & 0o777 == 0o600
    assert "TAX_NUMBER='IN123456789'" in settings.read_text()
    billed = troth(home, "bill")
    assert billed.returncode == 0, billed.stderr
    # What somebody has written there since stays.
    settings.write_text(settings.read_text() + "BRAND_ACCENT=none\n")
    wrong = troth(home, "demo", "--no-serve")
    assert wrong.returncode == 2 and "BRAND_ACCENT must be a colour" in wrong.stderr
    settings.write_text(settings.read_text().replace("BRAND_ACCENT=none", "BRAND_ACCENT=#0b5d57"))


def test_another_policy_needs_fresh_data(home: Path) -> None:
    refused = troth(home, "demo", "--no-serve", "--policy", "soffront")
    assert refused.returncode == 1
    assert refused.stderr.count("\n") == 1 and "--fresh" in refused.stderr
    key = (home / "journal.key").read_bytes()
    fresh = troth(home, "demo", "--no-serve", "--policy", "soffront", "--accounts", "5", "--fresh")
    assert fresh.returncode == 0, fresh.stderr
    assert "with 5 accounts" in fresh.stdout
    assert (home / "journal.key").read_bytes() != key
    (aside,) = home.glob("journal.key.until-*")
    assert aside.read_bytes() == key and str(aside) in fresh.stdout
    verified = troth(home, "journal", "verify")
    assert verified.returncode == 0, verified.stderr


def test_it_serves_until_it_is_interrupted(home: Path) -> None:
    port = free_port()
    start = time.monotonic()
    with subprocess.Popen(
        [*TROTH, "demo", "--port", str(port)],
        env=environment(home),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as demo:
        try:
            page = fetched(f"http://localhost:{port}/privacy/", until=start + 60)
            assert "In short" in page
            told = fetched(f"http://localhost:{port}/.well-known/security.txt", until=start + 60)
            assert f"http://localhost:{port}/" in told
            second = troth(home, "demo", "--port", str(port))
            assert second.returncode == 1
            assert f"127.0.0.1:{port} cannot be served" in second.stderr
            assert second.stderr.count("\n") == 1
            fresh = troth(home, "demo", "--no-serve", "--fresh")
            assert fresh.returncode == 1 and "Another process uses" in fresh.stderr
        finally:
            os.killpg(demo.pid, signal.SIGINT)
            output, _ = demo.communicate(timeout=30)
    assert demo.returncode == 0, output
    assert "Traceback" not in output
    # The worker and the database have ended with it.
    with pytest.raises(ProcessLookupError):
        os.killpg(demo.pid, 0)
    assert not (home / "postgres" / "postmaster.pid").exists()


def fetched(url: str, *, until: float) -> str:
    while True:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                return str(answer.read().decode())
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["--accounts", "-1"], 2, "no number from 1"),
        (["--accounts", "0"], 2, "no number from 1"),
        (["--accounts", "many"], 2, "no number from 1"),
        (["--port", "0"], 2, "no port"),
        (["--port", "70000"], 2, "no port"),
        (["--seed", "x"], 2, "--seed"),
        (["--policy", "unknown"], 2, "no policy 'unknown'; use a file or ispsystem, "),
        (["everything"], 2, "everything"),
    ],
)
def test_wrong_calls_are_told_in_one_line(
    tmp_path: Path, arguments: list[str], code: int, says: str
) -> None:
    refused = troth(tmp_path, "demo", "--no-serve", *arguments)
    assert refused.returncode == code
    assert says in refused.stderr and refused.stderr.count("\n") == 1
    assert not (tmp_path / "postgres").exists()


def test_it_leaves_other_data_alone(tmp_path: Path) -> None:
    policies = Path(__file__).parents[4] / "policies"
    assert troth(migrated(tmp_path), "publish", str(policies / "softsys.md")).returncode == 0
    for arguments in ([], ["--fresh"]):
        refused = troth(tmp_path, "demo", "--no-serve", *arguments)
        assert refused.returncode == 1
        assert "data that the demo has not made" in refused.stderr
        assert refused.stderr.count("\n") == 1


def test_no_key_signs_a_second_journal(tmp_path: Path) -> None:
    key = migrated(tmp_path) / "journal.key"
    key.write_text("the key of another journal")
    for arguments in ([], ["--fresh"]):
        refused = troth(tmp_path, "demo", "--no-serve", *arguments)
        assert refused.returncode == 1
        assert "may have signed another journal" in refused.stderr
        assert refused.stderr.count("\n") == 1
    assert key.read_text() == "the key of another journal"
