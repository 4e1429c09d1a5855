"""Whoever writes in a closed ticket what they wrote before has it open again, and is answered."""

import pytest

from troth.support.models import Ticket
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


def test_it_is_open_again_with_a_second_message() -> None:
    make.in_force("softsys")
    account = make.account()
    owner = make.owner(account)
    ticket = make.ticket(account, author=owner)
    client, here = signed_in(owner), f"/account/{account.pk}/tickets/{ticket.pk}/"
    said = {"text": "It is still broken."}
    client.post(f"{here}answer/", said)
    client.post(f"{here}close/")
    for _twice in range(2):
        client.post(f"{here}answer/", said)
    assert Ticket.objects.get().closed_at is None
    assert ticket.messages.filter(body="It is still broken.").count() == 2
