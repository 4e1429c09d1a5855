"""What was killed is started over: a server with what it had stored, a cluster half made."""

import time

from troth.core.tests.embedded_postgres import (
    holder,
    kill_server,
    process,
    scratch_home,
    server_pid,
)

STORE_AND_RETURN = """
with connect() as connection:
    connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
print("stored", flush=True)
sys.stdin.readline()
with connect() as connection:
    print(connection.execute("SELECT answer FROM kept").fetchone(), flush=True)
"""

MAKE_THE_CLUSTER = """
print("making", flush=True)
server.start(home)
"""


def test_the_process_that_used_it_starts_it_over() -> None:
    with scratch_home() as home:
        with process(STORE_AND_RETURN, home) as user:
            assert user.stdin and user.stdout
            kill_server(home)
            user.stdin.write("\n")
            user.stdin.flush()
            assert user.stdout.readline() == "(42,)\n"
        assert server_pid(home) is None


def test_the_next_process_starts_it_over() -> None:
    with scratch_home() as home:
        with holder(home):
            killed = kill_server(home)
        with holder(home):
            assert server_pid(home) not in (killed, None)


def test_the_next_process_makes_the_cluster_over() -> None:
    with scratch_home() as home:
        with process(MAKE_THE_CLUSTER, home) as maker:
            while not (home / "postgres.new" / "base").exists():
                time.sleep(0.01)
            maker.kill()
        with holder(home):
            assert server_pid(home) is not None
        assert not (home / "postgres.new").exists()
