from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from troth.accounts.models import Person
from troth.journal.models import Entry
from troth.messaging.announce import announce
from troth.messaging.deliver import deliver_waiting
from troth.messaging.models import Message
from troth.policy.parse import Policy, parse
from troth.publishing.models import PublishedPolicy
from troth.publishing.publish import publish
from troth.testing import make
from troth.testing.browser import customer
from troth.testing.mail import Mailbox, text_of

pytestmark = pytest.mark.django_db(transaction=True)


def changed(name: str, old: str, new: str) -> Policy:
    source = make.policy(name).source
    assert old in source
    return parse(source.replace(old, new).encode())


LESS = ("ispsystem", "under_age = 18", "under_age = 16")


def test_by_mail_in_each_ones_language_and_once(mailbox: Mailbox) -> None:
    make.in_force("ispsystem")
    english, german = make.person(), make.person()
    Person.objects.filter(pk=german.pk).update(language="de")
    make.staff()
    now = timezone.now()
    published = publish(changed(*LESS), at=now)
    assert published.in_force_from == now.date() + timedelta(days=14)
    assert announce(at=now) == 2
    assert announce(at=now) == 0
    assert Entry.objects.get(event="policy.announced").counts == {"messages": 2}
    assert deliver_waiting(at=now) == 2
    mail = text_of(mailbox.last_to(english.email))
    assert "Data of a person under 18 is erased" in mail
    assert "Data of a person under 16 is erased" in mail and "/privacy/next/" in mail
    subjects = dict(Message.objects.values_list("person", "subject"))
    assert "privacy policy changes on" in subjects[english.pk]


def test_not_where_the_policy_tells_on_its_page_alone() -> None:
    make.in_force("websoft")
    make.person()
    publish(changed("websoft", 'for = "12 months"', 'for = "24 months"'), at=timezone.now())
    assert announce(at=timezone.now()) == 0 and not Message.objects.exists()


def test_in_the_account_area_alone_where_the_policy_says_so(mailbox: Mailbox) -> None:
    make.in_force(changed("ispsystem", 'told = ["page", "email", "portal"]', 'told = ["portal"]'))
    account = make.account(customer())
    publish(changed(*LESS), at=timezone.now())
    assert announce(at=timezone.now()) == 1 and not mailbox.fetch()
    client = Client()
    client.force_login(make.owner(account))
    message = Message.objects.get(channel="portal")
    page = client.get(f"/account/{account.pk}/messages/{message.pk}/").content.decode()
    assert "under 16 is erased" in page and "Posted here on" in page and "Sent to" not in page


def test_words_that_change_are_told_in_both_wordings_unless_somebody_answers_for_them() -> None:
    make.in_force("ispsystem")
    make.person()
    edited = parse(make.policy("ispsystem").source.encode() + b"\nThank you for reading.\n")
    signed = publish(edited, at=timezone.now(), editorial_by=make.staff().pseudonym)
    assert announce(at=timezone.now()) == 0 and not Message.objects.exists()
    signed.delete()
    publish(edited, at=timezone.now())
    assert announce(at=timezone.now()) == 1
    assert "New: Thank you for reading." in Message.objects.get().body


def test_what_changes_is_told_with_what_it_is_of_by_its_title() -> None:
    make.in_force("ispsystem")
    old = 'purposes = ["agreements", "administration", "interaction", "law"]'
    titled = ("[purpose.research]", '[purpose.research]\ntitle = "studies"')
    publish(
        make.changed("ispsystem", (old, old.replace('w"]', 'w", "research"]')), titled),
        at=timezone.now(),
    )
    text = Client().get("/privacy/next/").text
    assert "From then on: The form for signing up" in text and "law and studies." in text


def test_a_passage_is_quoted_in_its_own_language() -> None:
    make.in_force("ispsystem")
    publish(changed("ispsystem", "store data no longer", "keep data no longer"), at=timezone.now())
    text = Client(headers={"accept-language": "de"}).get("/privacy/next/").text
    assert "goes\n1 year after you cancel it" in text


def test_on_the_pages_until_its_day() -> None:
    make.in_force("ispsystem")
    account = make.account(customer())
    client = Client()
    client.force_login(make.owner(account))
    pages = ("/privacy/", "/privacy-centre/", f"/account/{account.pk}/")
    assert client.get("/privacy/next/")["Location"] == "/privacy/"
    publish(changed(*LESS), at=timezone.now())
    for page in pages:
        assert 'href="/privacy/next/"' in client.get(page).content.decode(), page
    text = client.get("/privacy/next/").content.decode()
    assert "Until then: " in text and "under 16 is erased" in text
    assert text.count("<h1") == 1
    PublishedPolicy.objects.update(in_force_from=date(2000, 1, 1))
    for page in pages:
        assert "/privacy/next/" not in client.get(page).content.decode(), page
    assert client.get("/privacy/next/").status_code == 302
