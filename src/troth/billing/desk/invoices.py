"""Invoices and credit notes of all customers, and what has become of each."""

from datetime import date

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from troth.billing.desk.acts import ACTS, OnInvoice
from troth.billing.files import for_authority, for_peppol
from troth.billing.mail_invoices import mail_invoices
from troth.billing.models import Invoice
from troth.billing.owed import balances
from troth.billing.pages.invoices import SHOWN, file_of, standing
from troth.core.day import day_at
from troth.core.flag import Flag
from troth.desk.access import desk_page
from troth.desk.reason import opened
from troth.gates.read import may_read
from troth.messaging.delivery import delivery
from troth.messaging.models import Message
from troth.policy.countries import COUNTRIES
from troth.portal.access import me
from troth.portal.paging import listing
from troth.publishing.running import policy_on
from troth.tax.evidence import in_words
from troth.wall.enter import behind_desk


class Filters(forms.Form):
    """Which documents are listed; without any choice, all of them."""

    show = forms.ChoiceField(
        label=gettext_lazy("Show"),
        required=False,
        choices=[
            ("", gettext_lazy("All")),
            ("open", gettext_lazy("To pay")),
            ("overdue", gettext_lazy("Overdue")),
            ("paid", gettext_lazy("Paid")),
            ("credit-notes", gettext_lazy("Credit notes")),
        ],
    )

    q = forms.CharField(label=gettext_lazy("Number"), required=False, max_length=100)

    def condition(self, today: date) -> Q:
        """The choice as a condition on invoices `with_standing`; none for one that there is not."""
        self.is_valid()
        show = self.cleaned_data.get("show", "")
        overdue = SHOWN["open"] & Q(due_on__lt=today)
        return overdue if show == "overdue" else SHOWN.get(show, Q())


@require_safe
@desk_page("billing")
def invoices(request: HttpRequest) -> HttpResponse:
    """Those of a state, the newest first, a page at a time. No name is shown."""
    today, filters = day_at(timezone.now()), Filters(request.GET)
    every = Invoice.objects.with_standing().filter(filters.condition(today))
    found = listing(request, every, by="issued_at", search=("number",))
    rows = [(each, standing(each, on=today)) for each in found.rows]
    context = {"listing": found, "invoices": rows, "filters": filters}
    return render(request, "billing/desk/invoices.html", context)


@require_safe
@desk_page("billing")
def invoice(request: HttpRequest, number: int) -> HttpResponseBase:
    """One as it was issued, as far as the role reads it, and all that became of it."""
    now = timezone.now()
    found = get_object_or_404(Invoice.objects.select_related("account"), pk=number)
    reads = may_read(me(request), policy_on(now))
    if found.account and (to := opened(request, found.account, reads & {"billing"})):
        return to
    with behind_desk(reads):
        row = get_object_or_404(Invoice.objects.with_standing(), pk=number)
        lines = list(row.lines.order_by("position", "pk"))
        taxes = list(row.taxes.order_by("-rate", "pk"))
        postings = list(row.postings.select_related("transaction").order_by("pk"))
        steps = list(row.reminders.order_by("at", "pk"))
        notes = list(row.credit_notes.order_by("pk"))
        original = row.original
    there = set()
    if found.account and row.kind == Invoice.Kind.INVOICE:
        there |= {"invoice"} if sum(each.total for each in notes) < row.total else set()
        there |= {"owed"} if row.owed > 0 else set()
        there |= {"balance"} if balances(found.account).get(row.currency) else set()
    context = {
        "kind": "account",
        "subject": found.account,
        "invoice": row,
        "standing": standing(row, on=day_at(now)),
        "original": original,
        "credit_notes": notes,
        "evidence": in_words(row.evidence),
        "party_country": COUNTRIES.get(row.party_country, row.party_country),
        "lines": lines,
        "taxes": taxes,
        "postings": postings,
        "steps": steps,
        "mails": _mails(found),
        "reads": "billing" in reads,
        "for_authority": for_authority(row),
        "for_peppol": for_peppol(row),
        "acts": [
            (name, act.title)
            for name, act in ACTS.items()
            if issubclass(act, OnInvoice) and act.needs <= there
        ],
    }
    return render(request, "billing/desk/invoice.html", context)


def _mails(invoice: Invoice) -> list[tuple[Message, Flag]]:
    """What its customer was mailed about it, which leads to its page, and how far it has come."""
    page = reverse("invoice", args=[invoice.account_id or 0, invoice.pk])
    about = Message.objects.filter(account=invoice.account_id, body__contains=page)
    told = about.defer("body").order_by("created_at", "pk") if invoice.account_id else []
    return [(each, delivery(each)) for each in told]


@require_safe
@desk_page("billing")
def invoice_file(request: HttpRequest, number: int, kind: str) -> HttpResponseBase:
    """The document as its customer gets it."""
    found = get_object_or_404(Invoice.objects.select_related("account"), pk=number)
    if "billing" not in may_read(me(request), policy_on(timezone.now())):
        raise PermissionDenied
    if found.account and (to := opened(request, found.account, {"billing"})):
        return to
    return file_of(request, found, kind) or redirect("desk_invoice", number)


@require_POST
@desk_page("billing")
def mail_again(request: HttpRequest, number: int) -> HttpResponse:
    """Tell its customer of it once more, with what is owed of it now."""
    found = get_object_or_404(Invoice, pk=number)
    if mail_invoices([found.pk], at=timezone.now()):
        messages.success(request, _("It is being mailed again."))
    else:
        messages.error(request, _("There is nobody we may write to about it."))
    return redirect("desk_invoice", number)
