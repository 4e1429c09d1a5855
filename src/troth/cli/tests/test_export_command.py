import os
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from django.db import connection

from troth.accounts.models import Person
from troth.cli import main
from troth.testing import make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def person() -> Person:
    make.in_force()
    return make.owner(make.full_account())


def test_the_file_is_for_its_owner(person: Person, tmp_path: Path) -> None:
    output = tmp_path / "mine.zip"
    assert main(["export", person.email, "--output", str(output)]) == 0
    assert stat.S_IMODE(output.stat().st_mode) == 0o600
    assert "manifest.json" in zipfile.ZipFile(output).namelist()
    assert list(tmp_path.iterdir()) == [output]


@pytest.mark.parametrize("place", ["no/such/folder/mine.zip", ""])
def test_where_nothing_can_be_written(
    person: Person, place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", person.email, "--output", str(tmp_path / place)]) == 1
    error = capsys.readouterr().err
    assert "cannot be written" in error and error.count("\n") == 1


FULL = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
from troth.cli.platform import ready
ready()
resource.setrlimit(resource.RLIMIT_FSIZE, (512, 512))
from troth.cli import main
sys.exit(main(sys.argv[2:]))
"""


def test_a_disk_that_fills_up_leaves_no_file(person: Person, tmp_path: Path) -> None:
    """The limit on the size of a file stands for a full disk: writing fails half-way."""
    output = tmp_path / "mine.zip"
    name = str(connection.settings_dict["NAME"])
    done = subprocess.run(
        [sys.executable, "-c", FULL, name, "export", person.email, "--output", str(output)],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "troth.testing.settings"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert "cannot be written" in done.stderr and "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_format_that_the_policy_does_not_offer(
    person: Person, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["export", person.email, "--format", "csv", "--output", str(tmp_path / "a.zip")]
    assert main(command) == 1
    assert capsys.readouterr().err == "The policy offers exports as json only.\n"
    assert list(tmp_path.iterdir()) == []
