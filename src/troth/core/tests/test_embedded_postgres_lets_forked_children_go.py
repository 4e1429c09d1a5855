"""A forked child neither stops its parent's server nor loses the one that it uses itself."""

from troth.core.tests.embedded_postgres import PATIENCE, process, python, scratch_home, server_pid

FORK_A_CHILD_THAT_EXITS = """
server.start(home)
before = (home / "postgres" / "postmaster.pid").read_text()
if child := os.fork():
    _, status = os.waitpid(child, 0)
    print(status, (home / "postgres" / "postmaster.pid").read_text() == before)
"""

FORK_A_CHILD_THAT_STAYS = """
server.start(home)
if not os.fork():
    with connect() as connection:
        print("using", flush=True)
        sys.stdin.read()
        print(connection.execute("SELECT 42").fetchone())
"""


def test_the_exit_of_a_child_leaves_the_server_to_its_parent() -> None:
    with scratch_home() as home:
        assert python(FORK_A_CHILD_THAT_EXITS, home) == "0 True\n"
        assert server_pid(home) is None


def test_the_exit_of_a_parent_leaves_the_server_to_its_child() -> None:
    with scratch_home() as home:
        with process(FORK_A_CHILD_THAT_STAYS, home) as parent:
            assert parent.stdin and parent.stdout
            parent.wait(PATIENCE)
            assert server_pid(home) is not None
            parent.stdin.close()
            assert parent.stdout.read() == "(42,)\n"
        assert server_pid(home) is None
