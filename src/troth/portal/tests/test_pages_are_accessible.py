"""The pages for everybody, as axe-core sees them."""

import pytest

from troth.erasure.erase import erase
from troth.testing import make
from troth.testing.browser import OpenPage, check_looks

pytestmark = pytest.mark.django_db(transaction=True)


def test_pages_for_everybody(open_page: OpenPage) -> None:
    make.in_force("softsys")
    erased = erase(make.owner(make.full_account()), at=make.NOW)
    page = open_page("/")
    for path in ("/", "/privacy/", f"/receipts/{erased.receipt}/", "/nowhere/"):
        page.goto(path)
        check_looks(page)
