"""The records, which are unfold's pages, as axe-core sees them."""

import pytest

from troth.testing import make
from troth.testing.browser import OpenPage, check_accessible, sign_in, with_password

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_the_records(open_page: OpenPage, width: int, scheme: str) -> None:
    make.in_force("softsys")
    invoice = make.full_account().invoices.get()
    page = open_page("/", width=width, color_scheme=scheme)
    sign_in(page, with_password(make.staff("billing")))
    for path in ("", "billing/", "billing/invoice/", f"billing/invoice/{invoice.pk}/change/"):
        page.goto(f"/desk/records/{path}")
        page.get_by_role("main").wait_for()
        check_accessible(page)
