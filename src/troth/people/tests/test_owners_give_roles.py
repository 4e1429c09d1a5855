"""Only owners say who is staff, and there is always one."""

import pytest

from troth.accounts.models import Person
from troth.journal.models import Entry
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db


def test_add_change_and_take_away() -> None:
    make.in_force("softsys")
    client = signed_in(make.staff("owner"))
    sent = client.post("/desk/staff/", {"email": "New@Provider.example", "role": "billing"})
    assert sent.status_code == 302
    person = Person.objects.get(email="new@provider.example")
    assert (person.is_staff, person.staff_role) == (True, "billing")
    assert not person.has_usable_password()
    assert "new@provider.example" in client.get("/desk/staff/").content.decode()
    client.post(f"/desk/staff/{person.pk}/", {"role": "privacy"})
    person.refresh_from_db()
    assert person.staff_role == "privacy"
    client.post(f"/desk/staff/{person.pk}/", {"dismiss": "1"})
    person.refresh_from_db()
    assert (person.is_staff, person.staff_role) == (False, "")
    assert list(Entry.objects.order_by("pk").values_list("event", flat=True)[2:]) == [
        "staff.appointed",
        "staff.appointed",
        "staff.dismissed",
    ]


def test_the_last_owner_stays() -> None:
    make.in_force("softsys")
    owner = make.staff("owner")
    client = signed_in(owner)
    for sent in ({"role": "billing"}, {"dismiss": "1"}):
        page = client.post(f"/desk/staff/{owner.pk}/", sent, follow=True).content.decode()
        assert "This is the last owner" in page
    assert Person.objects.get(pk=owner.pk).staff_role == "owner"
    make.staff("owner")
    assert client.post(f"/desk/staff/{owner.pk}/", {"dismiss": "1"}).status_code == 302


@pytest.mark.parametrize("role", ["privacy", "billing", ""])
def test_nobody_else_may(role: str) -> None:
    make.in_force("softsys")
    staff = make.staff(role)
    client = signed_in(staff)
    assert client.post(f"/desk/staff/{staff.pk}/", {"role": "owner"}).status_code == 403
    assert client.post("/desk/staff/", {"email": "a@b.example", "role": "owner"}).status_code == 403
    assert not Person.objects.filter(staff_role="owner").exists()


@pytest.mark.parametrize("typed", ["", "x", "a\0@b.example", "a@b.example, c@d.example"])
def test_bad_addresses(typed: str) -> None:
    make.in_force("softsys")
    client = signed_in(make.staff("owner"))
    assert client.post("/desk/staff/", {"email": typed, "role": "billing"}).status_code == 200
    assert Person.objects.count() == 1


def test_what_a_role_reads_stands_in_the_language_of_the_page() -> None:
    make.in_force("softsys")
    page = signed_in(make.staff("owner")).get("/desk/staff/", headers={"Accept-Language": "de"})
    assert "Abrechnung: liest Identität, " in page.text
