"""Charge the services of some accounts for the periods that are due, by few statements for all."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from troth.billing.models import InvoiceLine
from troth.core.day import day
from troth.core.provider import provider
from troth.publishing.running import policy_on
from troth.services.concerned import HAS, IS_KNOWN, MORE, SAID, TIMES, WAS
from troth.services.due import DUE, ENDS, TERM, begun_by, due_on
from troth.services.own_price import DISCOUNT, HELD, PRICE, Pays

# A change of price is for who was told: whose service had those terms at that moment, here or in
# the account that it came from, or ended then and was taken up again. It comes with the first
# period after its day, and those of a product and of its choices come together.
_TOLD = "(c.told_at AT TIME ZONE %(zone)s)::date"
_REPRICE = f"""
    WITH latest AS (
        SELECT DISTINCT ON (t.id, c.choice_id) t.*, s.charged_through AS since, c.amount,
            {WAS} AS was, {TIMES} AS times
        FROM catalog_pricechange c JOIN services_term t
            ON t.offer_id = c.product_id AND t.currency = c.currency AND t.months = c.months
            AND {HAS.format(term="t")}
        JOIN services_service s ON {TERM}
        WHERE s.account_id = ANY(%(accounts)s) AND {DUE}
        AND c.withdrawn_at IS NULL
        AND c.starts > coalesce(t.priced_on, t.starts) AND c.starts <= s.charged_through
        AND (t.priced_on < {_TOLD} OR s.started_at <= c.told_at AND EXISTS (
            SELECT FROM services_term had
            WHERE had.service_id = s.id AND had.offer_id = c.product_id
            AND had.currency = c.currency AND had.months = c.months AND {HAS.format(term="had")}
            AND had.starts <= {_TOLD} AND (had.until IS NULL OR had.until > {_TOLD})
        ))
        ORDER BY t.id, c.choice_id, c.starts DESC, c.id DESC
    ), changed AS (
        SELECT id, since, greatest(0, price + sum({MORE}))::bigint AS now_costs
        FROM latest WHERE {IS_KNOWN} GROUP BY id, since, price
    ), ended AS (
        UPDATE services_term t SET until = changed.since FROM changed WHERE t.id = changed.id
        RETURNING t.id
    ), priced AS (
        SELECT t.*, changed.since, changed.now_costs
        FROM changed JOIN ended USING (id) JOIN services_term t USING (id)
    )
    INSERT INTO services_term
    (account_id, service_id, offer_id, product, options, choices, supply, quantity, months,
     currency, price, discount, discounts, starts, until)
    SELECT account_id, service_id, offer_id, product, options, choices, supply, quantity, months,
        currency, now_costs, least(discount, now_costs),
        CASE WHEN discounts IS NOT NULL THEN greatest(discounts - (
            SELECT count(*) FROM services_charge h WHERE h.service_id = priced.service_id
            AND h.reason = 'period' AND h.starts >= priced.starts
        ), 0) END, since, until
    FROM priced
"""
# The discount of a term is for so many periods, if not for all.
_OFF = DISCOUNT.format(
    otherwise="""
    CASE WHEN t.discount = 0 OR t.discounts IS NULL OR t.discounts > (
        SELECT count(*) FROM services_charge h
        WHERE h.service_id = s.id AND h.reason = 'period' AND h.starts >= t.starts
    ) THEN t.discount ELSE 0 END"""
)
_CHARGED = """
    UPDATE services_service s SET charged_through = d.day
    FROM unnest(%(services)s::bigint[], %(days)s::date[]) AS d (id, day)
    WHERE s.id = d.id RETURNING s.account_id
"""
_COSTS_ON = f"""
    SELECT s.id, {PRICE}, {_OFF}, own.amount IS NOT NULL OR own.percent IS NOT NULL
    FROM services_service s JOIN services_term t ON {TERM} {HELD.format(day="s.charged_through")}
    WHERE s.id = ANY(%(services)s)
"""
_PERIODS = f"""
    CREATE TEMPORARY TABLE due_period ON COMMIT DROP AS
    SELECT s.id AS service_id, s.account_id, s.charged_through AS starts, {ENDS} AS ends,
        {SAID} || CASE WHEN s.label = '' THEN '' ELSE ', ' || s.label END AS name,
        t.product, t.supply, t.currency, coalesce(nullif(p.language, ''), %(language)s) AS language,
        CASE WHEN {PRICE} %% t.quantity = 0 THEN t.quantity ELSE 1 END AS quantity,
        CASE WHEN {PRICE} %% t.quantity = 0 THEN {PRICE} / t.quantity ELSE {PRICE} END AS price,
        {_OFF} AS discount
    FROM services_service s JOIN services_term t ON {TERM} {HELD.format(day="s.charged_through")}
    LEFT JOIN catalog_product o ON o.id = t.offer_id
    LEFT JOIN accounts_membership m ON m.account_id = s.account_id AND m.role = 'owner'
    LEFT JOIN accounts_person p ON p.id = m.person_id
    WHERE s.account_id = ANY(%(accounts)s) AND {DUE}
"""
# The conditional claim: whoever has charged a service meanwhile has moved it on. Each charge names
# the line that it becomes, and is staged as that one.
_CHARGE = f"""
    WITH claimed AS (
        UPDATE services_service s SET charged_through = d.ends
        FROM due_period d WHERE s.id = d.service_id AND s.charged_through = d.starts
        RETURNING s.id
    ), charged AS (
        INSERT INTO services_charge
        (account_id, service_id, reason, starts, ends, product, description, supply, quantity,
         currency, price, discount, amount, made_at, line_id)
        SELECT d.account_id, d.service_id, 'period', d.starts, d.ends, d.product,
            left(d.name, 300 - length(w.words) - 2) || ', ' || w.words, d.supply, d.quantity,
            d.currency, d.price, d.discount, d.quantity * d.price - d.discount, %(at)s,
            nextval((
                SELECT pg_get_serial_sequence('{InvoiceLine._meta.db_table}', 'id')::regclass
            ))
        FROM due_period d JOIN claimed ON claimed.id = d.service_id
        JOIN unnest(%(languages)s::text[], %(starts)s::date[], %(ends)s::date[], %(words)s::text[])
            AS w (language, starts, ends, words) USING (language, starts, ends)
        ORDER BY d.service_id
        ON CONFLICT (service_id, reason, starts) WHERE reason IN ('period', 'set-up') DO NOTHING
        RETURNING *
    )
    INSERT INTO staged_line
    (id, account_id, currency, position, product, description, supply, quantity, price, discount,
     amount, starts, ends, source, supplied_on)
    SELECT line_id, account_id, currency, service_id, product, description, supply, quantity, price,
        discount, amount, starts, ends, id, starts
    FROM charged
"""


def reprice(accounts: list[int], *, until: date) -> None:
    """Have what is agreed cost what was told of, for periods that begin by a day and are due.

    Whoever calls has locked the accounts.
    """
    with connection.cursor() as cursor:
        cursor.execute(_REPRICE, begun_by(until) | {"accounts": accounts, "zone": _zone()})


def costs_on(days: Mapping[int, date]) -> dict[int, Pays]:
    """What the period of each service that begins on its day costs, by the service's key: by what
    is agreed, and by what customers were told of. Nothing is changed.
    """
    if not days:
        return {}
    values: dict[str, Any] = {"services": [*days], "days": [*days.values()]}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_CHARGED, values)
        reprice([account for (account,) in cursor.fetchall()], until=max(days.values()))
        cursor.execute(_COSTS_ON, values)
        found = {key: Pays(*pays) for key, *pays in cursor.fetchall()}
        transaction.set_rollback(True)
    return found


def charge_due(accounts: list[int], *, on: date, at: datetime) -> None:
    """Charge every period that is due on a day, one after the other where some were missed; and
    stage the lines of invoices that these are.

    Whoever calls has locked the accounts.
    """
    values = due_on(on) | {
        "accounts": accounts,
        "zone": _zone(),
        "language": policy_on(at).tables.policy.language,
        "at": at,
    }
    while _charge_next(values):
        pass


def _zone() -> str:
    """Where the days begin on which customers were told."""
    return str(provider().time_zone)


def _charge_next(values: dict[str, Any]) -> bool:
    """Charge each service for the next period that is due; whether any is due again."""
    with connection.cursor() as cursor:
        cursor.execute(_REPRICE, values)
        cursor.execute("DROP TABLE IF EXISTS due_period")
        cursor.execute(_PERIODS, values)
        if not cursor.rowcount:
            return False
        cursor.execute("SELECT DISTINCT language, starts, ends FROM due_period")
        periods = [(*period, _days(*period)) for period in cursor.fetchall()]
        columns = [list(column) for column in zip(*periods, strict=True)]
        names = ("languages", "starts", "ends", "words")
        cursor.execute(_CHARGE, values | dict(zip(names, columns, strict=True)))
        return any(ends <= values["until"] for _language, _starts, ends, _words in periods)


def _days(language: str, starts: date, ends: date) -> str:
    """`1 July 2026 to 31 July 2026`."""
    with translation.override(language):
        last = ends - timedelta(days=1)
        return _("%(first)s to %(last)s") % {"first": day(starts), "last": day(last)}
