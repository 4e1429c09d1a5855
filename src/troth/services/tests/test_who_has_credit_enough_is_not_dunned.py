"""No step of dunning is taken while what a customer has to their credit covers what they owe."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from troth.accounts.models import Account
from troth.billing.credit import credit
from troth.billing.draft import Draft, DraftLine
from troth.billing.dunning.set_step import Action, set_step
from troth.billing.issue import issue
from troth.billing.models import Posting, Reminder
from troth.billing.owed import aside, balance
from troth.billing.receive import receive
from troth.billing.refund import paid_by
from troth.billing.reverse import reverse
from troth.billing.set_aside import set_aside
from troth.core.day import day_at
from troth.services.by_night import by_night
from troth.services.tests.selling import customer, in_cyprus
from troth.testing import make

pytestmark = pytest.mark.django_db
BEGINS = datetime(2026, 6, 15, 1, tzinfo=UTC)
CURRENCIES = ("EUR", "USD")
Act = tuple[str, str, int]


def free(account: Account, currency: str) -> int:
    return balance(account, currency) - aside(account, currency)


def owed(account: Account, currency: str) -> int:
    found = Posting.objects.filter(account=account, ledger="receivable", currency=currency)
    return found.aggregate(sum=Sum("amount", default=0))["sum"]  # type: ignore[no-any-return]


def do(what: str, account: Account, currency: str, amount: int, at: datetime) -> None:
    if what == "invoice":
        line = DraftLine("Hosting", amount, "standard")
        issue([Draft(account, currency, [line], day_at(at))], at=at)
    elif what == "pay":
        receive(account, amount, currency, at=at, method="transfer")
    elif what == "credit":
        invoices = account.invoices.filter(currency=currency, kind="invoice", credit_notes=None)
        if invoice := invoices.order_by("pk").last():
            credit(invoice, at=at)
    elif what == "set aside":
        set_aside(account, min(free(account, currency), amount), currency, at=at)
    elif payment := account.payments.filter(currency=currency).order_by("pk").last():
        for invoice in paid_by(payment):
            reverse(payment, invoice, at=at)


@settings(
    max_examples=2, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    acts=st.lists(
        st.tuples(
            st.sampled_from(["invoice", "pay", "credit", "reverse", "set aside", "night"]),
            st.sampled_from(CURRENCIES),
            st.integers(1, 200_00),
        ),
        min_size=6,
        max_size=12,
    )
)
@example([("invoice", "EUR", 100), ("pay", "EUR", 119), ("reverse", "EUR", 1)])
@example([("pay", "EUR", 119), ("set aside", "EUR", 119), ("invoice", "EUR", 100)])
def test_no_step_is_taken(acts: list[Act]) -> None:
    with transaction.atomic():
        in_cyprus()
        staff = make.staff()
        for days, action in ((0, Action.REMIND), (10, Action.SUSPEND), (30, Action.END)):
            set_step(days, action, by=staff, at=make.NOW)
        set_step(5, Action.FEE, fee=5_00, currency="EUR", by=staff, at=make.NOW)
        account, at = customer(), BEGINS
        for what, currency, amount in [*acts, ("night", "", 0)]:
            if what != "night":
                do(what, account, currency, amount, at)
                continue
            covered = {c for c in CURRENCIES if free(account, c) >= owed(account, c)}
            at += timedelta(days=21)
            by_night(at=at)
            taken = Reminder.objects.filter(at=at).values_list("invoice__currency", flat=True)
            assert not covered & {*taken}
            assert all(not free(account, c) or not owed(account, c) for c in CURRENCIES)
        transaction.set_rollback(True)
