"""An ordinary user has a server that runs as that user, in a directory closed to all others."""

import stat

from troth.core.tests.embedded_postgres import (
    ordinary_home,
    python_as_ordinary_user,
    server_pid,
)

CONNECT = """
server.create_database(home, "troth")
with connect("troth") as connection:
    print(connection.execute("SELECT current_database()").fetchone())
print(os.geteuid())
"""


def test_an_ordinary_user_runs_the_server() -> None:
    with ordinary_home() as home:
        database, user = python_as_ordinary_user(CONNECT, home).splitlines()
        data = (home / "postgres").stat()
        assert database == "('troth',)"
        assert int(user) == data.st_uid != 0
        assert stat.S_IMODE(data.st_mode) == 0o700
        assert server_pid(home) is None
