"""What the tests of the embedded server share: a home of their own and processes that use it."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from troth.core.postgres.cluster import Cluster

# A guard against a test that hangs; nothing is expected to take this long.
PATIENCE = 300

_NOBODY = 65534

_PRELUDE = """
import os, sys
from pathlib import Path
import psycopg
from troth.core.errors import TrothError
from troth.core.postgres import server
home = Path(sys.argv[1])
def connect(name="postgres"):
    return psycopg.connect(
        host=str(server.start(home)), user="postgres", dbname=name, autocommit=True
    )
"""

# The interpreter may lie where only root reads. Having done everything once, root has loaded all
# modules, so that it can become another user.
_BECOME_ANOTHER = """
if os.geteuid() == 0:
    rehearsal = Path(sys.argv[2])
    server.create_database(rehearsal, "troth")
    server.stop(rehearsal)
    os.setgroups([])
    os.setgid(int(sys.argv[3]))
    os.setuid(int(sys.argv[3]))
"""

# What a script starts with `&` has the interrupt ignored, and so would whatever it starts.
_HOLD = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
print(server.start(home), flush=True)
sys.stdin.read()
"""


@contextmanager
def scratch_home(name: str = "home") -> Iterator[Path]:
    """A home that does not exist yet, removed at the end with the server it may have.

    Not pytest's `tmp_path`: another run of pytest takes back the right to pass through its
    parents, which a server run by root needs.
    """
    with tempfile.TemporaryDirectory(prefix="troth-") as scratch:
        Path(scratch).chmod(0o711)
        home = Path(scratch, name)
        try:
            yield home
        finally:
            if home.is_dir() and (home / "postgres").exists():
                Cluster(home / "postgres").stop()


@contextmanager
def ordinary_home(uid: int = _NOBODY) -> Iterator[Path]:
    """A scratch home that an ordinary user may make, also when root runs the tests."""
    with scratch_home() as home:
        if os.geteuid() == 0:
            os.chown(home.parent, uid, uid)
        yield home


def python(code: str, home: Path, **environment: str) -> str:
    """Run `code` in a process of its own, which must succeed; return what it printed."""
    return _run(_PRELUDE + code, [home], _environment(home) | environment)


def python_as_ordinary_user(code: str, home: Path, uid: int = _NOBODY) -> str:
    """Run `code` as a user other than root, `uid` where root runs the tests, as `python` does."""
    with scratch_home() as rehearsal:
        script = _PRELUDE + _BECOME_ANOTHER + code
        return _run(script, [home, rehearsal, str(uid)], _environment(home))


@contextmanager
def process(code: str, home: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that runs `code`, started in a session of its own as if by a terminal.

    It has printed a line when this begins, and its input is closed when this ends.
    """
    with subprocess.Popen(
        [sys.executable, "-c", _PRELUDE + code, home],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=_environment(home),
        start_new_session=True,
    ) as running:
        assert running.stdin and running.stdout
        assert running.stdout.readline(), "the process ended early"
        yield running
        running.stdin.close()
        running.wait(PATIENCE)


@contextmanager
def holder(home: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that uses the server of `home` until this ends."""
    with process(_HOLD, home) as running:
        yield running


def server_pid(home: Path) -> int | None:
    """The process number of the server of `home`, None when it does not run."""
    data = home / "postgres"
    if not data.exists() or not Cluster(data).running():
        return None
    return int((data / "postmaster.pid").read_text().split()[0])


def kill_server(home: Path) -> int:
    """Kill the server of `home`, wait until it is dead and return its former process number."""
    pid = server_pid(home)
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    while server_pid(home):
        time.sleep(0.01)
    return pid


def _environment(home: Path) -> dict[str, str]:
    return os.environ | {
        "TROTH_POSTGRES_OPTIONS": "-c fsync=off",
        "XDG_RUNTIME_DIR": str(home.parent),
    }


def _run(code: str, arguments: Sequence[Path | str], environment: dict[str, str]) -> str:
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
        check=True,
        timeout=PATIENCE,
    ).stdout
