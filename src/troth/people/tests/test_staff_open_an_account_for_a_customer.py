"""Staff open an account; its owner is told why, comes by a link, and is asked what is theirs."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from troth.accounts.models import Account, Activity, Person
from troth.accounts.verified import has_verified_email
from troth.gates.accept_policy import has_accepted
from troth.gates.models import Acceptance, ConsentEvent, StaffRead
from troth.journal.models import Entry
from troth.people.welcome_link import VALID, OverError, opened_by
from troth.policy.shipped import shipped
from troth.publishing.running import policy_on
from troth.testing import make
from troth.testing.browser import PASSWORD
from troth.testing.mail import Mailbox, text_of
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)

NEW = "/desk/customers/new/"
EMAIL = "newcomer@customer.example"


def typed(**other: Any) -> dict[str, Any]:
    filled = {
        "name": "A Newcomer",
        "email": EMAIL,
        "phone": "+49 30 1234567",
        "street": "1 Street",
        "postcode": "10115",
        "city": "Town",
        "country": "DE",
        "came_by": "phone",
        "language": "en",
    }
    return filled | other


def fits(client: Client, **other: Any) -> dict[str, Any]:
    """What was typed, as far as the form in force asks it; with whatever it wants ticked."""
    asked = client.post(NEW, {"change_country": "1", "country": "DE"}).context["form"].fields
    own = typed(company="A Company", of_age="on", tax_id="DE136695976", **other)
    return {name: value for name, value in own.items() if name in {*asked, *other}}


@pytest.mark.parametrize("policy", sorted(shipped()))
def test_the_owner_comes_by_the_link_under_every_policy(policy: str, mailbox: Mailbox) -> None:
    make.in_force(policy)
    staff = signed_in(make.staff("support"))
    answer = staff.post(NEW, fits(staff))
    account = Account.objects.get()
    assert answer["Location"] == f"/desk/customers/account/{account.pk}/"
    person = Person.objects.get(email=EMAIL)
    assert account.came_by == "phone" and not has_verified_email(person)
    assert not Acceptance.objects.exists() and not ConsentEvent.objects.exists()
    assert Entry.objects.filter(event="account.opened", subject=account.pseudonym).exists()
    assert Activity.objects.get(account=account).what == "account opened"

    mail = mailbox.last_to(EMAIL)
    assert "has opened an account for you" in mail["Subject"]
    assert "by telephone" in text_of(mail) and "/privacy/" in text_of(mail)
    for consent in policy_on(timezone.now()).tables.consent.values():
        assert (consent.wording in text_of(mail)) == (consent.starts == "subscribed")

    theirs, link = Client(), mailbox.link_to(EMAIL)
    form = theirs.get(link).context["form"]
    needed = {name: "on" for name, field in form.fields.items() if name in ("of_age", "accept")}
    said = needed | {
        "password": PASSWORD,
        "edition": form.initial.get("edition") or make.policy(policy).digest,
    }
    if needed:
        refused = theirs.post(link, said | dict.fromkeys(needed, ""))
        assert refused.status_code == 200 and not has_verified_email(person)
    assert theirs.post(link, said)["Location"].startswith("/sign-in/")
    person.refresh_from_db()
    assert has_verified_email(person)
    assert has_accepted(person, policy_on(timezone.now()), at=timezone.now()) or (
        "tick" not in policy_on(timezone.now()).tables.policy.accepted
    )
    entered = theirs.post("/sign-in/", {"login": EMAIL, "password": PASSWORD})
    assert entered.status_code == 302
    assert "1 Street" in theirs.get(f"/account/{account.pk}/details/").content.decode()
    assert "by telephone" in theirs.get("/privacy-centre/held/account/").content.decode()
    assert Client().get(link).status_code == 410


def test_a_link_ends_and_another_is_sent(mailbox: Mailbox) -> None:
    make.in_force("softsys")
    staff = signed_in(make.staff("support"))
    staff.post(NEW, fits(staff))
    account, link = Account.objects.get(), mailbox.link_to(EMAIL)
    page = staff.get(f"/desk/customers/account/{account.pk}/").content.decode()
    assert "has not come yet" in page
    forged = link[:-3] + ("AA/" if not link.endswith("AA/") else "BB/")
    assert Client().get(forged).status_code == 404
    Person.objects.filter(email=EMAIL).update(email="other@customer.example")
    assert Client().get(link).status_code == 404
    Person.objects.filter(email="other@customer.example").update(email=EMAIL)
    key = link.split("/")[2]
    with pytest.raises(OverError):
        opened_by(key, at=timezone.now() + VALID)
    assert opened_by(key, at=timezone.now() + VALID - timedelta(minutes=1)).email == EMAIL

    again = f"/desk/customers/account/{account.pk}/invite-again/"
    before = len(mailbox.fetch())
    staff.post(again)
    assert before == 0 and len(mailbox.fetch()) == 1
    said = {"password": PASSWORD, "edition": make.policy("softsys").digest}
    Client().post(mailbox.link_to(EMAIL), said)
    assert (
        "has not come yet"
        not in staff.get(f"/desk/customers/account/{account.pk}/").content.decode()
    )
    assert "has come" in staff.post(again, follow=True).content.decode()


def test_who_is_known_is_offered_a_further_account(mailbox: Mailbox) -> None:
    make.in_force("softsys")
    known = make.verified(make.person("A Known Person"))
    mine = make.account(known)
    staff = signed_in(make.staff("billing"))
    asked = staff.post(NEW, fits(staff, email=known.email.upper()))
    assert "signs in with this address already" in asked.content.decode()
    assert Account.objects.get() == mine
    staff.post(NEW, fits(staff, email=known.email, further="1", name="Another Name"))
    further = Account.objects.exclude(pk=mine.pk).get()
    assert further.memberships.get().person == known and further.name == "Another Name"
    known.refresh_from_db()
    assert known.name == "A Known Person"
    mail = mailbox.last_to(known.email)
    assert "another account for you" in mail["Subject"]
    assert f"/account/{further.pk}/" in mailbox.link_to(known.email)


def test_who_opened_an_account_is_not_asked_why_they_see_it(mailbox: Mailbox) -> None:
    """Nor, as the owner of the desk, who reads everything else for a reason alone."""
    make.in_force("softsys")
    staff = signed_in(make.staff("owner"))
    page = staff.post(NEW, fits(staff, language="de"), follow=True)
    assert page.redirect_chain == [(f"/desk/customers/account/{Account.objects.get().pk}/", 302)]
    assert {*StaffRead.objects.values_list("reason", flat=True)} == {"Ihr Konto eröffnet"}
    other = make.account(make.person("Somebody Else"))
    asked = staff.get(f"/desk/customers/account/{other.pk}/")
    assert "/reason/" in asked["Location"]


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({"email": ""}, "This field is required"),
        ({"country": "XX"}, "not one of the available choices"),
        ({"name": "4111 1111 1111 1111"}, "looks like a card number"),
        ({"birthday": "2001-02-03"}, "does not accept"),
        ({"of_age": ""}, "18 years old"),
        ({"came_by": "stars"}, "not one of the available choices"),
    ],
)
def test_what_signing_up_refuses_is_refused(other: dict[str, str], why: str) -> None:
    make.in_force("ispsystem")
    staff = signed_in(make.staff("support"))
    page = staff.post(NEW, fits(staff) | other)
    assert page.status_code == 200 and why in page.content.decode()
    assert not Account.objects.exists()
