"""Processes share one server, which stops with the last of them."""

from troth.core.tests.embedded_postgres import holder, scratch_home, server_pid


def test_the_server_is_shared_and_stops_with_its_last_user() -> None:
    with scratch_home() as home:
        with holder(home):
            first = server_pid(home)
            with holder(home):
                assert server_pid(home) == first is not None
            assert server_pid(home) == first
        assert server_pid(home) is None
