"""The page of a customer takes as many questions for a large customer as for a small one."""

from datetime import timedelta

import pytest
from django.utils import timezone

from troth.erasure.models import Hold
from troth.portal.tests.test_a_list_asks_no_more_for_more_rows import add_rows, asked
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


def test_its_blocks_are_asked_for_together() -> None:
    make.in_force("softsys")
    account = make.account()
    owner = make.owner(account)
    client = signed_in(make.staff("billing"))
    pages = [f"/desk/customers/account/{account.pk}/", f"/desk/customers/person/{owner.pk}/"]

    def add() -> None:
        add_rows(account)
        make.account(owner)
        Hold.objects.create(
            subject=account,
            records=["invoice"],
            reason="An audit",
            owner="A Colleague",
            review_on=timezone.now().date() + timedelta(days=9),
            placed_at=timezone.now(),
        )

    def looked() -> dict[str, int]:
        for page in pages:  # what a process asks once, and what is noted at the first look
            client.get(page)
        return asked(client, pages)

    add()
    few = looked()
    for _ in range(2):
        add()
    assert looked() == few
