"""Sign a mandate, so that what falls due is collected by direct debit."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from stdnum import iban
from stdnum.exceptions import ValidationError as NumberError

from troth.accounts.models import Membership
from troth.accounts.within_limit import within_limit
from troth.core.errors import TrothError
from troth.core.provider import provider
from troth.gates.form import Form
from troth.gates.inputs.text import Line, text
from troth.gateways.models import PaymentMethod
from troth.gateways.sepa.offered import collects
from troth.gateways.sepa.sign import SignedError, sign
from troth.gateways.sepa.wording import wording
from troth.policy.law import EEA
from troth.portal import errors
from troth.portal.access import me, of_account, outside_the_wall
from troth.publishing.running import policy_on


class MandateForm(Form):
    """Whose account it is, and that it may be debited."""

    holder = text(gettext_lazy("Holder of the account"), "name", 70)
    iban = Line(label=gettext_lazy("IBAN"), max_length=50)
    agree = forms.BooleanField(label=gettext_lazy("I sign this mandate."))

    def clean_iban(self) -> str:
        """Without blanks, with the check digits of its country. Outside of the European Economic
        Area banks want the address of the holder as well."""
        try:
            typed = str(iban.validate(self.cleaned_data["iban"]))
        except NumberError:
            raise ValidationError(_("This is not an IBAN; please check each digit.")) from None
        if typed[:2] not in EEA:
            raise ValidationError(
                _("We can only collect from accounts in the European Economic Area.")
            )
        return typed


@outside_the_wall  # customers write no payment methods
@require_http_methods(["GET", "HEAD", "POST"])
@of_account(PaymentMethod)
def sign_mandate(request: HttpRequest, membership: Membership) -> HttpResponse:
    """The text of the mandate, and who signs it for which bank account."""
    now = timezone.now()
    ours = collects(policy_on(now))
    if ours is None:
        messages.info(request, _("Direct debit is not available at the moment."))
        return redirect("ways_to_pay", membership.account_id)
    debits = provider().direct_debits
    said = wording(ours.holder, debits.creditor, debits.notice.days)
    form = MandateForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if not within_limit(request, "pay", me(request)):
            return errors.too_many(request)
        told: dict[str, Any] = form.cleaned_data
        try:
            sign(
                membership.account, told["iban"], told["holder"], said=said, by=me(request), at=now
            )
        except SignedError as signed:  # as by a second click
            messages.info(request, str(signed))
            return redirect("ways_to_pay", membership.account_id)
        except TrothError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Thank you. We have sent you the mandate by e-mail."))
            return redirect("ways_to_pay", membership.account_id)
    context = {"account": membership.account, "form": form, "said": said.split("\n\n")}
    return render(request, "gateways/direct_debit.html", context)
