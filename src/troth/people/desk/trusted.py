"""Whom an owner trusts with their account, where they have asked staff to see to it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from troth.accounts.models import Account
from troth.core.errors import TrothError
from troth.desk.access import desk_page
from troth.people.invite_for_owner import invite_for_owner
from troth.people.pages.invitations import InviteForm
from troth.people.resend import resend
from troth.people.withdraw_invitation import withdraw_invitation
from troth.portal.access import featured, me
from troth.portal.done import done

ROLES = ("billing", "support")


class AskedForm(InviteForm):
    """Whom to invite, and that the owner has asked for it."""

    asked = forms.BooleanField(
        label=gettext_lazy("The owner of the account has asked for this."),
        help_text=gettext_lazy("They are told by mail, and can withdraw it."),
    )
    field_order = ("email", "scopes", "asked")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].widget.attrs["autocomplete"] = "off"


@require_http_methods(["GET", "HEAD", "POST"])
@featured("trusted-people")
@desk_page(*ROLES)
def invite_page(request: HttpRequest, number: int) -> HttpResponseBase:
    """Invite somebody to an account for its owner."""
    account = get_object_or_404(Account, pk=number)
    form = AskedForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        email, scopes = form.cleaned_data["email"], form.cleaned_data["scopes"]
        try:
            invite_for_owner(account, email, scopes, by=me(request), at=timezone.now())
        except TrothError as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(request, _("The invitation is on its way, and the owner is told."))
            return redirect("customer", "account", number)
    context = {"kind": "account", "subject": account, "form": form}
    return render(request, "people/desk/invite.html", context)


@require_POST
@featured("trusted-people")
@desk_page(*ROLES)
def resend_invitation(request: HttpRequest, number: int, invitation: int) -> HttpResponse:
    """Send an invitation once more, with a new link."""
    account = get_object_or_404(Account, pk=number)
    found = get_object_or_404(account.invitations, pk=invitation)
    said = _("A new invitation is on its way. The former link no longer works.")
    done(request, lambda: resend(found, by=me(request), at=timezone.now()), said)
    return redirect("customer", "account", number)


@require_POST
@desk_page(*ROLES)
def withdraw(request: HttpRequest, number: int, invitation: int) -> HttpResponse:
    """Withdraw an invitation."""
    account = get_object_or_404(Account, pk=number)
    found = get_object_or_404(account.invitations, pk=invitation)
    said = _("The invitation has been withdrawn. Its link no longer works.")
    done(request, lambda: withdraw_invitation(found, by=me(request), at=timezone.now()), said)
    return redirect("customer", "account", number)
