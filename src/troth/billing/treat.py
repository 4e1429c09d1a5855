"""How the lines that are staged are taxed: for each account and kind of supply, one answer."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache

from django.db import connection
from django.utils import translation
from django.utils.translation import gettext as _

from troth.billing.rate_locally import rate_locally
from troth.policy.parse import Policy
from troth.tax.ask_needed import ask_needed
from troth.tax.buyer import buyer_of
from troth.tax.checked import Checked
from troth.tax.decide import ApartError, Buyer, Rates, Seller, TaxError, Treatment, decide
from troth.tax.evidence import Evidence
from troth.tax.exemptions_of import exemptions_of
from troth.tax.places import place_of
from troth.tax.proofs_of import proofs_of
from troth.tax.rates import rates_on
from troth.tax.seller import seller

# What of a buyer decides the tax. Whether a number is valid, its last check says.
_BUYERS = """
    SELECT l.account_id, l.supply, l.supplied_on, a.country, a.postcode, a.region,
        a.company, a.tax_id, coalesce(nullif(p.language, ''), %s)
    FROM (SELECT DISTINCT account_id, supply, supplied_on FROM staged_line) l
    JOIN accounts_account a ON a.id = l.account_id
    LEFT JOIN accounts_membership m ON m.account_id = a.id AND m.role = 'owner'
    LEFT JOIN accounts_person p ON p.id = m.person_id
    ORDER BY l.account_id, l.supply, l.supplied_on
"""


# What is not subject to VAT goes with nothing else (EN 16931 BR-O-11).
_APART = """
    DELETE FROM staged_line l USING staged_treatment t
    WHERE t.category = 'O' AND (t.account_id, t.supply, t.supplied_on)
        = (l.account_id, l.supply, l.supplied_on)
    AND EXISTS (
        SELECT FROM staged_line o JOIN staged_treatment u USING (account_id, supply, supplied_on)
        WHERE (o.account_id, o.currency) = (l.account_id, l.currency) AND u.category <> 'O'
    )
    RETURNING l.account_id
"""


@dataclass(frozen=True)
class Untreated:
    """An account of which lines cannot be invoiced yet, and why."""

    account: int
    error: TaxError


def treat(policy: Policy, *, at: datetime) -> list[Untreated]:
    """Stage how the staged lines are taxed, in words of the language of who pays for them.

    Lines of accounts that cannot be taxed yet are taken out, and those that need an invoice of
    their own.
    """
    with connection.cursor() as cursor:
        cursor.execute(_BUYERS, [policy.tables.policy.language])
        buyers = cursor.fetchall()
    untreated: dict[int, Untreated] = {}
    treated = []
    known: dict[tuple[Hashable, ...], Treatment | TaxError] = {}
    rates: dict[date, Rates] = {}
    us = seller(policy)
    numbers = ask_needed({row[0]: (row[7], row[3]) for row in buyers}, at=at)
    exemptions = exemptions_of({row[0] for row in buyers})
    who = {}
    for account, supply, day, *where, company, tax_id, _language in buyers:
        number, exempt = numbers.get(account, Checked()), exemptions.get(account, ())
        country, postcode, region = where
        of_account = buyer_of(country, postcode, region, company, tax_id, number, exempt)
        who[account, supply, day] = of_account
    local = rate_locally(us, ((*key, buyer) for key, buyer in who.items()), at=at)
    for account, supply, day, country, postcode, region, _company, _tax_id, language in buyers:
        buyer = who[account, supply, day]
        if (account, day) in local:
            buyer = replace(buyer, local=local[account, day])
        place = place_of(country, postcode, region, goods=supply == "goods")
        of_buyer = (buyer.business, buyer.number, buyer.number_country, buyer.exemptions)
        alike = (place, supply, day, *of_buyer, buyer.local)
        answer = known.get(alike)
        if answer is None:
            if day not in rates:
                rates[day] = rates_on(day)
            answer = known[alike] = _answer(us, buyer, supply, day, rates[day])
        if isinstance(answer, TaxError):
            untreated[account] = Untreated(account, answer)
        else:
            treated.append((account, supply, day, language, answer))
    proved = _proved({account for account, *_, answer in treated if answer.residence}, untreated)
    _store(treated, list(untreated), numbers, proved)
    outside = any(answer.category == "O" for *_, answer in treated)
    return [*untreated.values(), *(_keep_apart() if outside else ())]


def _keep_apart() -> list[Untreated]:
    """Take out what is not subject to VAT where an invoice would bear something else as well: it
    waits for the next one, which it has to itself. Whose lines wait, each with why.
    """
    with connection.cursor() as cursor:
        cursor.execute(_APART)
        accounts = sorted({account for (account,) in cursor.fetchall()})
    why = _("What is not subject to VAT needs an invoice of its own, which is the next one.")
    return [Untreated(account, ApartError(why)) for account in accounts]


def _proved(accounts: set[int], untreated: dict[int, Untreated]) -> dict[int, Evidence]:
    """What proves where each lives; those of whom nothing does are untreated."""
    proved: dict[int, Evidence] = {}
    for account, proof in proofs_of(accounts).items():
        if isinstance(proof, TaxError):
            untreated[account] = Untreated(account, proof)
        else:
            proved[account] = proof
    return proved


def _answer(us: Seller, buyer: Buyer, supply: str, day: date, rates: Rates) -> Treatment | TaxError:
    try:
        return decide(us, buyer, supply, day, rates)  # type: ignore[arg-type]
    except TaxError as error:
        return error


def _store(
    treated: Iterable[tuple[int, str, date, str, Treatment]],
    untreated: list[int],
    numbers: Mapping[int, Checked],
    proved: Mapping[int, Evidence],
) -> None:
    words = cache(_words)
    with connection.cursor() as cursor:
        with cursor.copy("COPY staged_treatment FROM STDIN") as copy:
            for account, supply, day, language, t in treated:
                taxed = (t.category, t.rate, t.country, words(t, language), t.vatex)
                shown = numbers[account].proof if t.category == "AE" else ""
                if t.exemption:
                    shown = t.exemption.sealed
                elif t.residence and account in proved:
                    shown = proved[account].sealed
                shown = shown or f"billing address {t.country}"
                copy.write_row((account, supply, day, language, *taxed, shown))
        if untreated:
            cursor.execute("DELETE FROM staged_line WHERE account_id = ANY(%s)", [untreated])
            cursor.execute("DELETE FROM staged_treatment WHERE account_id = ANY(%s)", [untreated])


def _words(treatment: Treatment, language: str) -> str:
    with translation.override(language):
        return treatment.words
