"""The provider's own bank accounts: which there are, and which one invoices name."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST
from stdnum import bic, iban
from stdnum.exceptions import ValidationError as NumberError

from troth.billing.add_bank_account import add_bank_account
from troth.billing.choose_bank_account import choose_bank_account
from troth.billing.close_bank_account import close_bank_account
from troth.billing.models import BankAccount, account_for
from troth.billing.without_account import without_account
from troth.core.errors import TrothError
from troth.desk.access import desk_page
from troth.gates.form import Form
from troth.gates.inputs.currency import CurrencyField
from troth.gates.inputs.text import Line
from troth.portal.access import me
from troth.portal.done import done
from troth.portal.proof import proved


class BankAccountForm(Form):
    """An account of the provider's own."""

    holder = Line(label=gettext_lazy("Holder"), max_length=70)
    iban = Line(label=gettext_lazy("IBAN"), max_length=50)
    bic = Line(
        label=gettext_lazy("BIC"),
        help_text=gettext_lazy("Transfers from outside the European Union need it."),
        required=False,
        max_length=20,
    )
    currency = CurrencyField(
        label=gettext_lazy("Currency"),
        help_text=gettext_lazy("Three letters, such as EUR. It is for invoices in this currency."),
    )

    def clean_iban(self) -> str:
        """Without blanks, and with the check digits of its country."""
        try:
            return str(iban.validate(self.cleaned_data["iban"]))
        except NumberError:
            raise ValidationError(_("This is not an IBAN; please check each digit.")) from None

    def clean_bic(self) -> str:
        """Without blanks."""
        typed = self.cleaned_data["bic"]
        try:
            return str(bic.validate(typed)) if typed else ""
        except NumberError:
            raise ValidationError(_("This is not a BIC; a BIC has 8 or 11 characters.")) from None


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page("billing")
@proved(only_posts=True)
def bank_accounts(request: HttpRequest) -> HttpResponse:
    """Every account; a new one."""
    form = BankAccountForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            add_bank_account(**form.cleaned_data, by=me(request), at=timezone.now())
        except TrothError as refusal:
            form.add_error("iban", str(refusal))
        else:
            messages.success(request, _("The bank account is entered. The owners are told."))
            return redirect("bank_accounts")
    accounts = list(BankAccount.objects.order_by("currency", "pk"))
    named = {currency: account_for(currency) for currency in {each.currency for each in accounts}}
    context: dict[str, Any] = {
        "open": [
            (each, named[each.currency] == each) for each in accounts if each.closed_at is None
        ],
        "closed": [each for each in accounts if each.closed_at],
        "form": form,
        "without": without_account(),
    }
    return render(request, "billing/desk/bank_accounts.html", context)


@require_POST
@desk_page("billing")
@proved()
def choose(request: HttpRequest, number: int) -> HttpResponse:
    """Have invoices name an account."""
    chosen = get_object_or_404(BankAccount, pk=number)
    done(
        request,
        lambda: choose_bank_account(chosen, by=me(request), at=timezone.now()),
        _("Invoices now name this account. The owners are told."),
    )
    return redirect("bank_accounts")


@require_POST
@desk_page("billing")
@proved()
def close(request: HttpRequest, number: int) -> HttpResponse:
    """Use an account no longer."""
    close_bank_account(get_object_or_404(BankAccount, pk=number), by=me(request), at=timezone.now())
    messages.success(request, _("The bank account is closed. The owners are told."))
    return redirect("bank_accounts")
