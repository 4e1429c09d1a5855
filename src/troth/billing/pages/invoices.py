"""Invoices, and what has been paid for them."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote

from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from troth.accounts.models import Account, Membership
from troth.billing.files import file, for_authority, for_peppol
from troth.billing.models import Invoice, Posting, Transaction, account_for
from troth.billing.owed import aside, at_hand
from troth.billing.use_balance import use_balance
from troth.core.day import day, day_at
from troth.core.errors import TrothError
from troth.core.written_once import Given, written_once
from troth.einvoice.epc import epc, on_page
from troth.policy.countries import COUNTRIES
from troth.portal.access import of_account
from troth.portal.done import done
from troth.portal.paging import listing
from troth.publishing.running import policy_on

logger = logging.getLogger(__name__)

_METHODS = {
    "card": gettext_lazy("Card"),
    "transfer": gettext_lazy("Bank transfer"),
    "wallet": gettext_lazy("Wallet"),
    "cash": gettext_lazy("Cash"),
    "cheque": gettext_lazy("Cheque"),
}
SHOWN = {
    "open": Q(owed__gt=0),
    "paid": Q(owed__lte=0, kind=Invoice.Kind.INVOICE),
    "credit-notes": Q(kind=Invoice.Kind.CREDIT_NOTE),
}


@dataclass(frozen=True)
class Standing:
    """How an invoice stands, in words. `kind` is paid, due or overdue."""

    kind: str
    words: str


class Filters(forms.Form):
    """Which invoices are listed; without any choice, all of them."""

    show = forms.ChoiceField(
        label=gettext_lazy("Show"),
        required=False,
        choices=[
            ("", gettext_lazy("All")),
            ("open", gettext_lazy("To pay")),
            ("paid", gettext_lazy("Paid")),
            ("credit-notes", gettext_lazy("Credit notes")),
        ],
    )
    year = forms.ChoiceField(label=gettext_lazy("Year"), required=False)

    def __init__(self, years: Iterable[int], data: Any = None) -> None:
        super().__init__(data)
        asked = self.fields["year"]
        assert isinstance(asked, forms.ChoiceField)
        asked.choices = [("", gettext_lazy("All years")), *((str(y), str(y)) for y in years)]

    @property
    def chosen(self) -> dict[str, str]:
        """What was chosen, but for choices that there are not."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def condition(self) -> Q:
        """The filter as a condition on invoices `with_standing`."""
        chosen = self.chosen
        test = SHOWN.get(chosen.get("show", ""), Q())
        if year := chosen.get("year"):
            test &= Q(issued_at__year=int(year))
        return test


@require_safe
@of_account(Invoice)
def invoices(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Invoices, each with how it stands."""
    account, today = membership.account, day_at(timezone.now())
    years = [day.year for day in account.invoices.dates("issued_at", "year", order="DESC")]
    filters = Filters(years, request.GET)
    every = account.invoices.with_standing().filter(filters.condition())
    found = listing(request, every, by="issued_at", search=("number",))
    rows = [(invoice, standing(invoice, on=today)) for invoice in found.rows]
    context = {
        "account": account,
        "listing": found,
        "invoices": rows,
        "filters": filters,
        "owns": membership.role == Membership.Role.OWNER,
    }
    return render(request, "billing/invoices.html", context)


@require_safe
@of_account(Invoice)
def invoice(request: HttpRequest, membership: Membership, number: int) -> HttpResponse:
    """One invoice as it was issued, and the payments for it."""
    account = membership.account
    if not (ours := _with_standing(account=account.pk, number=number)):
        raise Http404
    found: Any = ours[0]
    said = found.postings.filter(account=account, ledger=Posting.Ledger.RECEIVABLE)
    said = said.exclude(transaction__kind=Transaction.Kind.INVOICE)
    bank = account_for(found.currency) if found.owed > 0 else None
    reference = found.payment_reference or found.number
    has = at_hand(account, found.currency)
    usable = min(has, found.owed)
    context = {
        "account": account,
        "invoice": found,
        "standing": standing(found, on=day_at(timezone.now())),
        "for_authority": for_authority(found),
        "for_peppol": for_peppol(found),
        "party_country": COUNTRIES.get(found.party_country, found.party_country),
        "lines": list(found.lines.order_by("position", "pk")),
        "taxes": found.taxes.order_by("-rate", "pk"),
        "entries": [
            (
                -posting.amount,
                posting.transaction,
                posting.payment and in_words(posting.payment.method),
            )
            + (posting.payment,)
            for posting in said.select_related("payment", "transaction").order_by("pk")
        ],
        "remains": found.owed,
        "bank": bank,
        "reference": reference,
        "code": bank
        and on_page(epc(bank.holder, bank.iban, found.owed, found.currency, reference, bank.bic)),
        "usable": usable,
        "from_aside": usable - (has - aside(account, found.currency)),
        "credit_notes": list(found.credit_notes.order_by("pk")),
    }
    return render(request, "billing/invoice.html", context)


@written_once
def _with_standing() -> QuerySet[Invoice]:
    invoices: QuerySet[Invoice] = Invoice.objects.with_standing()
    return invoices.filter(account=Given("account"), pk=Given("number"))


@require_POST
@of_account(Invoice)
def pay_from_balance(request: HttpRequest, membership: Membership, number: int) -> HttpResponse:
    """Pay an invoice with what the account has to its credit. The same click twice pays once."""
    found = get_object_or_404(membership.account.invoices, pk=number)
    done(
        request,
        lambda: use_balance(found, at=timezone.now(), by_customer=True),
        _("Your balance has been used."),
    )
    return redirect("invoice", membership.account_id, number)


@require_safe
@of_account(Invoice)
def invoice_file(
    request: HttpRequest, membership: Membership, number: int, kind: str
) -> HttpResponse:
    """The document as a PDF, or as XML: for programs (CII), authorities in Germany or Peppol;
    made when it is asked for.
    """
    found = get_object_or_404(membership.account.invoices, pk=number)
    return file_of(request, found, kind) or redirect("invoice", membership.account_id, number)


def file_of(request: HttpRequest, invoice: Invoice, kind: str) -> HttpResponse | None:
    """The file to be stored; None, with a message to whoever asks, where it cannot be made."""
    try:
        made = file(invoice, kind)
    except Exception as trouble:  # whatever makes documents: fonts, the disk, a library
        why = trouble if isinstance(trouble, TrothError) else type(trouble).__name__
        logger.warning("an invoice could not be made as %s: %s", kind, why)
        messages.error(
            request,
            _("This file cannot be made at the moment. Print the page, or try again later."),
        )
        return None
    headers = {"Content-Disposition": f'attachment; filename="{quote(made.name)}"'}
    return HttpResponse(made.content, content_type=made.content_type, headers=headers)


def unpaid(account: Account | Given) -> QuerySet[Invoice]:
    """The account's invoices that something is still to be paid for."""
    return Invoice.objects.filter(account=account).with_standing().filter(owed__gt=0)


def standing(invoice: Any, *, on: date) -> Standing:
    """How an invoice, found `with_standing`, stands on a day."""
    if invoice.kind == Invoice.Kind.CREDIT_NOTE:
        return Standing("paid", _("Credited"))
    if invoice.owed <= 0:
        if invoice.settled_on is None:
            return Standing("paid", _("Nothing to pay"))
        words = {
            Transaction.Kind.WRITE_OFF: _("Written off on %(day)s"),
            Transaction.Kind.CREDIT_NOTE: _("Credited on %(day)s"),
        }.get(invoice.settled_by, _("Paid on %(day)s"))
        return Standing("paid", words % {"day": day(invoice.settled_on)})
    if invoice.due_on is None:
        return Standing("due", _("Not paid yet"))
    if invoice.due_on < on:
        return Standing("overdue", _("Overdue since %(day)s") % {"day": day(invoice.due_on)})
    return Standing("due", _("To be paid by %(day)s") % {"day": day(invoice.due_on)})


def in_words(method: str) -> str:
    """The way that a payment came, in words; a gateway is called what the policy calls it."""
    if method in _METHODS:
        return str(_METHODS[method])
    policy = policy_on(timezone.now())
    rule = policy.tables.share.get(method) if policy else None
    return rule.name if rule else method
