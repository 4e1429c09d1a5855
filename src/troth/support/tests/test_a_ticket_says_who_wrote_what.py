import re

import pytest

from troth.accounts.models import Person
from troth.erasure.erase import erase
from troth.support.models import Ticket, TicketMessage
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)
NOT_OF_THE_ACCOUNT = "Our staff, or someone who has left"


def ticket_by(*authors: Person) -> Ticket:
    """A ticket of the first's account, in which each of them has written."""
    ticket = make.ticket(authors[0].memberships.get().account, author=authors[0])
    for author in authors[1:]:
        TicketMessage.objects.create(
            account=ticket.account,
            ticket=ticket,
            author=author,
            author_name=author.name,
            at=make.NOW,
            body="Try again.",
        )
    return ticket


def authors(reader: Person, ticket: Ticket) -> set[str]:
    page = signed_in(reader).get(f"/account/{ticket.account_id}/tickets/{ticket.pk}/")
    return {*re.findall(r"<h2>(.*?)</h2>", page.content.decode())}


def test_the_people_of_the_account_and_the_provider_are_told_apart() -> None:
    make.in_force("softsys")
    owner, friend = make.owner(make.account()), make.person("A Friend")
    make.trusted(owner.memberships.get().account, friend)
    ticket = ticket_by(owner, friend, make.person("A Colleague", staff=True))
    assert authors(owner, ticket) == {"You", "A Friend", NOT_OF_THE_ACCOUNT}
    assert authors(friend, ticket) == {"A Person", "You", NOT_OF_THE_ACCOUNT}


def test_whoever_has_left_is_not_taken_for_another() -> None:
    make.in_force("softsys")
    owner, friend = make.owner(make.account()), make.person("A Friend")
    trusted = make.trusted(owner.memberships.get().account, friend)
    ticket = ticket_by(owner, friend)
    trusted.delete()
    assert authors(owner, ticket) == {"You", NOT_OF_THE_ACCOUNT}
    erase(friend, at=make.NOW)
    assert authors(owner, ticket) == {"You", "Someone who has left"}
