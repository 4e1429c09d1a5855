import pytest

from troth.accounts.models import Account, Person
from troth.privacy.erase import erase
from troth.support.models import TicketMessage
from troth.testing import make

pytestmark = pytest.mark.django_db(transaction=True)


def test_who_belongs_elsewhere_stays_and_who_does_not_goes() -> None:
    make.in_force()
    account, elsewhere = make.account(), make.account()
    owner, shared, only_here = make.owner(account), make.person(), make.person()
    make.trusted(account, shared)
    make.trusted(elsewhere, shared)
    make.trusted(account, only_here)

    erase(owner, at=make.NOW)

    assert not Account.objects.filter(pk=account.pk).exists()
    assert Person.objects.filter(pk=shared.pk).exists()
    assert not Person.objects.filter(pk__in=[owner.pk, only_here.pk]).exists()


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
