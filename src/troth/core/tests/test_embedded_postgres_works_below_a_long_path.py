"""A home whose path is too long for a socket has its socket in a private directory elsewhere."""

import stat
import tempfile
from pathlib import Path

import pytest

from troth.core.tests.embedded_postgres import holder, python, scratch_home, server_pid

LONG = "long" * 40
CONNECT = "with connect(): print(server.start(home))"
REPORT = """
try:
    server.start(home)
except TrothError as error:
    print(error)
"""


@pytest.mark.parametrize("name", [LONG, 'comma, "quote" and $HOME'])
def test_the_server_is_reached_below_an_unfit_path(name: str) -> None:
    with scratch_home(name) as home, holder(home):
        socket_dir = Path(python(CONNECT, home).strip())
        assert home not in socket_dir.parents
        assert stat.S_IMODE(socket_dir.stat().st_mode) == 0o700


def test_a_process_with_another_runtime_directory_finds_the_server() -> None:
    with scratch_home(LONG) as home, holder(home), tempfile.TemporaryDirectory() as runtime:
        started = server_pid(home)
        python(CONNECT, home, XDG_RUNTIME_DIR=runtime)
        assert server_pid(home) == started is not None


def test_a_directory_that_is_open_to_others_is_refused() -> None:
    with scratch_home(LONG) as home, tempfile.TemporaryDirectory() as runtime:
        Path(runtime).chmod(0o711)  # root's server runs as another user
        here = {"XDG_RUNTIME_DIR": runtime, "TMPDIR": runtime}
        socket_dir = Path(python(CONNECT, home, **here).strip())
        assert socket_dir.parent == Path(runtime)
        socket_dir.chmod(0o777)
        line = python(REPORT, home, **here)
        assert f"{socket_dir} for PostgreSQL's socket is not private" in line
