from datetime import date

import pytest
from django.test import Client

from troth.accounts.models import Account, Person
from troth.accounts.restrict import restrict
from troth.billing.models import Invoice, Payment
from troth.core.errors import TrothError
from troth.erasure.ask_erasure import ask_erasure
from troth.erasure.foresee import preview
from troth.erasure.hold import hold
from troth.erasure.under_age import erase_under_age
from troth.journal.models import Entry
from troth.support.models import Inquiry
from troth.testing import make
from troth.testing.mail import Mailbox
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)

POLICIES = pytest.mark.parametrize("name", ["websoftmaster", "ispsystem"])


@POLICIES
def test_at_the_desk_with_their_account_by_the_rule_that_refuses_them(
    name: str, mailbox: Mailbox
) -> None:
    make.in_force(name)
    child = make.owner(make.full_account())
    staff = signed_in(make.staff("privacy"))
    page = f"/desk/customers/person/{child.pk}/under-age/"
    customer = f"/desk/customers/person/{child.pk}/"
    staff.post(staff.get(customer)["Location"], {"reason": "their school wrote"})
    assert page in staff.get(customer).content.decode()
    assert "all that names them is erased at once" in staff.get(page).content.decode()
    answer = staff.post(page)
    assert not Account.objects.exists() and not Person.objects.filter(is_staff=False).exists()
    erased = Entry.objects.get(event="person.erased")
    assert erased.rule == "refuse" and answer["Location"] == f"/receipts/{erased.receipt}/"
    assert str(erased.receipt) in mailbox.link_to(child.email)


@POLICIES
def test_an_amount_that_the_law_keeps_has_no_name(name: str) -> None:
    make.in_force(name)
    erasure = erase_under_age(make.owner(make.full_account()), at=make.NOW)
    invoice = Invoice.objects.get()
    assert (invoice.party_name, invoice.party_address, invoice.total) == ("", "", 1190)
    assert invoice.lines.get().description == "" and Payment.objects.get().payer == ""
    assert {"invoice", "payment"} <= erasure.counts["depersonalised"].keys()


@POLICIES
@pytest.mark.parametrize("held", [[], ["invoice"]])
def test_the_preview_tells_what_is_then_done(name: str, held: list[str]) -> None:
    make.in_force(name)
    account = make.full_account()
    child = make.owner(account)
    restrict(child, at=make.NOW)
    if held:
        until = date(2030, 1, 1)
        hold(account, records=held, reason="r", owner="o", review_on=until, at=make.NOW)
    foreseen = preview(child, at=make.NOW, child=True).as_counts()
    assert foreseen == erase_under_age(child, at=make.NOW).counts
    assert ("invoice" in foreseen["depersonalised"]) != bool(held)


def test_the_desk_shows_that_names_go_from_what_the_law_keeps() -> None:
    make.in_force("ispsystem")
    child = make.owner(make.full_account())
    page = signed_in(make.staff("privacy")).get(f"/desk/customers/person/{child.pk}/under-age/")
    gone = {line.record: line.text for line in page.context["goes"]}
    assert "stripped of personal data" in gone["invoice"] and "stripped" in gone["payment"]


def test_neither_a_restriction_nor_a_wait_stops_it() -> None:
    make.in_force("websoftmaster")
    account = make.full_account()
    child = make.owner(account)
    ask_erasure(child, at=make.NOW)
    restrict(account, at=make.NOW)
    assert erase_under_age(child, at=make.NOW).complete


def test_what_a_hold_covers_stays() -> None:
    make.in_force("ispsystem")
    account = make.full_account()
    until = date(2030, 1, 1)
    hold(account, records=["invoice"], reason="r", owner="o", review_on=until, at=make.NOW)
    erase_under_age(make.owner(account), at=make.NOW)
    assert Invoice.objects.get().party_name == "An Account"


def test_not_where_the_policy_does_not_say_so() -> None:
    make.in_force("softsys")
    child = make.person()
    with pytest.raises(TrothError, match="for their age"):
        erase_under_age(child, at=make.NOW)
    staff = signed_in(make.staff("privacy"))
    page = f"/desk/customers/person/{child.pk}/under-age/"
    assert page not in staff.get(f"/desk/customers/person/{child.pk}/").content.decode()
    assert staff.post(page).status_code == 404
    assert Person.objects.filter(pk=child.pk).exists()


def test_not_by_staff_of_another_role() -> None:
    make.in_force("ispsystem")
    child = make.person()
    staff = signed_in(make.staff("support"))
    assert staff.post(f"/desk/customers/person/{child.pk}/under-age/").status_code == 403
    assert Person.objects.filter(pk=child.pk).exists()


def test_a_public_form_asks_for_the_age() -> None:
    make.in_force("websoftmaster")
    stranger = Client()
    asked = {"email": "child@visitor.example", "message": "May I?"}
    assert "I am 13 years old or older" in stranger.get("/contact/").content.decode()
    stranger.post("/contact/", asked)
    assert not Inquiry.objects.exists()
    stranger.post("/contact/", asked | {"of_age": "on"})
    assert Inquiry.objects.get().message == "May I?"
