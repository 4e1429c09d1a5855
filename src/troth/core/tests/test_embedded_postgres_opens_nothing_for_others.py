"""Root's server gets through what is Troth's own; whoever keeps it out elsewhere is told."""

import os
import stat

import pytest

from troth.core.tests.embedded_postgres import python, scratch_home
from troth.core.tests.test_embedded_postgres_explains_its_failures import REPORT

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root needs another user")


def test_a_directory_above_is_left_closed_and_named() -> None:
    with scratch_home() as home:
        home.parent.chmod(0o700)
        (line,) = python(REPORT, home).splitlines()
        assert f"may not pass through {home.parent} " in line and "chmod o+x" in line
        assert stat.S_IMODE(home.parent.stat().st_mode) == 0o700


def test_a_home_lets_it_through_and_nobody_read() -> None:
    with scratch_home() as home:
        home.mkdir(mode=0o700)
        assert python(REPORT, home) == ""
        assert stat.S_IMODE(home.stat().st_mode) == 0o701
