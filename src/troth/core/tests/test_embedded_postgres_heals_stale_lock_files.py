"""Lock files of a dead server do not hold up the next, though another process has its number."""

import os
import subprocess

from troth.core.tests.embedded_postgres import holder, python, scratch_home, server_pid


def test_a_number_taken_by_another_process_is_no_hindrance() -> None:
    with scratch_home() as home:
        python("server.start(home)", home)
        data = home / "postgres"
        user = data.stat().st_uid if os.geteuid() == 0 else None
        with subprocess.Popen(["sleep", "600"], user=user) as stranger:
            try:
                lines = [stranger.pid, data, 1, 5432, data, "", "1 1", "ready", ""]
                (data / "postmaster.pid").write_text("\n".join(map(str, lines)))
                (data / ".s.PGSQL.5432.lock").write_text("\n".join(map(str, lines)))
                with holder(home):
                    assert server_pid(home) not in (stranger.pid, None)
            finally:
                stranger.kill()
