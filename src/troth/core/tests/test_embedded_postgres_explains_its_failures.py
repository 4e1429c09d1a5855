"""Whatever keeps the server from running is told in one line that says what to do."""

import os

import pytest

from troth.core.errors import TrothError
from troth.core.postgres import cluster
from troth.core.tests.embedded_postgres import (
    ordinary_home,
    python,
    python_as_ordinary_user,
    scratch_home,
    server_pid,
)

REPORT = """
try:
    server.start(home)
except TrothError as error:
    print(error)
"""

_UNKNOWN = 424242

FILL_THE_DISK = """
import resource
_, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
"""


def test_a_home_that_is_not_writable() -> None:
    with ordinary_home() as home:
        home.parent.chmod(0o500)
        (line,) = python_as_ordinary_user(REPORT, home).splitlines()
        assert line.startswith(f"PostgreSQL cannot run in {home} (Permission denied: {home}): ")
        assert "TROTH_HOME" in line


@pytest.mark.skipif(os.geteuid() != 0, reason="only root becomes somebody unknown")
def test_a_user_without_an_entry_in_passwd() -> None:
    with ordinary_home(_UNKNOWN) as home:
        (line,) = python_as_ordinary_user(REPORT, home, _UNKNOWN).splitlines()
        assert f"the user {_UNKNOWN} has none here" in line
        assert f"add the line troth:x:{_UNKNOWN}:{_UNKNOWN}::/:/bin/false to /etc/passwd" in line
        assert [path.name for path in home.iterdir()] == ["postgres.lock"]


def test_a_disk_without_room_leaves_nothing_half_made() -> None:
    with scratch_home() as home:
        (line,) = python(FILL_THE_DISK + REPORT, home).splitlines()
        assert line.startswith(f"PostgreSQL could not make {home / 'postgres'} (")
        assert "File too large" in line
        assert {path.name for path in home.iterdir()} == {"postgres.lock"}
        assert python(REPORT, home) == ""


def test_remains_of_an_interrupted_start_are_cleared_away() -> None:
    with scratch_home() as home:
        (home / "postgres.new" / "base").mkdir(parents=True)
        assert python(REPORT, home) == ""
        assert not (home / "postgres.new").exists()


def test_a_server_that_refuses_to_start() -> None:
    with scratch_home() as home:
        (line,) = python(REPORT, home, TROTH_POSTGRES_OPTIONS="-c work_mem=much").splitlines()
        assert "work_mem" in line
        assert str(home / "postgres" / "log") in line
        assert server_pid(home) is None


def test_programs_that_are_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "find_spec", lambda name: None)
    with pytest.raises(TrothError, match="install Troth again"):
        cluster.binaries.__wrapped__()
