"""The key that signs is missing, or is another one: whoever has a receipt reads one sentence."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from troth.erasure.erase import erase
from troth.erasure.tasks import sign
from troth.testing import make

pytestmark = pytest.mark.django_db(transaction=True)


def missing(path: Path) -> None:
    path.unlink()


def of_another(path: Path) -> None:
    path.rename(path.with_suffix(".old"))
    path.write_text(OTHER)


def damaged(path: Path) -> None:
    path.write_text("no key\n")


LATER = b"The journal cannot be proved at the moment; please ask later.\n"
OTHER = """-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g
-----END PRIVATE KEY-----
"""


@pytest.mark.parametrize("key", [missing, of_another, damaged])
def test_it_waits_for_its_proof_and_nobody_learns_where_the_key_lies(
    key: Callable[[Path], None],
) -> None:
    make.in_force("softsys")
    erasure = erase(make.owner(make.full_account()), at=make.NOW)
    sign(0)
    kept = settings.JOURNAL_KEY.read_bytes()
    key(settings.JOURNAL_KEY)
    before = [*settings.JOURNAL_KEY.parent.iterdir()]
    for page in ("", "proof.json"):
        answer = Client().get(f"/receipts/{erasure.receipt}/{page}")
        html = answer.content.decode()
        assert answer.status_code == 503 and "cannot be made at the moment" in html
        assert str(settings.JOURNAL_KEY) not in html
    answer = Client().get("/journal/growth/1")
    assert (answer.status_code, answer.content) == (503, LATER)
    if key is not of_another:
        assert Client().get("/journal/key").content == LATER
    assert [*settings.JOURNAL_KEY.parent.iterdir()] == before  # none was made
    settings.JOURNAL_KEY.write_bytes(kept)
    assert Client().get(f"/receipts/{erasure.receipt}/").status_code == 200
