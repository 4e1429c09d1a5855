import pytest
from django.test import Client

from troth.accounts.models import Account, Person
from troth.requests.models import RightsRequest
from troth.testing import make
from troth.testing.browser import PASSWORD, customer
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def staff() -> Client:
    make.in_force("ispsystem")
    return signed_in(make.staff("privacy"))


def handed_over_after_asking(staff: Client) -> RightsRequest:
    """The open request of somebody who asked by letter, and was given an account since."""
    heir = make.verified(make.person())
    letter = {"rule": "right.erase", "about": "own", "channel": "letter", "text": "Erase me."}
    letter |= {"customer": heir.email, "proof": "", "came_on": "2026-01-01"}
    staff.post("/desk/requests/new/", letter)
    account = make.account()
    membership = make.trusted(account, heir)
    page = f"/account/{account.pk}/people/{membership.pk}/hand-over/"
    signed_in(customer(account)).post(page, {"confirmation": PASSWORD})
    assert make.owner(account) == heir
    asked = RightsRequest.objects.get()
    staff.post(f"/desk/requests/{asked.pk}/verify/", {"by": "government-id"})
    return asked


def carry_out(staff: Client, asked: RightsRequest, **typed: str) -> str:
    """What staff are told who carry it out."""
    form = {"text": "Done.", **typed}
    answer = staff.post(f"/desk/requests/{asked.pk}/carry-out/", form, follow=True)
    return str(answer.content.decode())


def test_it_stops_the_erasure_and_staff_are_told_why(staff: Client) -> None:
    asked = handed_over_after_asking(staff)
    page = staff.get(f"/desk/requests/{asked.pk}/carry-out/").content.decode()
    assert "another account has come to this person" in page
    carry_out(staff, asked)
    assert Account.objects.exists() and Person.objects.filter(is_staff=False).count() == 2
    asked.refresh_from_db()
    assert asked.state == "open"


def test_it_goes_too_once_they_have_confirmed_it(staff: Client) -> None:
    asked = handed_over_after_asking(staff)
    heir = asked.person
    assert heir
    carry_out(staff, asked, again="government-id", confirmed="on")
    assert not Account.objects.exists()
    assert not Person.objects.filter(pk=heir.pk).exists()


def test_once_it_is_handed_on_nothing_stops_the_erasure(staff: Client) -> None:
    asked = handed_over_after_asking(staff)
    account = Account.objects.get()
    former = account.memberships.get(role="trusted")
    heir = asked.person
    assert heir
    heir.set_password(PASSWORD)
    heir.save()
    page = f"/account/{account.pk}/people/{former.pk}/hand-over/"
    signed_in(heir).post(page, {"confirmation": PASSWORD})
    carry_out(staff, asked)
    assert make.owner(account) == former.person
    assert not Person.objects.filter(pk=heir.pk).exists()
