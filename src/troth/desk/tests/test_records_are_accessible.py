"""The records as axe-core sees them, and without scripts."""

import pytest

from troth.testing import make
from troth.testing.browser import OpenPage, check_looks, sign_in, with_password

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_the_records(open_page: OpenPage, width: int, scheme: str) -> None:
    make.in_force("softsys")
    invoice = make.full_account().invoices.get()
    page = open_page("/", width=width, color_scheme=scheme)
    sign_in(page, with_password(make.staff("billing")))
    for path in ("", "billing_invoice/", f"billing_invoice/{invoice.pk}/"):
        page.goto(f"/desk/records/{path}")
        check_looks(page)
