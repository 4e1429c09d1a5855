"""A policy is checked in the blink of an eye, so nothing slow is loaded for it."""

import subprocess
import sys

from troth.policy.shipped import shipped

SOFTSYS = str(shipped()["softsys"])
SCRIPT = """
import sys
from troth.cli import main
code = main(sys.argv[1:])
print(*sys.modules)
sys.exit(code)
"""


def loaded(*argv: str) -> set[str]:
    """The modules that a command has loaded when it is done."""
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, *argv], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    return set(done.stdout.splitlines()[-1].split())


def test_no_act_of_the_command_loads_django() -> None:
    for argv in (["check", SOFTSYS], ["show", SOFTSYS, "--html"], ["diff", SOFTSYS, SOFTSYS]):
        modules = loaded("policy", *argv)
        assert not modules & {"django", "psycopg", "procrastinate", "allauth"}
    assert "django" not in loaded("policy", "promises")


def test_check_loads_nothing_that_it_does_not_use() -> None:
    unused = {"render", "page", "diff", "describe", "promises"}
    assert not loaded("policy", "check", SOFTSYS) & {f"troth.policy.{name}" for name in unused}
    assert "difflib" not in loaded("policy", "check", SOFTSYS)
