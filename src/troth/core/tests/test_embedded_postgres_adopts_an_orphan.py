"""A server left behind by a killed process serves the next one and stops with it."""

from troth.core.tests.embedded_postgres import holder, scratch_home, server_pid


def test_the_next_process_adopts_the_server_of_a_killed_one() -> None:
    with scratch_home() as home:
        with holder(home) as killed:
            killed.kill()
        orphan = server_pid(home)
        assert orphan is not None
        with holder(home):
            assert server_pid(home) == orphan
        assert server_pid(home) is None
