"""SIGKILL before a random statement of an erasure and of a sweep."""

import random
from datetime import timedelta

import pytest

from troth.accounts.models import Account, Person
from troth.erasure.erase import erase
from troth.erasure.keep import keep
from troth.journal.models import Entry
from troth.testing import make
from troth.testing.kill import run_and_kill, wait_for_the_server_to_notice
from troth.testing.snapshot import snapshot

pytestmark = pytest.mark.django_db(transaction=True)

ERASE = """
from troth.accounts.models import Person
from troth.erasure.erase import erase
erase(Person.objects.get(pk={person}), at=datetime({at}, tzinfo=UTC))
"""
KEEP = """
from troth.erasure.keep import keep
keep(on=date({on}), at=datetime({at}, tzinfo=UTC), chunk=1)
"""
AT = "2026, 6, 15, 12"


@pytest.mark.parametrize("seed", range(3))
def test_erase(seed: int) -> None:
    make.in_force()
    before = snapshot()
    account = make.full_account()
    person = make.owner(account)
    whole = snapshot()

    run_and_kill(ERASE.format(person=person.pk, at=AT), random.Random(seed).randint(3, 45))

    wait_for_the_server_to_notice()
    now = snapshot()
    if Person.objects.filter(pk=person.pk).exists():
        assert now == whole
        assert not Entry.objects.filter(event="person.erased").exists()
        erase(person, at=make.NOW)
    assert before.keys() <= snapshot().keys()
    assert not Account.objects.filter(pk=account.pk).exists()
    assert Entry.objects.filter(event="person.erased").count() == 1
    assert Entry.objects.filter(event="account.erased").count() == 1


@pytest.mark.parametrize("seed", range(3))
def test_keep(seed: int) -> None:
    make.in_force("websoft")
    cancelled = make.NOW - timedelta(days=800)
    rows: dict[int, set[tuple[str, object]]] = {}
    for _ in range(12):
        before = snapshot().keys()
        account = make.full_account(at=cancelled)
        Account.objects.filter(pk=account.pk).update(cancelled_at=cancelled)
        rows[account.pk] = set(snapshot().keys() - before)

    run_and_kill(KEEP.format(on="2026, 6, 15", at=AT), random.Random(seed).randint(10, 400))

    wait_for_the_server_to_notice()
    left = snapshot().keys()
    stays = {"accounts_signin", "bank_bankline", "billing_invoice", "billing_invoiceline"}
    stays |= {"billing_invoicetax", "billing_payment", "billing_posting", "billing_reminder"}
    stays |= {"billing_transaction", "sepa_collection"}
    # These may have gone before, by a rule of their own.
    stays |= {"gateways_gatewayevent", "gateways_paymentattempt"}
    of_people = {"accounts_person", "gates_consentevent"}
    for account_id, own in rows.items():
        must_go = {row for row in own if row[0] not in stays}
        # The owner goes after all accounts, by the rule of people: each of the two as a whole.
        person = {row for row in must_go if row[0] in of_people}
        for subject in (person, must_go - person):
            assert not subject & left or subject <= left, account_id
        assert person <= left or not must_go & left
    erased = len(rows) - Account.objects.count()
    assert Entry.objects.filter(event="account.erased").count() == erased

    keep(on=make.NOW.date(), at=make.NOW)

    assert not Account.objects.exists()
    assert Entry.objects.filter(event="account.erased").count() == len(rows)
    assert Entry.objects.filter(event="person.erased").count() == len(rows)
