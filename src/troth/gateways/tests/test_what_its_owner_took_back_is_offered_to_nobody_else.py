"""The owner of an account says for all of it that a gateway is told nothing."""

import pytest

from troth.accounts.models import Membership
from troth.gateways.models import PaymentAttempt
from troth.testing import make
from troth.testing.pretend.counterpart import Counterpart
from troth.testing.pretend.plug_in import SHARE
from troth.testing.shown import shown
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)

OFFERED = 'value="pretend"'


def test_it_is_offered_to_the_owner_alone(pretend: Counterpart) -> None:
    make.in_force(make.changed("softsys", rules=SHARE + 'when = "consent"\nagreed = true\n'))
    account = make.account(city="Kochi", postcode="682001")
    invoice = make.invoice(account, paid=False)
    page = f"/account/{account.pk}/invoices/{invoice.pk}/pay/"
    owner = signed_in(make.owner(account))
    Membership.objects.filter(pk=make.trusted(account, make.person()).pk).update(scopes="billing")
    member = signed_in(account.memberships.get(role=Membership.Role.TRUSTED).person)
    agreed = {"way": "pretend", "agree": ["share.pretend", "share.pretend.agreed"]}
    assert OFFERED in member.get(page).content.decode()
    agreed["shown"] = shown(owner, page)
    assert owner.post(page, agreed).status_code == 302
    owner.post("/privacy-centre/consents/share/pretend/", {"choice": "withdraw"})
    assert OFFERED not in member.get(page).content.decode()
    assert member.post(page, agreed).status_code == 200
    assert PaymentAttempt.objects.count() == 1
    assert OFFERED in owner.get(page).content.decode(), "who may change their mind"
