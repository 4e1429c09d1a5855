"""A backup that finds no room says so, and leaves nothing."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from troth.cli import main
from troth.testing import make


@pytest.fixture
def full(tmp_path: Path) -> Iterator[Path]:
    """A disk of 64 kB."""
    made = tmp_path / "full"
    made.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(made)]
    try:
        done = subprocess.run(mount, capture_output=True)
    except OSError:
        pytest.skip("nothing is mounted here")
    if done.returncode:
        pytest.skip("only root mounts a disk")
    yield made
    subprocess.run(["umount", str(made)], check=True)


@pytest.mark.django_db(transaction=True)
def test_it_is_the_disk_that_is_named(full: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make.in_force()
    assert main(["backup", str(full / "backup")]) == 1
    assert "no space left" in capsys.readouterr().err
    assert not list(full.iterdir())
