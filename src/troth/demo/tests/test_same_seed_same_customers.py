from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest
from django.db import transaction

from troth.accounts.models import Account, Person, Signin
from troth.billing.models import Invoice
from troth.core.errors import TrothError
from troth.demo.make import make
from troth.testing.make import policy

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)


class RollBack(Exception):
    pass


def made(seed: int) -> dict[str, list[Any]]:
    """What a seed makes; the database is empty again afterwards."""
    found: dict[str, list[Any]] = {}
    try:
        with transaction.atomic():
            make(policy("softsys"), accounts=30, seed=seed, now=NOW)
            found = {
                "people": list(Person.objects.order_by("pk").values_list("email", "name")),
                "accounts": list(Account.objects.order_by("pk").values_list("street", "city")),
                "invoices": list(Invoice.objects.order_by("pk").values_list("number", "total")),
                "signins": list(Signin.objects.order_by("pk").values_list("at", "ip")),
            }
            raise RollBack
    except RollBack:
        return found


made_before = cache(made)


def test_the_seed_decides() -> None:
    first = made_before(seed=7)
    assert len(first["accounts"]) == 29  # somebody was erased meanwhile
    assert made(seed=7) == first
    assert made_before(seed=8) != first


@pytest.mark.parametrize("seed", [7, 8])
def test_all_addresses_are_for_examples(seed: int) -> None:
    assert all(email.endswith(".example") for email, _ in made_before(seed=seed)["people"])


def test_it_needs_an_empty_database() -> None:
    Person.objects.create_user("somebody@customer.example")
    with pytest.raises(TrothError, match="empty database"):
        make(policy("softsys"), accounts=1, seed=1, now=NOW)
