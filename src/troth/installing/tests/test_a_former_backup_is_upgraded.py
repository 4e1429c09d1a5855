"""A backup of a former day is put back and upgraded: its pages open, and a night passes."""

import tarfile
from pathlib import Path

import pytest

from troth.installing.tests.backed_up import Installation
from troth.testing.keep_backup import KEPT

_PAGES = """
from troth.demo.signins import sign_ins
from troth.testing.visit import signed_in
customers, staff, _ = sign_ins()
for person, paths in (
    (customers[0], ("/account/", "/profile/", "/privacy-centre/", "/privacy-centre/held/")),
    (staff, ("/desk/", "/desk/customers/")),
):
    visitor = signed_in(person)
    for path in paths:
        print(path, visitor.get(path, follow=True, HTTP_HOST="localhost").status_code)
"""


@pytest.mark.parametrize("day", sorted(path.name.split(".")[0] for path in KEPT.glob("*.tar.xz")))
def test_its_pages_open_and_a_night_passes(day: str, tmp_path: Path) -> None:
    tmp_path.chmod(0o711)  # root's PostgreSQL runs as another user
    with tarfile.open(KEPT / f"{day}.tar.xz") as archive:
        archive.extractall(tmp_path, filter="data")
    now = Installation(tmp_path / "home", {"STAFF_TWO_STEPS": "0"})
    now.troth("restore", str(tmp_path / day), "--yes")
    assert "cannot run" not in now.troth("policy", "check", "--published")
    told = now.troth("manage", "shell", "-v0", "-c", _PAGES)
    assert {line.split()[1] for line in told.splitlines()} == {"200"}, told
    now.troth("keep", "--on", day)
    now.troth("night", "--dry-run")
    now.troth("journal", "checkpoint")
    now.require_well()
