import pytest

from troth.accounts.models import Account, Invitation, Person
from troth.accounts.scopes import SCOPES
from troth.erasure.erase import erase
from troth.erasure.tests import canary
from troth.messaging.deliver import deliver_waiting
from troth.people.accept import accept
from troth.people.invite import invite
from troth.support.models import TicketMessage
from troth.testing import make

pytestmark = pytest.mark.django_db(transaction=True)


def test_whether_or_not_they_belong_elsewhere() -> None:
    make.in_force()
    account, elsewhere = make.account(), make.account()
    owner, shared, only_here = make.owner(account), make.person(), make.person()
    make.trusted(account, shared)
    make.trusted(elsewhere, shared)
    make.trusted(account, only_here)

    erase(owner, at=make.NOW)

    assert not Account.objects.filter(pk=account.pk).exists()
    assert Person.objects.filter(pk__in=[shared.pk, only_here.pk]).count() == 2
    assert not Person.objects.filter(pk=owner.pk).exists()


def test_a_message_loses_its_author_with_the_person_and_its_text_with_the_account() -> None:
    make.in_force()
    account = make.account()
    author = make.person("The Author")
    make.trusted(account, author)
    make.ticket(account, author=author)

    erase(author, at=make.NOW)

    message = TicketMessage.objects.get()
    assert (message.author_id, message.author_name, message.author_ip) == (None, "", None)
    assert message.body == "It does not work."

    erase(make.owner(account), at=make.NOW)
    assert not TicketMessage.objects.exists()


def test_who_goes_leaves_no_address_in_an_invitation_that_they_accepted() -> None:
    make.in_force()
    account = make.account()
    friend = make.verified(make.person())
    invitation, _secret = invite(account, friend.email, SCOPES, by=make.owner(account), at=make.NOW)
    accept(invitation, friend, at=make.NOW)

    erase(friend, at=make.NOW)
    deliver_waiting(at=make.NOW)

    left = Invitation.objects.get()
    assert (left.accepted_by_id, left.email, left.accepted_at) == (None, "", make.NOW)
    assert friend.email not in canary.dump()
