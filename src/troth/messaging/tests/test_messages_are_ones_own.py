import pytest
from django.test import Client

from troth.messaging.models import Message
from troth.testing import make

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_member_reads_what_was_written_to_them_about_this_account() -> None:
    make.in_force("softsys")
    account, elsewhere = make.account(), make.account()
    me, friend = make.owner(account), make.person()
    make.trusted(account, friend)
    seen = {make.message(me, account).pk, make.message(me).pk}
    unseen = {
        make.message(friend, account).pk,  # to somebody else, about the same account
        make.message(me, elsewhere).pk,
        Message.objects.create(
            account=account, rule="message.service", subject="", created_at=make.NOW
        ).pk,
    }
    client = Client()
    client.force_login(me)
    start = f"/account/{account.pk}/messages/"
    html = client.get(start).content.decode()
    for number in seen:
        assert f'href="{start}{number}/"' in html
        assert client.get(f"{start}{number}/").status_code == 200
    for number in unseen:
        assert f'href="{start}{number}/"' not in html
        assert client.get(f"{start}{number}/").status_code == 404


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"sent_at": make.NOW}, "on 15 June 2026, 17:30 IST"),
        ({"next_at": make.NOW}, "On its way to"),
        ({}, "It could not be delivered to"),
        ({"body": "<b>bold</b>"}, "&lt;b&gt;bold&lt;/b&gt;"),
        ({"secret": True, "body": "https://link.example"}, "contained a secret"),
    ],
)
def test_a_message_says_what_became_of_it(change: dict[str, object], says: str) -> None:
    make.in_force("softsys")
    account = make.account()
    me = make.owner(account)
    sent = make.message(me, account)
    Message.objects.update(**change)
    client = Client()
    client.force_login(me)
    html = client.get(f"/account/{account.pk}/messages/{sent.pk}/").content.decode()
    assert says in html and "link.example" not in html
