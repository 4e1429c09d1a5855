"""Open a ticket of a customer's mail: for which of their accounts, and called what."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from troth.accounts.models import Account
from troth.core.errors import TrothError
from troth.desk.access import desk_page
from troth.desk.reason import read_for
from troth.gates.form import Form
from troth.gates.inputs.text import Line
from troth.gates.roles import PRIVACY
from troth.portal.access import me
from troth.requests.desk.may import answers_inquiries
from troth.requests.models import RightsRequest
from troth.support.tickets.take_mail import accounts_of, take_mail


class MailForm(Form):
    """Whose ticket it is to be, and its subject."""

    account = forms.ChoiceField(label=gettext_lazy("For which account?"))
    subject = Line(label=gettext_lazy("Subject"), max_length=150)

    def __init__(self, accounts: list[Account], subject: str, data: Any = None) -> None:
        super().__init__(data, initial={"subject": subject})
        account = self.fields["account"]
        assert isinstance(account, forms.ChoiceField)
        account.choices = [
            (str(each.pk), _("Account %(number)s") % {"number": each.pk}) for each in accounts
        ]


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(PRIVACY, to=answers_inquiries)
def mail_to_ticket(request: HttpRequest, number: int) -> HttpResponse:
    """Ask what the ticket needs, and open it."""
    now = timezone.now()
    waiting = RightsRequest.objects.filter(right="", closed_at=None, person__isnull=False)
    found = get_object_or_404(waiting.select_related("person"), pk=number)
    read_for(me(request), found, ("contact", "content"), at=now)
    accounts = accounts_of(found)
    line = found.text.partition("\n")[0][:150]
    form = MailForm(accounts, line, request.POST if request.method == "POST" else None)
    if form.is_valid():
        told = form.cleaned_data
        (account,) = (each for each in accounts if str(each.pk) == told["account"])
        try:
            made = take_mail(found, account, told["subject"], at=now)
        except TrothError as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("desk_ticket", made.pk)
    context = {"found": found, "form": form, "accounts": accounts}
    return render(request, "support/desk/mail_to_ticket.html", context)
