"""The page on which staff write to one customer."""

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
from troth.gates.inputs.text import Line, Paragraphs
from troth.gates.roles import PRIVACY
from troth.messaging.write_to import write_to
from troth.portal.access import me


class LetterForm(Form):
    """What is written."""

    subject = Line(label=gettext_lazy("Subject"), max_length=200)
    text = Paragraphs(
        label=gettext_lazy("Text"),
        help_text=gettext_lazy("The salutation and our name are added."),
        max_length=20_000,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page("billing", "support", PRIVACY)
def write_to_account(request: HttpRequest, number: int) -> HttpResponse:
    """Write to the owner of an account. Neither their name nor their address is shown."""
    account = get_object_or_404(Account, pk=number)
    form = LetterForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        told = form.cleaned_data
        try:
            write_to(account, told["subject"], told["text"], at=timezone.now(), by=me(request))
        except TrothError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The message is on its way."))
            return redirect("customer", "account", number)
    context = {"kind": "account", "subject": account, "form": form}
    return render(request, "messaging/desk/write_to.html", context)
