"""Where a customer was found to live, and a form for what proves it."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from troth.accounts.models import Account
from troth.core.errors import TrothError
from troth.desk.access import desk_page
from troth.gates.form import Form
from troth.policy.countries import COUNTRIES, countries_by_name
from troth.portal.access import me
from troth.tax.enter_sign import enter_sign
from troth.tax.models import Sign


class ProofForm(Form):
    """The country that somebody has seen a proof of."""

    country = forms.ChoiceField(
        label=gettext_lazy("Country"),
        help_text=gettext_lazy("For example a letter from a bank or an authority."),
        choices=lambda: [("", _("Please choose")), *countries_by_name()],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page("billing")
def where(request: HttpRequest, number: int) -> HttpResponse:
    """What was noted, each with its day; one more proof."""
    account = get_object_or_404(Account.objects.only("pk"), pk=number)
    form = ProofForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            enter_sign(account, form.cleaned_data["country"], by=me(request), at=timezone.now())
        except TrothError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The proof has been entered."))
            return redirect("where", number)
    signs = Sign.objects.filter(account=account).order_by("kind")
    context = {
        "account": account,
        "form": form,
        "signs": [(sign, COUNTRIES.get(sign.country, sign.country)) for sign in signs],
    }
    return render(request, "tax/desk/where.html", context)
