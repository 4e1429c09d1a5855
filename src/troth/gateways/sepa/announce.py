"""Announce what is collected by direct debit: nothing is before its customer was told in time."""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import batched, groupby
from typing import Any, NamedTuple
from uuid import uuid4

from django.db import connection
from django.utils.translation import gettext as _

from troth.accounts.locked import lock_accounts
from troth.accounts.owned import owner_of
from troth.billing.models import Reminder
from troth.core.conflicts import act
from troth.core.day import day
from troth.core.limits import LONG, limited
from troth.core.money import money
from troth.gateways.charge import CHUNK, COME, come_on
from troth.gateways.events import CHARGED
from troth.gateways.keys import DIRECT_DEBIT
from troth.gateways.models import PaymentAttempt, PaymentMethod
from troth.gateways.sepa.drop import drop_gone
from troth.gateways.sepa.models import Collection, Mandate
from troth.gateways.sepa.offered import collects
from troth.gateways.sepa.target import target_day
from troth.messaging.language import in_language_of
from troth.messaging.letter import letter
from troth.messaging.send import send
from troth.publishing.evidence import note
from troth.publishing.running import asked_once, policy_on

_COME = f"""
    SELECT c.invoice_id, c.account_id, c.by_id, c.method, m.id, c.days, c.owed,
        greatest(c.comes_on, %(on)s::date + m.notice) AS collect_on
    FROM ({COME}) c JOIN {Mandate._meta.db_table} m ON m.method_id = c.method
    JOIN {PaymentMethod._meta.db_table} w ON w.id = c.method
    WHERE c.comes_on <= %(on)s::date + m.notice
    AND w.ends_on >= greatest(c.comes_on, %(on)s::date + m.notice)
    ORDER BY c.account_id, collect_on, c.invoice_id
"""


class _Come(NamedTuple):
    invoice: int
    account: int
    by: int | None
    method: int
    mandate: int
    days: int
    owed: int
    collect_on: date


@asked_once()
def announce(*, on: date, at: datetime) -> int:
    """Announce on day `on` what the steps of dunning take by mandate; of how many invoices.

    A step comes as many days earlier as the mandate has of notice, and what it takes is collected
    on its own day, or on the first day of TARGET after that and after the notice. Twice is once.
    What was announced before and is not to be collected any more ends.
    """
    drop_gone(at=at)
    notices = Mandate.objects.filter(method__removed_at=None).values_list("notice", flat=True)
    ahead = max(notices.distinct(), default=None)
    if ahead is None or not collects(policy_on(at)):
        return 0
    values = come_on(on, [DIRECT_DEBIT], at=at, ahead=ahead)
    accounts = sorted({row.account for row in _come(values)})
    announced = 0
    for some in batched(accounts, CHUNK):
        with limited(LONG):
            announced += _announce(values | {"accounts": [*some]}, at=at)
    return announced


def _come(values: dict[str, Any]) -> list[_Come]:
    with connection.cursor() as cursor:
        cursor.execute(_COME, values)
        return [_Come(*row) for row in cursor.fetchall()]


@act
def _announce(values: dict[str, Any], *, at: datetime) -> int:
    """Of some accounts: with these locked, whoever has just paid has paid."""
    lock_accounts(values["accounts"])
    come = _come(values)
    Reminder.objects.bulk_create(
        Reminder(
            account_id=row.account, invoice_id=row.invoice, days=row.days, action="retry", at=at
        )
        for row in come
    )
    attempts = PaymentAttempt.objects.bulk_create(
        PaymentAttempt(
            account_id=row.account,
            by_id=row.by,
            invoice_id=row.invoice,
            method_id=row.method,
            gateway=DIRECT_DEBIT,
            key=uuid4().hex,
            amount=row.owed,
            currency="EUR",
            started_at=at,
            underway_since=at,
        )
        for row in come
    )
    made = Collection.objects.bulk_create(
        Collection(
            account_id=row.account,
            attempt=attempt,
            invoice_id=row.invoice,
            mandate_id=row.mandate,
            key=attempt.key,
            amount=row.owed,
            collect_on=target_day(row.collect_on),
            announced_at=at,
        )
        for row, attempt in zip(come, attempts, strict=True)
    )
    _tell([each.pk for each in made], at=at)
    return len(made)


def _tell(made: Sequence[int], *, at: datetime) -> None:
    """One letter an account, with the amount and day of each (SDD Core Rulebook, PT-04.03)."""
    related = ("account", "invoice", "mandate__method")
    found = Collection.objects.filter(pk__in=made).select_related(*related)
    for account, group in groupby(found.order_by("account_id", "pk"), lambda each: each.account):
        every = list(group)
        assert account
        counts = {"invoices": len(every)}
        note(CHARGED, "keep.payment-attempt", at=at, subject=account.pseudonym, counts=counts)
        owner = owner_of(account)
        if owner is None:
            continue
        with in_language_of(owner, at=at):
            said = "\n\n".join(_said(each) for each in every)
            body = letter(
                owner,
                _(
                    "As agreed, we will collect by SEPA direct debit:\n\n%(what)s\n\nPlease make "
                    "sure that the money is in your account; there is nothing else you need to do."
                )
                % {"what": said},
                at=at,
            )
            subject = _("We will collect what is due from your bank account")
        send(owner, account=account, subject=subject, body=body, at=at)


def _said(each: Collection) -> str:
    mandate = each.mandate
    assert mandate
    return _(
        "%(amount)s for invoice %(number)s on %(day)s, from %(way)s\nMandate: %(mandate)s\n"
        "Creditor identifier: %(creditor)s"
    ) % {
        "amount": money(each.amount, "EUR"),
        "number": each.invoice.number,
        "day": day(each.collect_on),
        "way": mandate.method.label,
        "mandate": mandate.reference,
        "creditor": mandate.creditor,
    }
