"""Bank accounts whose holder is not clearly the customer, until staff have decided."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from troth.desk.access import desk_page, reads
from troth.gates.form import Form
from troth.gates.inputs.text import Line
from troth.gateways.decide_check import decide_check
from troth.gateways.follow_check import FITS
from troth.gateways.models import PaymentAttempt
from troth.portal.done import done

LISTED = 100


class WhyForm(Form):
    """Why staff decide so."""

    why = Line(
        label=gettext_lazy("Why?"),
        help_text=gettext_lazy("Such as “the account is the company's, as a letter of it shows”."),
        max_length=200,
    )


@require_safe
@desk_page("billing")
@reads("identity", "company")
def to_decide(request: HttpRequest) -> HttpResponse:
    """Each with how well the bank's name of the holder fits, the oldest first."""
    found = PaymentAttempt.objects.to_decide().order_by("review_since", "pk")
    related = found.select_related("account").only(
        *("score", "review_since", "gateway", "account__name", "account__company")
    )
    every = list(related[: LISTED + 1])
    context = {
        "checks": [(each, WhyForm(auto_id=f"id_{each.pk}_%s")) for each in every[:LISTED]],
        "more": len(every) > LISTED,
        "fits": FITS,
    }
    return TemplateResponse(request, "gateways/desk/checks.html", context)


@require_POST
@desk_page("billing")
def decide(request: HttpRequest, number: int) -> HttpResponse:
    """Accept an account, or refuse it."""
    found = get_object_or_404(PaymentAttempt.objects.select_related("account"), pk=number)
    accept = request.POST.get("said") == "accept"
    form = WhyForm(request.POST)
    why = form.cleaned_data["why"] if form.is_valid() else ""
    done(
        request,
        lambda: decide_check(found, accept=accept, why=why, at=timezone.now()),
        _("The account is handed to the gateway.")
        if accept
        else _("The account is refused and let go."),
    )
    return redirect("bank_checks")
