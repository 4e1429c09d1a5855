"""Which services a change of price is for, and what each of them costs by it."""

from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

from troth.catalog.models import PriceChange
from troth.core.day import day_at
from troth.services.models import Service
from troth.services.own_price import HELD

# Whether a change `c` is of something that a term has: its product, or a choice that is chosen.
HAS = "(c.choice_id IS NULL OR {term}.choices ->> c.choice_id::text IS NOT NULL)"
# How many of it are in the price of one.
TIMES = "CASE WHEN c.choice_id IS NULL THEN 1 ELSE (t.choices ->> c.choice_id::text)::int END"
# What that part of the price of a term `t` was, for a change `c`: what an earlier change made it,
# else what new orders cost on its first day. A choice without a price is free.
WAS = """
    coalesce((
        SELECT e.amount FROM catalog_pricechange e
        WHERE e.product_id = c.product_id AND e.currency = c.currency
        AND e.choice_id IS NOT DISTINCT FROM c.choice_id
        AND e.months = c.months AND e.withdrawn_at IS NULL
        AND (t.priced_on IS NOT NULL OR e.told_at >= s.started_at)
        AND e.starts <= coalesce(t.priced_on, t.starts) ORDER BY e.starts DESC, e.id DESC LIMIT 1
    ), CASE WHEN c.choice_id IS NULL THEN (
        SELECT p.amount FROM catalog_price p
        WHERE p.product_id = c.product_id AND p.currency = c.currency
        AND p.months = c.months AND p.starts <= coalesce(t.priced_on, t.starts)
        ORDER BY p.starts DESC LIMIT 1
    ) ELSE coalesce((
        SELECT p.amount FROM catalog_choiceprice p
        WHERE p.choice_id = c.choice_id AND p.currency = c.currency
        AND p.months = c.months AND p.starts <= coalesce(t.priced_on, t.starts)
        ORDER BY p.starts DESC LIMIT 1
    ), 0) END)
"""
# What the term costs more by it, where that is known: all else that was agreed stays as it is.
IS_KNOWN = "(options = '' OR was IS NOT NULL)"
MORE = """
    CASE WHEN options = '' THEN quantity * amount - price
    ELSE quantity * times * (amount - was) END
"""
# What a term's product is called in the language of a person `p`, as `Copied.said` is: `o` is what
# the catalogue has of it.
SAID = """
    CASE WHEN t.product = o.name THEN coalesce(o.words #>> ARRAY[p.language, 'name'], o.name)
    ELSE t.product END
"""
_CONCERNED = f"""
    WITH found AS (
        SELECT s.account_id, m.person_id, coalesce(p.language, '') AS language, {SAID} AS product,
            s.label, t.supply, t.price, t.quantity, t.options, c.amount,
            {WAS} AS was, {TIMES} AS times, s.id AS service_id
        FROM (VALUES (
            %(product)s::bigint, %(choice)s::bigint, %(currency)s, %(months)s, %(amount)s::bigint
        )) AS c (product_id, choice_id, currency, months, amount)
        JOIN services_term t ON t.offer_id = c.product_id AND t.currency = c.currency
            AND t.months = c.months AND t.starts < %(starts)s AND t.starts <= %(told)s
            AND (t.until IS NULL OR t.until > %(told)s) AND {HAS.format(term="t")}
        JOIN services_service s ON s.id = t.service_id
        LEFT JOIN catalog_product o ON o.id = t.offer_id
        LEFT JOIN accounts_membership m ON m.account_id = s.account_id AND m.role = 'owner'
        LEFT JOIN accounts_person p ON p.id = m.person_id
        {HELD.format(day="%(starts)s::date")}
        WHERE s.started_at <= %(told_at)s AND s.ended_at IS NULL AND s.charged_through IS NOT NULL
        AND own.amount IS NULL
        AND NOT EXISTS (
            SELECT FROM services_cancellation x WHERE x.service_id = s.id
            AND x.taken_back_at IS NULL AND x.effective_on <= %(starts)s
        )
    ), costing AS (
        SELECT *, greatest(0, price + {MORE}) AS costs FROM found WHERE {IS_KNOWN}
    )
    SELECT account_id, person_id, language, product, label, supply, price, costs, service_id
    FROM costing WHERE price <> costs
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
        "choice": change.choice_id,
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
