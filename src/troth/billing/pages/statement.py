"""What was charged and paid, entry by entry, and what the account has to its credit."""

import csv

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from troth.accounts.models import Membership
from troth.billing.models import BankAccount, Posting
from troth.billing.owed import asides, balances, going_back
from troth.billing.statement import Line, statement
from troth.billing.top_up_reference import top_up_reference
from troth.core.money import major
from troth.portal.access import of_account


@require_safe
@of_account(Posting)
def account_statement(request: HttpRequest, membership: Membership) -> HttpResponse:
    """The entries of a year, the newest first; without one, of all years."""
    account = membership.account
    lines, years, year = _chosen(request, membership)
    banks = BankAccount.objects.filter(closed_at=None).order_by("currency", "pk")
    if account.currency:
        banks = banks.filter(currency=account.currency)
    context = {
        "account": account,
        "lines": lines[::-1],
        "years": years,
        "year": year,
        "balances": balances(account),
        "asides": asides(account),
        "going_back": going_back(account),
        "banks": [(bank, top_up_reference(account, bank)) for bank in banks],
    }
    return render(request, "billing/statement.html", context)


@require_safe
@of_account(Posting)
def statement_csv(request: HttpRequest, membership: Membership) -> HttpResponse:
    """The same for spreadsheets, the oldest first."""
    lines, _years, year = _chosen(request, membership)
    name = f"statement-{year}.csv" if year else "statement.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    made = HttpResponse(content_type="text/csv; charset=utf-8", headers=headers)
    writer = csv.writer(made)
    writer.writerow([_("Day"), _("Entry"), _("Documents"), _("Amount"), _("Owed"), _("Currency")])
    for line in lines:
        amounts = (major(line.amount, line.currency), major(line.after, line.currency))
        writer.writerow(
            [line.on.isoformat(), line.label, " ".join(line.documents), *amounts, line.currency]
        )
    return made


def _chosen(request: HttpRequest, membership: Membership) -> tuple[list[Line], list[int], int]:
    """The entries of the year in the address, every year that has any, and which it is, or 0."""
    every = statement(membership.account)
    years = sorted({line.on.year for line in every}, reverse=True)
    year = next((year for year in years if str(year) == request.GET.get("year")), 0)
    return [line for line in every if year in (0, line.on.year)], years, year
