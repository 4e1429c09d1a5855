"""How the lines that are staged are taxed: for each account and kind of supply, one answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from troth.billing.seller import seller
from troth.core.day import day_at
from troth.policy.parse import Policy
from troth.tax.decide import Buyer, Number, Rates, TaxError, Treatment, decide
from troth.tax.rates import rates_on

# What of a buyer decides the tax. Whether a number is valid, its last check says.
_BUYERS = """
    SELECT DISTINCT l.account_id, l.supply, l.supplied_on, a.country, a.postcode, a.region,
        a.company <> '' OR a.tax_id <> '', a.tax_id
    FROM staged_line l JOIN accounts_account a ON a.id = l.account_id
"""


@dataclass(frozen=True)
class Untreated:
    """An account whose lines cannot be taxed yet, and why."""

    account: int
    error: TaxError


def treat(policy: Policy, *, at: datetime) -> list[Untreated]:
    """Stage how the staged lines are taxed; lines of accounts that cannot be yet are taken out."""
    with connection.cursor() as cursor:
        cursor.execute(_BUYERS)
        buyers = cursor.fetchall()
    untreated, treated = [], []
    known: dict[tuple[Buyer, str, date], Treatment | TaxError] = {}
    rates: dict[date, Rates] = {}
    numbers = checked(row[0] for row in buyers if row[7])
    for account, supply, supplied_on, country, postcode, region, business, _tax_id in buyers:
        day = supplied_on or day_at(at)
        buyer = Buyer(
            country=country,
            postcode=postcode,
            region=region,
            business=business,
            number=numbers.get(account, "none"),
        )
        answer = known.get((buyer, supply, day))
        if answer is None:
            if day not in rates:
                rates[day] = rates_on(day)
            answer = _answer(policy, buyer, supply, day, rates[day])
            known[buyer, supply, day] = answer
        if isinstance(answer, TaxError):
            untreated.append(Untreated(account, answer))
        else:
            treated.append((account, supply, answer))
    _store(treated, untreated)
    return untreated


def _answer(
    policy: Policy, buyer: Buyer, supply: str, day: date, rates: Rates
) -> Treatment | TaxError:
    try:
        return decide(seller(policy), buyer, supply, day, rates)  # type: ignore[arg-type]
    except TaxError as error:
        return error


def _store(treated: Iterable[tuple[int, str, Treatment]], untreated: list[Untreated]) -> None:
    with connection.cursor() as cursor:
        with cursor.copy("COPY staged_treatment FROM STDIN") as copy:
            for account, supply, t in treated:
                evidence = f"billing address {t.country}"
                copy.write_row(
                    (account, supply, t.category, t.rate, t.country, t.words, t.vatex, evidence)
                )
        if untreated:
            gone = [each.account for each in untreated]
            cursor.execute("DELETE FROM staged_line WHERE account_id = ANY(%s)", [gone])
            cursor.execute("DELETE FROM staged_treatment WHERE account_id = ANY(%s)", [gone])


def checked(accounts: Iterable[int]) -> dict[int, Number]:
    """Of accounts with a VAT number, whether it has been checked."""
    return dict.fromkeys(accounts, "none")
