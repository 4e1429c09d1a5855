"""`later` of [collect.account]: signing up asks for less, the first order for the rest."""

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from troth.accounts.models import Account, Person
from troth.identity.tests.sign_up_data import ADDRESS, typed
from troth.orders.models import Order
from troth.orders.tests.selling import ORDER, form_of, put_in, shop
from troth.policy.errors import PolicyError
from troth.policy.parse import parse
from troth.policy.shipped import shipped
from troth.testing import make

pytestmark = pytest.mark.django_db

WHOLE = 'later = ["address", "company", "tax_id"]\n'
LATER = make.changed("softsys", (WHOLE, 'later = ["address", "company"]\n'))


def test_signing_up_asks_for_less_and_refuses_the_rest() -> None:
    make.in_force(LATER)
    page = Client().get("/sign-up/").content.decode()
    assert 'name="phone"' in page and 'name="tax_id"' in page
    assert 'name="street"' not in page and 'name="company"' not in page
    told = typed(edition=LATER.digest)
    assert "does not accept" in Client().post("/sign-up/", told | ADDRESS).content.decode()
    assert Client().post("/sign-up/", told).status_code == 302
    assert Account.objects.get().country == ""


def test_the_first_order_asks_for_the_rest() -> None:
    product = shop("softsys")
    make.in_force(LATER)
    told = typed(edition=LATER.digest)
    Client().post("/sign-up/", told)
    client = Client()
    EmailAddress.objects.update(verified=True)
    client.force_login(Person.objects.get())
    put_in(client, product)
    page = client.get(ORDER).content.decode()
    assert 'name="street"' in page and 'name="company"' in page
    form = form_of(client)
    del form["documents"]  # of which this policy's terms have none
    client.post(ORDER, form)
    assert not Order.objects.exists()
    shown = client.post(ORDER, form | ADDRESS | {"name": "A Newcomer"})
    assert Account.objects.get().city == "Town"
    assert 'name="street"' not in shown.content.decode()


@pytest.mark.parametrize(
    ("later", "why"),
    [
        ('["phone"]', "cannot ask for phone later"),
        ('["address", "buyer_reference"]', "cannot ask for buyer_reference later"),
        ('["company", "tax_id"]', "no order asks for company and tax_id"),
    ],
)
def test_only_what_an_order_asks_can_be_left(later: str, why: str) -> None:
    text = shipped()["softsys"].read_text(encoding="utf-8")
    text = text.replace(WHOLE, f"later = {later}\n")
    with pytest.raises(PolicyError, match=why):
        parse(text.encode(), "softsys.md")
