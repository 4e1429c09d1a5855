"""At the head of a customer's page and in its blocks stands what matters of them now."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from troth.accounts.models import Account, Activity, Invitation, Person
from troth.accounts.restrict import restrict_all
from troth.erasure.hold import hold
from troth.gates.models import ReadLimit, StaffRead
from troth.journal.models import Entry
from troth.people.invite import invite
from troth.requests.ask import ask
from troth.services.models import Service
from troth.testing import make
from troth.testing.mail import Mailbox, text_of
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def account() -> Account:
    make.in_force("softsys")
    return make.full_account()


def page_of(subject: Account | Person, role: str = "billing", client: Client | None = None) -> str:
    client = client or signed_in(make.staff(role))
    kind = "account" if isinstance(subject, Account) else "person"
    answer = client.get(f"/desk/customers/{kind}/{subject.pk}/")
    assert answer.status_code == 200, answer.headers.get("Location")
    return str(answer.content.decode())


def test_what_is_open_is_seen(account: Account) -> None:
    now = timezone.now()
    invoice = make.invoice(account, at=now - timedelta(days=60), paid=False)
    why, who, review_on = "A tax audit", "The Books", (now + timedelta(days=30)).date()
    hold(account, records=["invoice"], reason=why, owner=who, review_on=review_on, at=now)
    ask(make.owner(account), "access", at=now)
    page = page_of(account)
    for words in (
        *(invoice.number, "Overdue since", "on hold", "The Books answers for it"),
        *("days left", make.owner(account).name, "What is held"),
    ):
        assert words in page, words
    # Why is told to who reads what somebody wrote.
    assert "A tax audit" not in page and "A tax audit" in page_of(account, "support")


def test_flags_say_what_is_restricted_closed_and_sold_on(account: Account) -> None:
    Account.objects.filter(pk=account.pk).update(
        reseller=True, cancelled_at=timezone.now(), erasure_asked_at=timezone.now()
    )
    page = page_of(account)
    for words in ("reseller", "closed", "erasure asked for"):
        assert f">{words}<" in page
    assert ">on hold<" not in page and ">processing restricted<" not in page


def test_who_is_restricted_is_named_to_nobody(account: Account) -> None:
    friend = make.trusted(account, make.person("A Trusted Friend")).person
    assert "A Trusted Friend" in page_of(account)
    assert StaffRead.objects.get(subject=friend).categories == ["identity"]
    assert Entry.objects.filter(event="data.read", subject=friend.pseudonym).count() == 1
    restrict_all(friend, at=timezone.now())
    page = page_of(account)
    assert "A Trusted Friend" not in page and f"Person {friend.pk}" in page


def test_a_name_that_is_shut_is_a_number(account: Account) -> None:
    owner = make.owner(account)
    friend = make.trusted(account, make.person("A Trusted Friend")).person
    ReadLimit.objects.create(person=friend, category="identity")
    page = page_of(account)
    assert f"Person {friend.pk}" in page and "A Trusted Friend" not in page
    assert owner.name in page


def test_whoever_reads_for_a_reason_gives_it_once(account: Account) -> None:
    staff = signed_in(make.staff("owner"))
    path = f"/desk/customers/account/{account.pk}/"
    why = staff.get(path).headers["Location"]
    assert staff.post(why, {"reason": "ticket 4711", "ground": ""}).headers["Location"] == path
    assert make.owner(account).name in page_of(account, client=staff)
    noted = StaffRead.objects.filter(subject=make.owner(account))
    assert [each.reason for each in noted] == ["ticket 4711"]


@pytest.mark.parametrize(
    ("role", "there", "missing"),
    [
        (
            "billing",
            ["Open a service", "Money and payments", "Place a hold", "Write a message"],
            ["Mark as a reseller"],
        ),
        (
            "support",
            ["Write a message", "Note a request"],
            ["Open a service", "Money", "Place a hold"],
        ),
    ],
)
def test_acts_are_those_of_the_role(
    account: Account, role: str, there: list[str], missing: list[str]
) -> None:
    page = page_of(account, role).partition("doings")[2].partition("</nav>")[0]
    for words in there:
        assert words in page, words
    for words in missing:
        assert words not in page, words


def test_who_answers_for_privacy_may_write_once_they_said_why(account: Account) -> None:
    staff = signed_in(make.staff("privacy"))
    why = staff.get(f"/desk/customers/account/{account.pk}/").headers["Location"]
    staff.post(why, {"reason": "ticket 4711", "ground": ""})
    acts = page_of(account, client=staff).partition("doings")[2].partition("</nav>")[0]
    assert "Write a message" in acts and "Open a service" not in acts


def test_every_act_leads_to_a_page(account: Account) -> None:
    make.service(account)
    staff = signed_in(make.staff("billing"))
    answer = staff.get(f"/desk/customers/account/{account.pk}/")
    urls = [act.url for group in answer.context["acts"] for act in group.acts]
    assert len(urls) >= 8
    for url in urls:
        assert staff.get(url).status_code == 200, url
    assert (
        f'value="{account.pk}"'
        in staff.get(next(url for url in urls if "requests/new" in url)).content.decode()
    )
    assert Service.objects.exists()


def test_a_message_goes_to_the_owner_and_shows_how_far_it_came(
    account: Account, mailbox: Mailbox
) -> None:
    staff = signed_in(make.staff("support"))
    sent = {"subject": "About your server", "text": "It is moved tonight."}
    staff.post(f"/desk/customers/account/{account.pk}/write/", sent)
    assert ">on its way<" in page_of(account, client=staff)
    mail = mailbox.last_to(make.owner(account).email)
    assert mail["Subject"] == "About your server"
    page = page_of(account, client=staff)
    assert "About your server" in page and ">sent<" in page
    assert Activity.objects.filter(account=account, what="message written").exists()


def test_whom_an_owner_trusts_is_invited_and_withdrawn(account: Account, mailbox: Mailbox) -> None:
    staff = signed_in(make.staff("support"))
    here = f"/desk/customers/account/{account.pk}/people/"
    asked = {"email": "friend@elsewhere.example", "scopes": ["support"]}
    assert "This field is required" in staff.post(f"{here}new/", asked).content.decode()
    assert staff.post(f"{here}new/", asked | {"asked": "on"}).status_code == 302
    told = mailbox.last_to(make.owner(account).email)
    assert "As you have asked us to" in text_of(told)
    assert "friend@elsewhere.example" not in text_of(told)
    assert Client().get(mailbox.link_to("friend@elsewhere.example")).status_code == 200
    assert "friend@elsewhere.example" in page_of(account, "billing")
    first = Invitation.objects.get(email="friend@elsewhere.example")
    staff.post(f"{here}{first.pk}/send-again/")
    second = Invitation.objects.latest("pk")
    assert second.pk != first.pk
    staff.post(f"{here}{second.pk}/withdraw/")
    assert Client().get(mailbox.link_to("friend@elsewhere.example")).status_code == 410
    other, _secret = invite(
        make.account(), "third@elsewhere.example", ["support"], by=make.person(), at=timezone.now()
    )
    assert staff.post(f"{here}{other.pk}/withdraw/").status_code == 404
