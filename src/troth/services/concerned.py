"""Which services a change of price is for, and what each of them costs by it."""

from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

from troth.catalog.models import PriceChange
from troth.core.day import day_at
from troth.services.models import Service
from troth.services.own_price import HELD

# What the product's part of the price of a term `t` was, for a change `c`: what an earlier change
# made it, else what new orders cost on its first day.
WAS = """
    coalesce((
        SELECT e.amount FROM catalog_pricechange e
        WHERE e.product_id = c.product_id AND e.currency = c.currency
        AND e.months = c.months AND e.withdrawn_at IS NULL
        AND (t.priced_on IS NOT NULL OR e.told_at >= s.started_at)
        AND e.starts <= coalesce(t.priced_on, t.starts) ORDER BY e.starts DESC, e.id DESC LIMIT 1
    ), (
        SELECT p.amount FROM catalog_price p
        WHERE p.product_id = c.product_id AND p.currency = c.currency
        AND p.months = c.months AND p.starts <= coalesce(t.priced_on, t.starts)
        ORDER BY p.starts DESC LIMIT 1
    ))
"""
# What the term costs then: chosen options keep what they add to the product's price.
COSTS = "quantity * amount + CASE WHEN options = '' THEN 0 ELSE price - quantity * was END"
_CONCERNED = f"""
    WITH found AS (
        SELECT s.account_id, m.person_id, coalesce(p.language, '') AS language, t.product,
            s.label, t.supply, t.price, t.quantity, t.options, c.amount,
            {WAS} AS was, s.id AS service_id
        FROM (VALUES (%(product)s::bigint, %(currency)s, %(months)s, %(amount)s::bigint))
            AS c (product_id, currency, months, amount)
        JOIN services_term t ON t.offer_id = c.product_id AND t.currency = c.currency
            AND t.months = c.months AND t.starts < %(starts)s AND t.starts <= %(told)s
            AND (t.until IS NULL OR t.until > %(told)s)
        JOIN services_service s ON s.id = t.service_id
        LEFT JOIN accounts_membership m ON m.account_id = s.account_id AND m.role = 'owner'
        LEFT JOIN accounts_person p ON p.id = m.person_id
        {HELD.format(day="%(starts)s::date")}
        WHERE s.started_at <= %(told_at)s AND s.ended_at IS NULL AND s.charged_through IS NOT NULL
        AND own.amount IS NULL
        AND NOT EXISTS (
            SELECT FROM services_cancellation x WHERE x.service_id = s.id
            AND x.taken_back_at IS NULL AND x.effective_on <= %(starts)s
        )
    )
    SELECT account_id, person_id, language, product, label, supply, price, {COSTS} AS costs,
        service_id
    FROM found WHERE (options = '' OR was IS NOT NULL) AND price <> {COSTS}
    ORDER BY language, account_id, product, label
"""


class Concerned(NamedTuple):
    """A service that a change is for. Prices are for a period, net of tax and discounts.

    person: who owns its account, if anybody does; language: blank where they have chosen none.
    """

    account: int
    person: int | None
    language: str
    product: str
    label: str
    supply: str
    price: int
    costs: int
    service: int


def concerned(change: PriceChange) -> list[Concerned]:
    """The services that a change is for whose customers are told of it when it says; by account.

    The change need not be stored. It is for those that had such terms at that moment, go on beyond
    its day and cost something else by it: not for whom an amount of their own is agreed that day.
    """
    assert change.told_at
    values: dict[str, Any] = {
        "product": change.product_id,
        "currency": change.currency,
        "months": change.months,
        "amount": change.amount,
        "starts": change.starts,
        "told": day_at(change.told_at),
        "told_at": change.told_at,
    }
    with connection.cursor() as cursor:
        cursor.execute(_CONCERNED, values)
        return [Concerned(*row) for row in cursor.fetchall()]


def prices_to_come(
    service: Service, *, since: datetime, at: datetime
) -> list[tuple[PriceChange, list[Concerned]]]:
    """The changes told from a moment on that are to come for a service, each with what it costs."""
    changed = PriceChange.objects.filter(
        product=service.offer_id, withdrawn_at=None, told_at__gte=since, starts__gt=day_at(at)
    )
    found = [(c, [each for each in concerned(c) if each.service == service.pk]) for c in changed]
    return [(change, own) for change, own in found if own]
