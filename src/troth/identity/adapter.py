"""What happens around signing in, in allauth's terms."""

from contextlib import suppress
from datetime import datetime
from ipaddress import IPv6Address, ip_address
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from troth.accounts.count_as_attempt import count_as_attempt
from troth.accounts.device import device_name, is_new_device
from troth.accounts.email import UNDONE_WITHIN, confirm_email
from troth.accounts.locked import GoneError
from troth.accounts.models import Person, Session
from troth.accounts.owned import lock_with_accounts
from troth.accounts.record_signin import record_signin
from troth.accounts.restricted import is_restricted
from troth.accounts.sessions import digest_of
from troth.accounts.verified import is_confirmed
from troth.core.conflicts import act
from troth.core.day import day_at, moment
from troth.core.errors import TrothError
from troth.gates.collect import observed
from troth.gates.inputs.card import without_card_numbers
from troth.identity import events
from troth.identity.attempts import attempt, forgive
from troth.identity.backend import who_signs_in
from troth.identity.device import remember_device
from troth.identity.end_access import end_access
from troth.identity.not_me import key_for
from troth.messaging.language import in_language_of
from troth.messaging.link import link
from troth.messaging.send import send
from troth.orders.pages.cart import cart_of
from troth.portal.afterwards import afterwards
from troth.publishing.evidence import note
from troth.publishing.running import policy_on
from troth.support.inquiries.claim import claim

_BY_MAIL = gettext_noop("Anyone who chooses a new password by mail gets in at once.")
# Mails with a link that opens something.
_SECRET = {
    "account/email/email_confirmation",
    "account/email/email_confirmation_signup",
    "account/email/password_reset_key",
}
# Mails that are asked for by who cannot get in.
_ATTEMPTS = {"account/email/password_reset_key"}
# What is told of in these mails is written into the journal too.
_EVENTS = {
    "account/email/password_changed": events.PASSWORD_CHANGED,
    "account/email/password_set": events.PASSWORD_SET,
    "account/email/password_reset": events.PASSWORD_RESET,
    "mfa/email/totp_activated": events.CODE_APP_ADDED,
    "mfa/email/totp_deactivated": events.CODE_APP_REMOVED,
    "mfa/email/webauthn_added": events.PASSKEY_ADDED,
    "mfa/email/webauthn_removed": events.PASSKEY_REMOVED,
    "mfa/email/recovery_codes_generated": events.RECOVERY_CODES_MADE,
    "socialaccount/email/account_connected": events.OTHER_SIGN_IN_ADDED,
    "socialaccount/email/account_disconnected": events.OTHER_SIGN_IN_REMOVED,
}


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Every sign-in, and every attempt at one with an address we know, is recorded.

    All mail goes through the gate for messages.
    """

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _(
            "The e-mail address or the password is not correct. If you have just signed up, first "
            "open the link in the mail."
        ),
        "incorrect_password": _("This is not your password."),
        "rate_limited": _("Too many attempts. Please wait a little."),
    }

    def get_client_ip(self, request: HttpRequest) -> str:
        """Allauth's hook: where a request comes from, for limits, logs and sign-ins alike.

        An address of version 4 within one of version 6 (RFC 4291, 2.5.5.2) is that one, and a
        zone (RFC 4007), which the database could not store, is left out.
        Raises PermissionDenied where nobody can tell.
        """
        address = ip_address(super().get_client_ip(request))
        if isinstance(address, IPv6Address):
            address = address.ipv4_mapped or IPv6Address(int(address))
        return str(address)

    def login(self, request: HttpRequest, user: Person) -> None:
        """Allauth's hook that signs in: the session and what is written down of it, or neither.

        Raises GoneError for who has just been erased. An erasure that comes later takes the
        session along, which must know for that whose it is before the lock is gone.
        """
        with transaction.atomic():  # a session is not taken back with it, and so not tried again
            lock_with_accounts(user)
            super().login(request, user)
            request.session.save()
            self.record(user, succeeded=True)
            claim(user)

    def post_login(self, request: HttpRequest, user: Person, **how: Any) -> HttpResponse:
        """Allauth's hook for the answer to a sign-in: it lets the browser be known."""
        response: HttpResponse = super().post_login(request, user, **how)
        remember_device(request, response, user, day_at(timezone.now()))
        return response

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Allauth's hook before a password is looked at, which it forgets when that is right."""
        email = Person.objects.normalize_email(str(credentials.get("email", "")))
        # Strangers may have used up what is let through from devices that are not known.
        way_out = "" if request.user.is_authenticated else gettext(_BY_MAIL)
        person = who_signs_in(request, email)
        self._login_failed_rl_usage = attempt(request, email, person, way_out=way_out)

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: Any) -> None:
        """Allauth's hook once a new password was chosen."""
        forgive(request, Person.objects.normalize_email(str(credentials.get("email", ""))))

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Allauth's hook after an attempt. One with an unknown address is about nobody."""
        if person := Person.objects.by_email(str(credentials.get("email", ""))):
            afterwards(request, lambda: self._record_failure(person))

    @act
    def record(self, person: Person, *, succeeded: bool) -> None:
        """Write down a sign-in or an attempt at one, and tell of one from a new device."""
        at, device = timezone.now(), self._device()
        is_new = succeeded and is_new_device(person, **device)
        record_signin(person, succeeded=succeeded, at=at, **device)
        if succeeded and not is_restricted(person):
            session = Session.objects.filter(pk=digest_of(self.request.session.session_key))
            session.update(seen_at=at, **device)
        if is_new:
            self.send_notification_mail("account/email/new_device", person)

    def _record_failure(self, person: Person) -> None:
        with suppress(GoneError):
            self.record(person, succeeded=False)

    def _device(self) -> dict[str, Any]:
        """What a sign-in comes from, as far as the policy lets it be seen."""
        seen = observed(
            "signin",
            at=timezone.now(),
            ip=self.get_client_ip(self.request),
            browser=without_card_numbers(self.request.headers.get("User-Agent", "")),
        )
        return {"ip": seen.get("ip"), "user_agent": seen.get("browser", "")[:300]}

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """No: signing up is ours, by the policy's form."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Staff go to their desk, others to the order they have begun, or else their overview."""
        if getattr(request.user, "is_staff", False):
            return reverse("desk")
        return reverse("shop_order" if cart_of(request).lines else "overview")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to where it began."""
        return reverse("security")

    def get_email_verification_redirect_url(self, email_address: EmailAddress) -> str:
        """After a link was followed. It opens nothing: whoever signed up knows how to sign in."""
        return reverse("security" if self.request.user.is_authenticated else "account_login")

    def set_password(self, user: Person, password: str) -> None:
        """Whoever else is signed in as this person no longer is, here or at a site."""
        super().set_password(user, password)
        end_access(user, but=self.request.session.session_key)

    def reauthenticate(self, user: Person, password: str) -> bool:
        """Whether this is the person's password; guesses count as they do when signing in."""
        return bool(self.authenticate(self.request, email=user.email, password=password) == user)

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Make the address the person's own, and tell the one that was before."""
        try:
            self._confirm(email_address)
        except TrothError as refusal:
            messages.error(request, str(refusal))
            return False
        messages.success(request, gettext("Your e-mail address is confirmed."))
        return True

    @act
    def _confirm(self, address: EmailAddress) -> None:
        # The lock makes of two clicks one: the second finds the link used.
        before = lock_with_accounts(Person(pk=address.user_id)).email
        if EmailAddress.objects.filter(pk=address.pk, verified=True).exists():
            raise TrothError(gettext("This link has already been used."))
        at = timezone.now()
        person = confirm_email(address, at=at)
        claim(person)
        if before != person.email:
            self.tell_of_change(person, before, at=at)

    def tell_of_change(self, person: Person, before: str, *, at: datetime) -> None:
        """Tell the address that was before, with a link to undo it where that can be done."""
        undone = {}
        if person.email_changed_at == at:
            key = key_for(person, before, at=at)
            undone = {"undo_url": link("not_me", key), "undo_days": UNDONE_WITHIN.days}
        self.send_notification_mail("account/email/email_changed", person, undone, email=before)

    def send_confirmation_mail(
        self, request: HttpRequest, emailconfirmation: Any, signup: bool
    ) -> None:
        """The link to an address, or, where somebody else has it, a word to them."""
        address = emailconfirmation.email_address
        holder = Person.objects.by_email(address.email)
        if holder and holder.pk != address.user_id:
            self.send_account_already_exists_mail(address.email)
        else:
            super().send_confirmation_mail(request, emailconfirmation, signup)

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        """As messages give it."""
        return link("account_confirm_email", emailconfirmation.key)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """As messages give it."""
        return link("account_reset_password_from_key", *key.split("-", 1))

    @act
    def send_notification_mail(
        self,
        template_prefix: str,
        user: Person,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell a person of what was done with their sign-in, and where to turn if not by them."""
        at, device = timezone.now(), self._device()
        told = {
            "device": device_name(device["user_agent"]) if device["user_agent"] else "",
            "ip": device["ip"],
        }
        if event := _EVENTS.get(template_prefix):
            note(event, at=at, subject=user.pseudonym)
        address = email or user.email
        told["not_me_url"] = link("not_me", key_for(user, address, at=at))
        self.send_mail(template_prefix, address, {"user": user, **told, **(context or {})})

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Have a mail of ours or of allauth's go through the gate."""
        at = timezone.now()
        person = context.get("user") or Person.objects.by_email(email)
        if person is None:  # erased meanwhile
            return
        policy = policy_on(at)
        forgotten = "identity-recovery" in policy.features
        context |= {
            "person": person,
            # Whoever reads there may be anybody, and the name an advertisement.
            "is_unconfirmed": not is_confirmed(person, email),
            "provider": policy.tables.provider,
            "forgotten_url": link("account_reset_password") if forgotten else "",
        }
        # Without a language of their own people read what the page speaks that they are on.
        with in_language_of(person, at=at, reads=get_language() or ""):
            context["when"] = moment(at)
            subject = render_to_string(f"{template_prefix}_subject.txt", context)
            body = render_to_string(f"{template_prefix}_message.txt", context).strip() + "\n"
        send(
            person,
            subject=subject,
            body=body,
            at=at,
            address=email,
            secret=template_prefix in _SECRET or "not_me_url" in context,
        )
        if template_prefix in _ATTEMPTS:
            with suppress(GoneError):
                count_as_attempt(person, at=at)
