"""Processes that come at the same moment make one cluster, one server and one database."""

from contextlib import ExitStack

from troth.core.tests.embedded_postgres import process, scratch_home, server_pid

CONNECT = """
server.create_database(home, "troth")
with connect("troth") as connection:
    pid = connection.execute("SELECT pg_postmaster_start_time()").fetchone()
print(pid, flush=True)
print(pid, flush=True)
sys.stdin.read()
"""


def test_processes_that_start_together_share_one_server() -> None:
    with scratch_home() as home:
        with ExitStack() as stack:
            together = [
                stack.enter_context(started)
                for started in [process("print(flush=True)" + CONNECT, home) for _ in range(6)]
            ]
            answers = {running.stdout.readline() for running in together if running.stdout}
            assert len(answers) == 1
        assert server_pid(home) is None
