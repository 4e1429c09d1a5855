"""What becomes of an order is told to who placed it, or to the owner once that one is shut out."""

from collections.abc import Callable

import pytest
from django.utils import timezone

from troth.accounts.models import Membership
from troth.accounts.restrict import restrict
from troth.messaging.models import Message
from troth.orders.models import Order, ReviewRule
from troth.orders.tests.selling import customer, order, put_in, shop
from troth.people.change_scopes import change_scopes
from troth.people.withdraw_access import withdraw_access
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db


def by_owner(member: Membership, *scopes: str) -> None:
    who = make.owner(member.account)
    change_scopes(member, scopes, by=who, at=timezone.now())


@pytest.mark.parametrize(
    ("done", "told"),
    [
        (lambda member: None, "placed"),
        (lambda member: by_owner(member, "billing", "support"), "placed"),
        (lambda member: by_owner(member, "support"), "owner"),
        (
            lambda member: withdraw_access(
                member, by=make.owner(member.account), at=timezone.now()
            ),
            "owner",
        ),
        (lambda member: restrict(member.account, at=timezone.now()), "owner"),
    ],
)
def test_whoever_may_see_it(done: Callable[[Membership], None], told: str) -> None:
    product, account = shop(), customer()
    ReviewRule.objects.create(kind="first")
    buyer = make.verified(make.person())
    member = make.trusted(account, buyer)
    by_owner(member, "billing")
    client = signed_in(buyer)
    put_in(client, product)
    order(client)
    done(member)
    signed_in(make.staff("billing")).post(f"/desk/orders/{Order.objects.get().pk}/accept/")
    reader = {"placed": buyer, "owner": make.owner(account)}[told]
    letter = Message.objects.filter(body__contains=Order.objects.get().number).latest("pk")
    assert Order.objects.get().accepted_at and letter.person == reader
