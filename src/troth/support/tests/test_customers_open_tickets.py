"""Who may see tickets of an account opens one there; it is confirmed, once, and waits for staff."""

import pytest
from django.test import Client

from troth.accounts.models import Account, Activity, Membership
from troth.journal.models import Entry
from troth.support.models import Ticket
from troth.testing import make
from troth.testing.mail import Mailbox
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)

TYPED = {"subject": "My site is slow", "text": "Since this morning."}


@pytest.fixture
def account() -> Account:
    make.in_force("softsys")
    return make.account()


@pytest.fixture
def owner(account: Account) -> Client:
    return signed_in(make.owner(account))


def new(account: Account) -> str:
    return f"/account/{account.pk}/tickets/new/"


def test_it_is_confirmed_once_and_waits_for_staff(
    account: Account, owner: Client, mailbox: Mailbox
) -> None:
    empty = owner.get(f"/account/{account.pk}/tickets/").text
    assert "There are no tickets" in empty and new(account) in empty
    for _twice in range(2):
        answer = owner.post(new(account), TYPED)
    ticket = Ticket.objects.get()
    assert answer.headers["Location"] == f"/account/{account.pk}/tickets/{ticket.pk}/"
    [mail] = mailbox.fetch()
    assert mail["To"] == make.owner(account).email
    assert mail["Subject"] == f"Ticket {ticket.pk}: My site is slow"
    text = str(mail.get_body(("plain",)))
    assert f"/account/{account.pk}/tickets/{ticket.pk}/" in text and "this morning" not in text
    assert Entry.objects.get(event="ticket.opened").counts == {"ticket": ticket.pk}
    assert Activity.objects.get().what == "ticket opened"
    desk = signed_in(make.staff("support"))
    assert f"1 ticket is waiting for an answer: {ticket.pk}." in desk.get("/desk/").text
    page = desk.get(f"/desk/tickets/{ticket.pk}/").text
    assert "My site is slow" in page and "Since this morning." in page


def test_the_same_again_after_an_answer_is_another(account: Account, owner: Client) -> None:
    owner.post(new(account), TYPED)
    signed_in(make.staff("support")).post(
        f"/desk/tickets/{Ticket.objects.get().pk}/", {"text": "It is mended."}
    )
    owner.post(new(account), TYPED)
    assert Ticket.objects.count() == 2


@pytest.mark.parametrize(
    "typed",
    [
        {"subject": ""},
        {"text": "  "},
        {"subject": "a" * 60_000},
        {"subject": "a\u202ebtxt.exe"},
        {"subject": "a\0b"},
        {"text": "a\u202eb"},
        {"text": "a" * 20_001},
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_opened(
    account: Account, owner: Client, typed: dict[str, str]
) -> None:
    page = owner.post(new(account), TYPED | typed).text
    assert "<title>Error:" in page and not Ticket.objects.exists()


def test_a_subject_is_one_line(account: Account, owner: Client) -> None:
    owner.post(new(account), TYPED | {"subject": "  Cafe\u0301\u200b "})
    assert Ticket.objects.get().subject == "Caf\u00e9"


def test_ten_in_an_hour(account: Account, owner: Client) -> None:
    codes = [
        owner.post(new(account), TYPED | {"subject": f"Number {n}"}).status_code for n in range(11)
    ]
    assert codes == [*[302] * 10, 429] and Ticket.objects.count() == 10


def test_only_who_may_see_tickets(account: Account, owner: Client) -> None:
    stranger, friend, other = make.person(), make.person("A Friend"), make.person("Another")
    make.trusted(account, friend)
    make.trusted(account, other)
    Membership.objects.filter(person=other).update(scopes="billing")
    for person, code in ((stranger, 404), (other, 403), (friend, 302)):
        assert signed_in(person).post(new(account), TYPED).status_code == code
    assert Client().post(new(account), TYPED).headers["Location"].startswith("/sign-in/")
    ticket = Ticket.objects.get()
    assert ticket.opened_by == friend
    # The owner sees it too, and so does nobody in another account.
    assert owner.get(f"/account/{account.pk}/tickets/{ticket.pk}/").status_code == 200
    elsewhere = make.account()
    for path in ("", "answer/", "close/"):
        found = signed_in(make.owner(elsewhere)).post(
            f"/account/{elsewhere.pk}/tickets/{ticket.pk}/{path}", {"text": "Mine."}
        )
        assert found.status_code in (404, 405)


def test_it_says_what_it_is_for_where_the_policy_has_such_a_form_and_takes_no_card() -> None:
    make.in_force("ispsystem")
    account = make.account()
    owner = signed_in(make.owner(account))
    page = owner.get(new(account)).text
    assert "We use what you tell us for this:" in page and 'name="phone"' not in page
    refused = owner.post(new(account), TYPED | {"subject": "4111 1111 1111 1111"}).text
    assert "never accept card numbers" in refused and not Ticket.objects.exists()


def test_it_can_be_asked_under_restriction(account: Account, owner: Client) -> None:
    Account.objects.update(restricted_at=make.NOW)
    assert owner.post(new(account), TYPED).status_code == 302


def test_the_list_says_whose_turn_it_is(account: Account, owner: Client) -> None:
    owner.post(new(account), TYPED)
    ticket, here = Ticket.objects.get(), f"/account/{account.pk}/tickets/"
    assert "waits for our answer" in owner.get(here).text
    desk = signed_in(make.staff("support"))
    desk.post(f"/desk/tickets/{ticket.pk}/", {"text": "It is mended."})
    assert "we have answered" in owner.get(here).text
    owner.post(f"{here}{ticket.pk}/close/")
    assert ">closed<" in owner.get(here).text
