import pytest
from pytest_django import Settings

from troth.accounts.models import Account, Activity, Person
from troth.journal.models import Entry
from troth.people.tests.pages import correct
from troth.policy.shipped import shipped
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", shipped())
def test_every_policy_lets_people_correct_their_profile(name: str) -> None:
    make.in_force(name)
    account = make.account()
    typed = {"name": "Åsa 王 🙂", "phone": "098765 43210"}
    if name == "soffront":
        typed["title"] = "Dr."
    client = signed_in(make.owner(account))
    assert correct(client, "/profile/", **typed)["Location"] == "/profile/"
    stored = Person.objects.get()
    assert (stored.name, stored.phone, stored.title) == (
        "Åsa 王 🙂",
        "+919876543210",  # the account's country is India
        typed.get("title", ""),
    )
    assert "+91 98765 43210" in client.get("/profile/").content.decode()
    assert Activity.objects.get().what.startswith("profile corrected: ")
    assert Entry.objects.get(event="person.corrected").subject == stored.pseudonym


@pytest.mark.parametrize(
    ("phone", "why"),
    [
        ("12", "This is not a telephone number. Write it as +91 "),
        ("call me", "This is not a telephone number."),
        ("", "This field is required"),
        ("+49 30 123456789012345", "This is not a telephone number."),
    ],
)
def test_a_telephone_number_that_is_none(phone: str, why: str) -> None:
    make.in_force("softsys")
    client = signed_in(make.owner(make.account()))
    page = correct(client, "/profile/", name="A Name", phone=phone).content.decode()
    assert why in page and 'value="A Name"' in page
    assert Person.objects.get().phone == ""


def test_an_extension_is_kept() -> None:
    make.in_force("softsys")
    client = signed_in(make.owner(make.account()))
    correct(client, "/profile/", name="A Name", phone="+49 30 1234567 ext. 12")
    assert Person.objects.get().phone == "+49301234567;ext=12"
    correct(client, "/profile/", name="Another", phone="+49 30 1234567 ext. 12")
    assert Person.objects.get().phone == "+49301234567;ext=12"


def test_the_language_can_be_chosen_where_there_is_a_choice(settings: Settings) -> None:
    settings.LANGUAGES = [("en", "English"), ("de", "Deutsch")]
    make.in_force("softsys")
    client = signed_in(make.owner(make.account()))
    correct(client, "/profile/", name="A", phone="+49 30 1234567", language="de")
    assert Person.objects.get().language == "de"
    answer = correct(client, "/profile/", name="A", phone="+49 30 1234567", language="xx")
    assert answer.status_code == 200 and Person.objects.get().language == "de"


def test_a_title_that_the_policy_does_not_list_is_not_taken() -> None:
    make.in_force("softsys")
    client = signed_in(make.owner(make.account()))
    answer = correct(client, "/profile/", name="A", phone="+49 30 1234567", title="Dr.")
    assert "does not accept “title”" in answer.content.decode()


def test_a_trusted_person_corrects_their_own_and_the_account_hears_nothing() -> None:
    make.in_force("softsys")
    account, friend = make.account(), make.person()
    make.trusted(account, friend)
    correct(signed_in(friend), "/profile/", name="A Friend", phone="+49 30 1234567")
    friend.refresh_from_db()
    assert friend.name == "A Friend"
    assert not Activity.objects.exists()
    assert Account.objects.get().name == "An Account"
