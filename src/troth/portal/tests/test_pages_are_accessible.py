"""The pages for everybody, as axe-core sees them."""

import pytest

from troth.privacy.erase import erase
from troth.testing import make
from troth.testing.browser import OpenPage, check_accessible

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_for_everybody(open_page: OpenPage, width: int, scheme: str) -> None:
    make.in_force("softsys")
    erased = erase(make.owner(make.full_account()), at=make.NOW)
    page = open_page("/", width=width, color_scheme=scheme)
    for path in ("/", "/privacy/", f"/receipts/{erased.receipt}/", "/nowhere/"):
        page.goto(path)
        check_accessible(page)
