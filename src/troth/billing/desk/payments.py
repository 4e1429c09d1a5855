"""Payments of all customers, by period and method; they and the invoices as CSV for accountants."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from troth.billing.models import InvoiceTax, Payment, Posting
from troth.billing.pages.invoices import in_words
from troth.core.day import day_at, start_of
from troth.core.money import major
from troth.core.percent import of_hundred
from troth.desk.access import desk_page
from troth.gates.inputs.day import DayInput

LISTED = 100
_LATELY = timedelta(days=30)
_CHUNK = 2_000


class _DayField(forms.DateField):
    """A day that has others before and after it."""

    widget = DayInput()

    def __init__(self, **more: Any) -> None:
        first, last = date(1970, 1, 1), date(2999, 12, 31)
        super().__init__(validators=[MinValueValidator(first), MaxValueValidator(last)], **more)


class Filters(forms.Form):
    """Of which days, both included, and which of them."""

    since = _DayField(label=gettext_lazy("From"))
    until = _DayField(label=gettext_lazy("Until"))
    method = forms.ChoiceField(label=gettext_lazy("Method"), required=False)
    way = forms.ChoiceField(
        label=gettext_lazy("Which"),
        choices=[
            ("", gettext_lazy("all of them")),
            ("in", gettext_lazy("received")),
            ("out", gettext_lazy("paid back")),
        ],
        required=False,
    )

    def __init__(self, today: date, data: Any) -> None:
        lately = {"since": (today - _LATELY).isoformat(), "until": today.isoformat()}
        super().__init__(data if "since" in data else lately)
        methods = Posting.objects.filter(ledger=Posting.Ledger.CASH).order_by("part")
        asked = self.fields["method"]
        assert isinstance(asked, forms.ChoiceField)
        every = methods.values_list("part", flat=True).distinct()
        asked.choices = [("", _("every method")), *((each, in_words(each)) for each in every)]

    def payments(self) -> QuerySet[Payment]:
        """The newest first, each with what of it went to the customer's credit, as `credit`."""
        chosen = self.cleaned_data
        found = Payment.objects.filter(
            received_at__gte=start_of(chosen["since"]),
            received_at__lt=start_of(chosen["until"] + timedelta(days=1)),
            taken_back_at=None,
        )
        if chosen["method"]:
            found = found.filter(method=chosen["method"])
        if chosen["way"]:
            found = found.filter(**{"amount__gt" if chosen["way"] == "in" else "amount__lt": 0})
        credit = Posting.objects.filter(payment=OuterRef("pk"), ledger=Posting.Ledger.CREDIT)
        summed = credit.order_by().values("payment").annotate(sum=-Sum("amount")).values("sum")
        found = found.annotate(credit=Coalesce(Subquery(summed), 0))
        return found.order_by("-received_at", "-pk")

    def taxes(self) -> QuerySet[InvoiceTax]:
        """Invoices and credit notes by their taxes, in their order."""
        chosen = self.cleaned_data
        return (
            InvoiceTax.objects.filter(
                invoice__issued_at__gte=start_of(chosen["since"]),
                invoice__issued_at__lt=start_of(chosen["until"] + timedelta(days=1)),
            )
            .select_related("invoice")
            .order_by("invoice__issued_at", "invoice", "pk")
        )


@require_safe
@desk_page("billing")
def payments(request: HttpRequest) -> HttpResponse:
    """Payments without a name; with `csv` in the address, they or the invoices as a file."""
    filters = Filters(day_at(timezone.now()), request.GET)
    chosen = filters.is_valid()
    if chosen and request.GET.get("csv") == "payments":
        return _file("payments", _payment_rows(filters.payments()))
    if chosen and request.GET.get("csv") == "invoices":
        return _file("invoices", _invoice_rows(filters.taxes()))
    rows = list(filters.payments()[: LISTED + 1]) if chosen else []
    context = {
        "filters": filters,
        "query": {key: filters[key].value() or "" for key in filters.fields},
        "payments": [(each, in_words(each.method)) for each in rows[:LISTED]],
        "more": len(rows) > LISTED,
    }
    return render(request, "billing/desk/payments.html", context)


def _payment_rows(found: QuerySet[Payment]) -> Iterator[Iterable[object]]:
    yield ("payment", "day", "account", "method", "amount", "to credit", "currency", "pays back")
    columns = ("pk", "received_at", "account", "method", "amount", "credit", "currency", "refunds")
    for row in found.values_list(*columns).iterator(chunk_size=_CHUNK):
        number, at, account, method, amount, credit, currency, refunds = row
        amounts = (major(amount, currency), major(credit, currency))
        yield (number, day_at(at), account or "", method, *amounts, currency, refunds or "")


def _invoice_rows(found: QuerySet[InvoiceTax]) -> Iterator[Iterable[object]]:
    yield (
        *("number", "kind", "day", "due", "account", "country", "tax category", "tax rate"),
        *("tax country", "net", "tax", "currency"),
    )
    for each in found.iterator(chunk_size=_CHUNK):
        invoice = each.invoice
        sign = 1 if invoice.kind == invoice.Kind.INVOICE else -1
        amounts = (major(sign * amount, invoice.currency) for amount in (each.base, each.amount))
        yield (
            *(invoice.number, invoice.kind, day_at(invoice.issued_at), invoice.due_on or ""),
            *(invoice.account_id or "", invoice.party_country),
            *(each.category, of_hundred(each.rate), each.country),
            *amounts,
            invoice.currency,
        )


def _file(name: str, rows: Iterable[Iterable[object]]) -> HttpResponse:
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    csv.writer(answer).writerows(rows)
    return answer
