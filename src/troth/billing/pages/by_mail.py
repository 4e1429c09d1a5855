"""What comes by e-mail when there is a new document."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from troth.accounts.models import Membership
from troth.billing.choose_mailed import choose_mailed
from troth.gates.form import Form
from troth.messaging.attached import may_carry
from troth.portal.access import me, of_account


class MailedForm(Form):
    """Which files a mail carries; without any, it has the link alone."""

    mails_pdf = forms.BooleanField(
        label=gettext_lazy("The PDF with the e-invoice inside (Factur-X, ZUGFeRD)"),
        required=False,
    )
    mails_xml = forms.BooleanField(
        label=gettext_lazy("The e-invoice as an XML file"),
        help_text=gettext_lazy(
            "XRechnung where we have your Leitweg-ID, UBL (Peppol BIS Billing 3.0) where we have "
            "your VAT number, and CII elsewhere."
        ),
        required=False,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@of_account(Membership)  # the owner's alone
def by_mail(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Choose what mails about invoices, credit notes and reminders carry."""
    account = membership.account
    now = {name: getattr(account, name) for name in ("mails_pdf", "mails_xml")}
    form = MailedForm(request.POST if request.method == "POST" else None, initial=now)
    if form.is_valid():
        told = form.cleaned_data
        choose_mailed(
            account,
            pdf=told["mails_pdf"],
            xml=told["mails_xml"],
            by=me(request),
            at=timezone.now(),
        )
        messages.success(request, _("Saved. The change applies from now on."))
        return redirect("invoices_by_mail", account.pk)
    context = {"account": account, "form": form, "may_carry": may_carry(timezone.now())}
    return render(request, "billing/by_mail.html", context)
