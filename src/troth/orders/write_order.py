"""Write down an order: a copy of all that was agreed to."""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID, uuid4

from django.utils.translation import gettext_noop

from troth.accounts.models import Account, Person
from troth.billing.models import Series
from troth.billing.number import take_numbers
from troth.billing.readers import reader_of
from troth.orders.agreed import Agreement
from troth.orders.begin import WORDS
from troth.orders.events import PLACED
from troth.orders.models import Order, OrderLine
from troth.publishing.evidence import note as _note
from troth.services.locked import refuse_closed
from troth.services.log_step import log_step


def write_order(
    account: Account,
    agreement: Agreement,
    *,
    by: Person,
    at: datetime,
    labels: Sequence[str] = (),
    note: str = "",
    country: str = "",
    key: UUID | None = None,
    asked: Collection[str] = (),
) -> Order:
    """The order of an account that is locked. The first one decides its currency.

    asked: what a consumer has agreed to of what they were asked besides, see `begin.py`.

    Raises NotNowError for an account that is closed.
    """
    refuse_closed(account)
    taxed = agreement.taxed.sums
    order = Order.objects.create(
        account=account,
        person=by,
        number=take_numbers(Series.Kind.ORDER, 1, at=at)[0],
        key=key or uuid4(),
        placed_at=at,
        currency=agreement.currency,
        net=taxed.net,
        tax=taxed.tax,
        total=taxed.total,
        promotion=agreement.promotion,
        terms=agreement.terms,
        policy=agreement.policy,
        documents=agreement.documents,
        from_country=country,
        note=note,
        **{name: str(WORDS[name]) for name in agreement.asks if name in asked},
    )
    reader = reader_of(account, at=at)
    given = {**dict(enumerate(labels))}
    OrderLine.objects.bulk_create(
        OrderLine(
            **asdict(line) | {"label": given.get(position) or line.label},
            account=account,
            order=order,
            position=position + 1,
            rate=reader.rate(line.supply),
        )
        for position, line in enumerate(agreement.lines)
    )
    if not account.currency:
        account.currency = agreement.currency
        account.save(update_fields=["currency"])
    log_step(account, gettext_noop("something was ordered"), at=at, person=by)
    _note(PLACED, "keep.order", at=at, subject=account.pseudonym)
    return order
