"""A reader that hangs up, a full disk and a terminal without accents end no command in a trace."""

import os
import subprocess
import sys

SHOW = [sys.executable, "-m", "troth", "policy", "show", "softsys"]


def test_a_reader_that_hangs_up_is_no_failure_to_talk_about() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(SHOW, stdout=writer, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writer)
    assert (done.returncode, done.stderr) == (1, "")


def test_a_full_disk_is_one_line() -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(SHOW, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("the disk is full;") and done.stderr.count("\n") == 1


def test_a_terminal_without_unicode_gets_escapes() -> None:
    done = subprocess.run(
        SHOW,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "\\u201cYes, tell me" in done.stdout
