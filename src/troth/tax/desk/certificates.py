"""By which certificates a customer is exempt from tax; those that end soon; one more, one less."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from troth.accounts.models import Account
from troth.core.day import day_at
from troth.core.errors import TrothError
from troth.desk.access import desk_page, reads
from troth.desk.reason import opened
from troth.gates.form import Form
from troth.gates.inputs.day import DayInput
from troth.gates.inputs.text import Line
from troth.gates.read import may_read
from troth.portal.access import me
from troth.publishing.running import policy_on
from troth.tax.desk.place import PlaceLine
from troth.tax.enter_certificate import enter_certificate
from troth.tax.exemption import Exemption
from troth.tax.expiring import expiring
from troth.tax.models import Certificate
from troth.tax.take_back_certificate import take_back_certificate
from troth.wall.enter import behind_desk

LISTED = 100


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=DayInput())


class CertificateForm(Form):
    """What a certificate says, and the law for the invoice."""

    kind = forms.ChoiceField(label=gettext_lazy("Who is exempt?"), choices=Certificate.Kind.choices)
    place = PlaceLine(max_length=6)
    number = Line(label=gettext_lazy("Number of the certificate"), max_length=40)
    since = _day(gettext_lazy("Valid from"))
    until = _day(gettext_lazy("Valid until"))
    law = Line(
        label=gettext_lazy("Legal ground"),
        help_text=gettext_lazy(
            "Each invoice names it, such as Tex. Tax Code § 151.302 or Directive 2006/112/EC "
            "Art. 151."
        ),
        max_length=60,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page("billing")
def certificates(request: HttpRequest, number: int) -> HttpResponseBase:
    """Those of an account, the last to end first; a form for one more."""
    account = get_object_or_404(Account, pk=number)
    open_ = may_read(me(request), policy_on(timezone.now())) & {"billing"}
    if to := opened(request, account, open_):
        return to
    form = CertificateForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        says = Exemption(**form.cleaned_data)
        try:
            enter_certificate(account, says, by=me(request), at=timezone.now())
        except TrothError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The certificate has been entered."))
            return redirect("certificates", number)
    with behind_desk(open_):
        every = Certificate.objects.filter(account=number)
        found = list(every.order_by("-valid_until", "pk"))
    context = {"account": account, "form": form, "certificates": found}
    return render(request, "tax/desk/certificates.html", context)


@require_POST
@desk_page("billing")
def take_back(request: HttpRequest, number: int, certificate: int) -> HttpResponse:
    """Take one back; again does nothing."""
    account = get_object_or_404(Account.objects.only("pk"), pk=number)
    take_back_certificate(account, certificate, by=me(request), at=timezone.now())
    messages.success(request, _("The certificate has been withdrawn; what was invoiced stays."))
    return redirect("certificates", number)


@require_safe
@desk_page("billing")
@reads()
def ending(request: HttpRequest) -> HttpResponse:
    """Those that end soon, each with its account."""
    found = expiring(day_at(timezone.now())).defer("number")[:LISTED]
    return TemplateResponse(
        request, "tax/desk/ending_certificates.html", {"certificates": list(found)}
    )
