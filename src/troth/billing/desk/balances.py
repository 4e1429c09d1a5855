"""Money that pays nothing yet: what customers have to their credit, and what nobody claims."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from troth.billing.book_unclaimed import book_unclaimed
from troth.billing.models import Posting
from troth.billing.unclaimed import unclaimed
from troth.core.errors import TrothError
from troth.core.money import money
from troth.desk.access import desk_page
from troth.gates.form import Form
from troth.gates.inputs.amount import amount_of
from troth.gates.inputs.text import Line

LISTED = 200


class UnclaimedForm(Form):
    """What becomes of money that belongs to nobody any more."""

    balance = forms.ChoiceField(label=gettext_lazy("Balance"))
    amount = Line(
        label=gettext_lazy("Amount"),
        help_text=gettext_lazy("Leave empty for the whole amount."),
        max_length=40,
        required=False,
    )
    to = forms.ChoiceField(
        label=gettext_lazy("What becomes of it?"),
        choices=[
            ("income", gettext_lazy("It becomes income")),
            ("paid", gettext_lazy("It was paid out to whoever showed that it is theirs")),
        ],
    )
    reference = Line(
        label=gettext_lazy("Reference of the transfer"),
        help_text=gettext_lazy("Where it was paid out. Without a name."),
        max_length=140,
        required=False,
    )

    def __init__(self, left: dict[str, int], data: Any = None) -> None:
        super().__init__(data)
        asked = self.fields["balance"]
        assert isinstance(asked, forms.ChoiceField)
        # What is chosen is what was seen: whatever is booked meanwhile makes it another one.
        asked.choices = [(f"{of} {amount}", money(amount, of)) for of, amount in left.items()]
        asked.error_messages["invalid_choice"] = _(
            "Something has been entered in the meantime. Please look again."
        )

    def clean(self) -> dict[str, Any]:
        """The amount in the balance's currency; a reference for what was paid out, and no other."""
        typed = super().clean()
        if balance := typed.get("balance"):
            typed["currency"], seen = balance.split()
            typed["seen"] = int(seen)
            try:
                amount = typed.get("amount")
                typed["amount"] = amount_of(amount, typed["currency"]) if amount else None
            except ValidationError as error:
                self.add_error("amount", error)
        if typed.get("to") == "paid" and not typed.get("reference"):
            self.add_error("reference", _("Enter the reference it was paid out with."))
        if typed.get("to") == "income":
            typed["reference"] = ""
        return typed

    def carry_out(self, *, at: datetime) -> None:
        """Book it. Raises TrothError."""
        typed = self.cleaned_data
        book_unclaimed(
            typed["currency"],
            typed["amount"],
            seen=typed["seen"],
            at=at,
            reference=typed["reference"],
        )


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page("billing")
def balances(request: HttpRequest) -> HttpResponse:
    """Balances by account, the largest first, without a name; what nobody claims is booked here."""
    left = unclaimed()
    form = UnclaimedForm(left, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            form.carry_out(at=timezone.now())
        except TrothError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Done and noted."))
            return redirect("balances")
    waits = ~Q(part="")
    found = (
        Posting.objects.filter(ledger=Posting.Ledger.CREDIT, account__isnull=False)
        .order_by()
        .values_list("account", "currency")
        .annotate(sum=-Sum("amount"), aside=-Sum("amount", filter=waits, default=0))
        .filter(sum__gt=0)
        .order_by("-sum", "account")
    )
    rows = list(found[: LISTED + 1])
    context = {
        "balances": rows[:LISTED],
        "more": len(rows) > LISTED,
        "unclaimed": left,
        "form": form,
    }
    return render(request, "billing/desk/balances.html", context)
