import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import get_language

from troth.accounts.models import Account, Activity, Membership, Person
from troth.gates.models import ConsentEvent
from troth.identity.tests.sign_up_data import ADDRESS, all_at_once, post, typed
from troth.journal.models import Entry
from troth.messaging.language import in_language_of
from troth.testing import make
from troth.testing.browser import PASSWORD
from troth.testing.mail import Mailbox

pytestmark = pytest.mark.django_db


def test_it_stores_what_was_told_and_the_choice_on_marketing() -> None:
    policy = all_at_once()
    make.in_force(policy)
    told = typed(email="New@Customer.example", company="A Company", edition=policy.digest)
    assert post(told | ADDRESS)["Location"] == "/sign-up/done/"
    person, account = Person.objects.get(), Account.objects.get()
    assert (person.email, person.name, person.phone) == (
        "new@customer.example",
        "A Newcomer",
        "+49301234567",
    )
    assert (account.company, account.street, account.country) == ("A Company", "1 Street", "DE")
    assert Membership.objects.get().role == "owner"
    assert Activity.objects.get().what == "account opened"
    consent = ConsentEvent.objects.get()
    assert (consent.kind, consent.rule) == ("refused", "consent.marketing")
    assert consent.wording == make.policy("softsys").tables.consent["marketing"].wording


def test_a_ticked_consent_is_given() -> None:
    make.in_force("softsys")
    post(typed(consent_marketing="on"))
    assert ConsentEvent.objects.get().kind == "given"


def test_a_consent_that_starts_by_itself_is_no_event() -> None:
    make.in_force("websoftmaster")
    assert post(typed("websoftmaster", of_age="on")).status_code == 302
    assert not ConsentEvent.objects.exists()


def test_accepting_the_policy_is_recorded_with_its_version() -> None:
    make.in_force("soffront")
    assert post(typed("soffront", accept="on")).status_code == 302
    entry = Entry.objects.get(event="policy.accepted")
    assert entry.policy == make.policy("soffront").digest
    assert entry.subject == Person.objects.get().pseudonym


def test_the_newcomer_can_sign_in_once_the_link_is_followed(mailbox: Mailbox) -> None:
    make.in_force("softsys")
    post(typed())
    client = Client()
    answer = client.post(mailbox.link_to(typed()["email"]), follow=True)
    assert answer.redirect_chain == [("/sign-in/", 302)]
    assert "Your e-mail address is confirmed" in answer.content.decode()
    answer = client.post("/sign-in/", {"login": typed()["email"], "password": PASSWORD})
    assert answer["Location"] == "/account/"
    assert client.get("/account/", follow=True).status_code == 200


@pytest.mark.parametrize("reads", ["de", "en"])
def test_who_signs_up_is_written_to_in_the_language_that_they_read(
    reads: str,
) -> None:
    make.in_force("softsys")  # whose language is English
    Client().post("/sign-up/", typed(), headers={"accept-language": reads})
    person = Person.objects.get()
    assert person.language == ("de" if reads == "de" else "")
    with in_language_of(person, at=timezone.now()):
        assert get_language() == reads
