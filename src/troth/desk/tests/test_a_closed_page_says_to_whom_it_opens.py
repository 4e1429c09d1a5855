"""Staff whose role does not open a page are told which roles do, in words."""

import pytest

from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("page", "roles"),
    [
        ("/desk/staff/", "owner"),
        ("/desk/mailing/", "owner and privacy"),
        ("/desk/holds/", "owner, privacy and billing"),
    ],
)
def test_a_page_names_the_roles_that_it_opens_to(page: str, roles: str) -> None:
    make.in_force("softsys")
    answer = signed_in(make.staff("support")).get(page)
    assert answer.status_code == 403
    assert f"Your role, support, does not open this page. These do: {roles}." in answer.text


def test_it_does_so_in_the_readers_language() -> None:
    make.in_force("softsys")
    staff = make.staff("support")
    staff.language = "de"
    staff.save()
    answer = signed_in(staff).get("/desk/holds/")
    assert "Ihrer Rolle (Support)" in answer.text and "Datenschutz und Abrechnung" in answer.text
