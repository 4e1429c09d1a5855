"""Ctrl-C in the terminal of the process that started the server leaves it to the others."""

import os
import signal

from troth.core.tests.embedded_postgres import PATIENCE, holder, scratch_home, server_pid


def test_an_interrupt_in_one_terminal_leaves_the_server_to_the_others() -> None:
    with scratch_home() as home, holder(home) as starter, holder(home):
        started = server_pid(home)
        os.killpg(starter.pid, signal.SIGINT)
        starter.wait(PATIENCE)
        assert server_pid(home) == started is not None
