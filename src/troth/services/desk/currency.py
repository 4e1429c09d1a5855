"""The currency of an account, and what its services will cost in another one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from troth.accounts.models import Account
from troth.core.errors import TrothError
from troth.desk.access import desk_page
from troth.gates.form import Form
from troth.gates.inputs.currency import CurrencyField
from troth.portal.access import me
from troth.services.change_currency import change_currency, foresee_currency
from troth.services.desk.words import words_opened


class CurrencyForm(Form):
    """The currency that it is to be."""

    currency = CurrencyField(label=gettext_lazy("New currency"))


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page("billing")
def currency(request: HttpRequest, number: int) -> HttpResponseBase:
    """Show what a new currency comes to, and change it."""
    account = get_object_or_404(Account, pk=number)
    now = timezone.now()
    if to := words_opened(request, account):
        return to
    form = CurrencyForm(request.POST if request.method == "POST" else None)
    foreseen = None
    if form.is_valid():
        new = form.cleaned_data["currency"]
        try:
            if "agreed" in request.POST:
                change_currency(account, new, by=me(request), at=now)
                messages.success(request, _("The currency is changed, and the customer is told."))
                return redirect("customer", "account", number)
            foreseen = foresee_currency(account, new, at=now)
        except TrothError as refusal:
            form.add_error("currency", str(refusal))
    context = {"account": account, "form": form, "foreseen": foreseen}
    return render(request, "services/desk/currency.html", context)
