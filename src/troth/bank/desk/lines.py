"""A line of the bank: whose payment it is, or why it is none."""

import re
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from troth.accounts.models import Account
from troth.bank.dismiss import dismiss
from troth.bank.models import BankLine, Why
from troth.bank.send_back import send_back
from troth.bank.settle import settle
from troth.bank.settle_collections import named_by, paid_by_debit, settle_return
from troth.bank.settle_refund import booked_refunds, settle_refund
from troth.bank.suggest import suggest
from troth.bank.undo import undo
from troth.billing.models import Invoice, Payment
from troth.billing.refund import left_of_payment
from troth.core.day import day, day_at
from troth.core.errors import TrothError
from troth.core.money import money
from troth.desk.access import desk_page
from troth.gates.form import Form
from troth.gates.inputs.text import Line
from troth.gates.read import may_read
from troth.portal.access import me
from troth.portal.done import done
from troth.publishing.running import policy_on
from troth.wall.enter import behind_desk

_LISTED = 50


class SettleForm(Form):
    """The invoices that a line pays; or the customer to whose credit it is."""

    invoices = Line(
        label=gettext_lazy("Invoices"),
        help_text=gettext_lazy("Their numbers, separated by spaces, in the order they are paid."),
        max_length=400,
        required=False,
    )
    account = forms.IntegerField(
        label=gettext_lazy("Or the account number"),
        help_text=gettext_lazy("The whole amount is then credited to the customer’s balance."),
        required=False,
        min_value=1,
        max_value=2**63 - 1,
    )

    def clean_invoices(self) -> list[Invoice]:
        """The invoices of these numbers, in their order."""
        numbers = list(dict.fromkeys(re.split(r"[\s,;]+", self.cleaned_data["invoices"].strip())))
        wanted = [number for number in numbers if number]
        every = Invoice.objects.filter(number__in=wanted, kind=Invoice.Kind.INVOICE)
        found = {invoice.number: invoice for invoice in every.select_related("account")}
        if missing := [number for number in wanted if number not in found]:
            raise ValidationError(
                _("There is no invoice %(number)s.") % {"number": missing[0][:40]}
            )
        return [found[number] for number in wanted]

    def clean_account(self) -> Account | None:
        """The account of this number."""
        number = self.cleaned_data["account"]
        found = Account.objects.filter(pk=number).first() if number else None
        if number and found is None:
            raise ValidationError(_("No account or person has this number or address."))
        return found


class OutForm(Form):
    """The refund that a line transfers, or the payment that went back by it."""

    payment = forms.ChoiceField(label=gettext_lazy("Which payment went back?"))

    def __init__(self, line: BankLine, data: Any = None) -> None:
        super().__init__(data)
        self.line = line
        stands = Q(refunded__taken_back_at=None)
        gone = Coalesce(Sum("refunded__amount", filter=stands), 0)
        came = (
            Payment.objects.filter(method="transfer", currency=line.currency)
            .annotate(left=F("amount") + gone)
            .filter(left__gte=-line.amount)
            .order_by("amount", "-received_at", "-pk")
        )
        found = [*booked_refunds(line).order_by("-pk")[:_LISTED], *came[:_LISTED]]
        # A direct debit that came back, also with what the bank takes for it in one amount.
        self.debit = named_by(line)
        payment = paid_by_debit(self.debit) if self.debit else None
        self.of_debit = (
            payment if payment and 0 < left_of_payment(payment) <= -line.amount else None
        )
        if self.of_debit:
            found.insert(0, self.of_debit)
        self.payments = {str(payment.pk): payment for payment in found}
        asked = self.fields["payment"]
        assert isinstance(asked, forms.ChoiceField)
        # What is entered here cannot be undone: nothing is chosen before somebody does.
        asked.choices = [("", "—")] + [
            (
                key,
                _("%(payment)s of %(amount)s, %(day)s")
                % {
                    "payment": each.called,
                    "amount": money(each.amount, each.currency),
                    "day": day(day_at(each.received_at)),
                },
            )
            for key, each in self.payments.items()
        ]

    def carry_out(self, *, at: datetime) -> None:
        """Settle the line. Raises TrothError."""
        chosen = self.payments[self.cleaned_data["payment"]]
        if self.debit and chosen == self.of_debit:
            settle_return(self.line, self.debit, at=at)
        else:
            (settle_refund if chosen.amount < 0 else send_back)(self.line, chosen, at=at)


class DismissForm(Form):
    """Why a line is no customer's payment."""

    why = forms.ChoiceField(label=gettext_lazy("Why is it not a customer’s payment?"))

    def __init__(self, line: BankLine) -> None:
        super().__init__()
        asked = self.fields["why"]
        assert isinstance(asked, forms.ChoiceField)
        may_be = (each for each in Why.choices if line.amount < 0 or each[0] != Why.OUTGOING)
        asked.choices = [("", "—"), *may_be]


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page("billing")
def line(request: HttpRequest, number: int) -> HttpResponse:
    """One line, with what it may be for; settled by a click on a suggestion, or by the form."""
    now = timezone.now()
    found = get_object_or_404(BankLine, pk=number)
    data = request.POST if request.method == "POST" else None
    form = SettleForm(data) if found.amount > 0 else OutForm(found, data)
    if form.is_valid():
        try:
            if isinstance(form, OutForm):
                form.carry_out(at=now)
            else:
                settle(found, at=now, **form.cleaned_data)
        except TrothError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Done and noted."))
            return redirect("desk_bank")
    with behind_desk(may_read(me(request), policy_on(now))):
        found = get_object_or_404(
            BankLine.objects.select_related("bank_account", "statement"), pk=number
        )
        waits = not (found.settled_at or found.dismissed_at)
        suggested = suggest([found])[found.pk] if waits and found.amount > 0 else []
    context = {
        "line": found,
        "waits": waits,
        "suggested": suggested,
        "form": form,
        "dismiss_form": DismissForm(found),
    }
    return render(request, "bank/desk/line.html", context)


@require_POST
@desk_page("billing")
def dismiss_line(request: HttpRequest, number: int) -> HttpResponse:
    """Take a line out of what waits."""
    found = get_object_or_404(BankLine, pk=number)
    why = request.POST.get("why", "")
    if done(request, lambda: dismiss(found, why, at=timezone.now()), _("Done and noted.")):
        return redirect("desk_bank")
    return redirect("bank_line", number)


@require_POST
@desk_page("billing")
def undo_line(request: HttpRequest, number: int) -> HttpResponse:
    """Let a line wait again."""
    found = get_object_or_404(BankLine, pk=number)
    said = _("Undone. The line is waiting again.")
    done(request, lambda: undo(found, at=timezone.now()), said)
    return redirect("bank_line", number)
