"""An oracle in plain Python, which shares nothing with the plan's SQL, says who is due."""

from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings

from troth.accounts.models import Account
from troth.erasure.keep import keep
from troth.erasure.models import Hold
from troth.policy.language import Keep
from troth.policy.shipped import shipped
from troth.testing import make
from troth.testing.history import Life, histories, play, sweep_days

pytestmark = pytest.mark.django_db


def is_due(account: Account, name: str, on: date) -> bool:
    if account.restricted_at or Hold.objects.filter(subject=account, lifted_at=None).exists():
        return False
    if account.erasure_asked_at:
        return True
    rules = [rule for _, rule in make.policy(name).tables.kept_by("account")]
    return any(has_run(rule, account, on) for rule in rules)


def has_run(rule: Keep, account: Account, on: date) -> bool:
    assert rule.for_
    if rule.from_ == "cancellation":
        start = account.cancelled_at and account.cancelled_at.date()
        return start is not None and rule.for_.after(start) <= on
    assert rule.from_ == "inactivity"
    services = list(account.services.all())
    if any(service.ended_at is None for service in services):
        return False
    people = [membership.person for membership in account.memberships.all()]
    moments = [
        account.created_at,
        *(service.ended_at for service in services if service.ended_at),
        *(signin.at for person in people for signin in person.signins.all()),
    ]
    return rule.for_.after(max(moments).date()) <= on


@pytest.mark.promise("SS-07", "SS-13", "SF-20", "WT-15")
@pytest.mark.parametrize("name", shipped())
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(history=histories, on=sweep_days)
def test_exactly_the_due_accounts_go(name: str, history: list[Life], on: date) -> None:
    with transaction.atomic():
        make.in_force(name)
        play(history)
        due = {account.pk for account in Account.objects.all() if is_due(account, name, on)}
        everyone = set(Account.objects.values_list("pk", flat=True))

        keep(on=on, at=make.NOW)

        assert everyone - set(Account.objects.values_list("pk", flat=True)) == due
        transaction.set_rollback(True)
