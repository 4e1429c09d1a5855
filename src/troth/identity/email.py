"""The person's e-mail address: confirm it, change it."""

from contextlib import suppress
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_login
from allauth.account.models import EmailAddress, Login
from allauth.account.views import ConfirmEmailView
from allauth.core import ratelimit
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from troth.accounts.email import (
    UNDONE_WITHIN,
    propose_email,
    proposed_email,
    withdraw_proposed_email,
)
from troth.accounts.locked import GoneError
from troth.accounts.models import Person
from troth.accounts.verified import has_verified_email
from troth.core.conflicts import act
from troth.identity.forms import AddressForm, ChangeEmailForm
from troth.identity.signed_up_here import signed_up_here
from troth.messaging.unreachable import works_again
from troth.portal import errors
from troth.portal.access import me, outside_the_wall, personal, unstored
from troth.portal.afterwards import afterwards
from troth.portal.proof import proved


@outside_the_wall  # whether the address is somebody else's
@require_http_methods(["GET", "HEAD", "POST"])
@personal
@proved()
def change_email(request: HttpRequest) -> HttpResponse:
    """Show the address, and take another one, to which a link goes."""
    person = me(request)
    form = ChangeEmailForm(person, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if not ratelimit.consume(request, action="manage_email", user=person):
            return errors.too_many(request)
        _ask_to_change(request, person, form.cleaned_data["email"])
        messages.success(
            request, _("We have sent a link to your new address. Open it to complete the change.")
        )
        return redirect("account_email")
    context = {"form": form, "proposed": proposed_email(person), "undo_days": UNDONE_WITHIN.days}
    return render(request, "identity/email.html", context)


@act
def _ask_to_change(request: HttpRequest, person: Person, email: str) -> None:
    address = propose_email(person, email)
    ask_to_confirm(request, address)
    # To the address that still is theirs, so that a change by others does not go unseen.
    get_adapter(request).send_notification_mail("account/email/email_asked", person)


@outside_the_wall  # whether the address is somebody else's
@require_POST
@personal
def send_again(request: HttpRequest) -> HttpResponse:
    """Send the link once more: to the new address, or to the one that was never confirmed."""
    person = me(request)
    address = proposed_email(person)
    if address is None and not has_verified_email(person):
        address = propose_email(person, person.email)
    if address is None:
        messages.success(request, _("Your e-mail address has already been confirmed."))
    elif ask_to_confirm(request, address):
        messages.success(request, _("The link is on its way. It works for three days."))
    else:
        messages.error(
            request,
            _("We have just sent you one. Please check your spam folder, or wait a little."),
        )
    return redirect("security")


@unstored
@require_http_methods(["GET", "HEAD", "POST"])
def send_to_newcomer(request: HttpRequest) -> HttpResponse:
    """Send the link once more to who has signed up; the answer is the same for everybody."""
    if request.user.is_authenticated:
        return redirect("security")
    form = AddressForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "identity/link_again.html", {"form": form})
    if not ratelimit.consume(request, action="signup"):
        return errors.too_many(request)
    email = form.cleaned_data["email"]
    afterwards(request, lambda: _send_to_newcomer(request, email))
    return redirect("signed_up")


@act
def _send_to_newcomer(request: HttpRequest, email: str) -> None:
    person = Person.objects.by_email(email)
    if person and person.is_active and not has_verified_email(person):
        ask_to_confirm(request, propose_email(person, email), signup=True)


@require_POST
@personal
def keep_email(request: HttpRequest) -> HttpResponse:
    """Give up a change of address; its link ends."""
    withdraw_proposed_email(me(request))
    messages.success(request, _("Your address stays as it is."))
    return redirect("security")


@outside_the_wall  # which mails came back, is ours to change
@require_POST
@personal
def works(request: HttpRequest) -> HttpResponse:
    """The address that I have works again."""
    if works_again(me(request), at=timezone.now()):
        messages.success(request, _("Thank you. We write to this address again."))
    return redirect("account_email")


def ask_to_confirm(request: HttpRequest, address: EmailAddress, *, signup: bool = False) -> bool:
    """Mail the link to an address, unless it has had enough of them lately; whether it goes."""
    if not ratelimit.consume(request, action="confirm_email", key=address.email):
        return False
    address.send_confirmation(request, signup=signup)
    return True


class ConfirmEmail(ConfirmEmailView):  # type: ignore[misc]  # allauth has no types
    """What a mailed link leads to: a button, for mail programs open links by themselves."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """A link that was used already says so, as it does when it is opened."""
        try:
            response: HttpResponse = super().post(*args, **kwargs)
        except Http404:
            return self.get(*args, **kwargs)  # type: ignore[no-any-return]
        return response

    def respond(self, success: bool) -> HttpResponse:
        """Who has signed up in this browser, and follows the link there, is signed in."""
        request: HttpRequest = self.request
        if success and request.user.is_anonymous:
            whole = Person.objects.defer(None)  # with the password, to which the mark is bound
            person = whole.filter(pk=self.object.email_address.user_id).first()
            if person and not person.is_staff and signed_up_here(request, person):
                with suppress(GoneError):
                    return perform_login(request, Login(user=person))  # type: ignore[no-any-return]
        return super().respond(success)  # type: ignore[no-any-return]
