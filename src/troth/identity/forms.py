"""Allauth's forms, as ours look: labels outside the inputs, each password typed once."""

from contextlib import suppress
from typing import Any

from allauth.account import forms as account
from allauth.account.adapter import get_adapter
from allauth.core import context, ratelimit
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.core.internal.ratelimit import RateLimitUsage
from allauth.mfa import app_settings as mfa_settings
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import clear_totp_secret
from allauth.mfa.webauthn import forms as webauthn
from allauth.mfa.webauthn.internal.auth import (
    extract_user_from_response,
    get_authenticator_by_credential_id,
)
from django import forms
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from fido2.webauthn import AuthenticationResponse, RegistrationResponse

from troth.accounts.email import confirm_email, propose_email
from troth.accounts.emptied import signs_in_as
from troth.accounts.locked import lock_or_refuse
from troth.accounts.models import Person
from troth.accounts.verified import has_verified_email
from troth.core.conflicts import act
from troth.gates.form import Form
from troth.gates.inputs.email import EmailField
from troth.gates.inputs.text import Line
from troth.identity.attempts import attempt
from troth.identity.proposed_app import propose_secret
from troth.identity.shut_out import shut_out
from troth.portal.afterwards import afterwards

_ADVICE = _("At least 8 characters, and not a word that is easy to guess.")
_NO_PASSKEY = _("This is not a passkey. Please try again.")


class _Plain:
    """Takes the placeholders out, the second asking of a password, and sets limits."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("password2", None)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
            if isinstance(field.widget, forms.PasswordInput):
                field.widget.attrs["maxlength"] = "200"
        if "password1" in self.fields:
            self.fields["password1"].label = _("New password")
            self.fields["password1"].help_text = _ADVICE
        for name in ("login", "email"):
            if name in self.fields:
                self.fields[name] = EmailField(autocomplete="email", label=_("E-mail address"))
        if "code" in self.fields:
            self.fields["code"].label = _("Code")
            self.fields["code"].widget.attrs |= {"inputmode": "numeric", "maxlength": "20"}


class SignInForm(_Plain, account.LoginForm):  # type: ignore[misc]
    """Address and password. The way to a forgotten password stands below the form."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""
        self.fields["login"].widget.attrs["autocomplete"] = "username webauthn"

    def clean_login(self) -> str:
        """The address, or what stands in its place since it was emptied."""
        return signs_in_as(str(super().clean_login()))


class ItIsMeForm(_Plain, account.ReauthenticateForm):  # type: ignore[misc]
    """The password once more, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""


class ChangePasswordForm(_Plain, account.ChangePasswordForm):  # type: ignore[misc]
    """The old password and the new one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].help_text = ""
        self.fields["oldpassword"].label = _("Current password")

    def clean_oldpassword(self) -> str:
        """Guesses count here as they do at the sign-in page."""
        password = str(self.cleaned_data["oldpassword"])
        if not get_adapter().reauthenticate(self.user, password):
            raise ValidationError(_("This is not your password."))
        return password


class SetPasswordForm(_Plain, account.SetPasswordForm):  # type: ignore[misc]
    """A first password, for who has signed in without one."""


class ForgottenPasswordForm(_Plain, account.ResetPasswordForm):  # type: ignore[misc]
    """The address to which a link shall go."""

    def clean_email(self) -> str:
        """Only a person's own address opens their account, none that waits to be confirmed."""
        email = str(self.cleaned_data["email"])
        person = Person.objects.by_email(email)
        self.users = [person] if person and person.is_active else []
        return email

    def save(self, request: HttpRequest, **more: Any) -> str:
        """Mail the link once the answer, which is the same for everybody, has left."""
        afterwards(request, lambda: super(ForgottenPasswordForm, self).save(request, **more))
        return str(self.cleaned_data["email"])


class NewPasswordForm(_Plain, account.ResetPasswordKeyForm):  # type: ignore[misc]
    """The new password, at the end of the link."""

    @act
    def save(self) -> None:
        """Shut out everybody else. Who followed the link reads the mail there: it is confirmed."""
        super().save()
        at = timezone.now()
        if not has_verified_email(self.user):
            confirm_email(propose_email(self.user, self.user.email), at=at)
        shut_out(self.user, at=at, but=context.request.session.session_key)


class AddressForm(Form):
    """The address with which somebody has signed up."""

    email = EmailField(autocomplete="email", label=_("E-mail address"))


class ChangeEmailForm(Form):
    """The address that a person wants to have."""

    email = EmailField(
        autocomplete="email",
        label=_("New e-mail address"),
        help_text=_("We will send a link there. Nothing changes until you open it."),
    )

    def __init__(self, person: Person, data: Any = None) -> None:
        super().__init__(data)
        self.person = person

    def clean_email(self) -> str:
        """Another one than now."""
        email = str(self.cleaned_data["email"])
        if email == self.person.email:
            raise ValidationError(_("This is your current address."))
        return email


class SecondStepForm(_Plain, mfa.AuthenticateForm):  # type: ignore[misc]
    """A code from the app, or a recovery code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = _("From your app, or one of your recovery codes.")

    def clean_code(self) -> str:
        """A wrong code is a failed attempt to sign in."""
        guess = _guess_at_code_of(self.user)
        try:
            code = _used_up(self.user, super().clean_code())
        except ValidationError:
            get_adapter().record(self.user, succeeded=False)
            raise
        guess.rollback()
        return code


class CodeAgainForm(_Plain, mfa.ReauthenticateForm):  # type: ignore[misc]
    """A code once more, before something that matters."""

    def clean_code(self) -> str:
        """Guesses are counted here as well."""
        guess = _guess_at_code_of(self.user)
        code = _used_up(self.user, super().clean_code())
        guess.rollback()
        return code


def _used_up(person: Person, code: str) -> str:
    """The code, which works once for as long as it is good; allauth forgets it after a period."""
    good_for = (2 * mfa_settings.TOTP_TOLERANCE + 1) * mfa_settings.TOTP_PERIOD
    if not cache.add(f"used code {person.pk} {normalize_user_code(code)}", "", timeout=good_for):
        raise get_mfa_adapter().validation_error("incorrect_code")
    return code


def _guess_at_code_of(person: Person) -> RateLimitUsage:
    return attempt(context.request, f"code of {person.pk}", person)


class FirstCodeForm(_Plain, ActivateTOTPForm):  # type: ignore[misc]
    """The first code, which shows that the app has the secret."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Allauth would leave a secret readable in the session, and make another one for each tab.
        clear_totp_secret(context.request)
        self.secret = propose_secret(context.request.session)


class _Credential(forms.JSONField):
    """What a browser answers about a passkey, or what somebody makes up in its place."""

    widget = forms.HiddenInput

    def __init__(self, kind: type[AuthenticationResponse] | type[RegistrationResponse]) -> None:
        super().__init__(error_messages=dict.fromkeys(("required", "invalid"), _NO_PASSKEY))
        self.kind = kind

    def to_python(self, value: Any) -> Any:
        credential = super().to_python(value)
        try:
            self.kind.from_dict(credential)
        except Exception:  # noqa: BLE001  (whatever the parser stumbles over)
            raise ValidationError(_NO_PASSKEY) from None
        return credential


def _holder(credential: dict[str, Any]) -> Person | None:
    """The person whose passkey a browser has named.

    It must be one that they have: its number cannot be guessed. A person's own can, and whoever
    counts through those would keep every account from ever falling inactive.
    """
    with suppress(ValidationError):
        person: Person = extract_user_from_response(credential)
        number = AuthenticationResponse.from_dict(credential).raw_id
        return person if get_authenticator_by_credential_id(person, number) else None
    return None


class SignInByPasskeyForm(webauthn.LoginWebAuthnForm):  # type: ignore[misc]
    """A passkey in place of address and password."""

    credential = _Credential(AuthenticationResponse)

    def clean_credential(self) -> Authenticator:
        """A passkey that does not open is a failed attempt of whoever it belongs to.

        One that does is never refused for those that did not.
        """
        told = self.cleaned_data["credential"]
        try:
            return super().clean_credential()
        except ValidationError:
            within = ratelimit.consume(context.request, action="wrong_passkey")
            if within and (person := _holder(told)):
                get_adapter().record(person, succeeded=False)
            raise


class SecondStepByPasskeyForm(webauthn.AuthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey after the password."""

    credential = _Credential(AuthenticationResponse)

    def clean_credential(self) -> Authenticator:
        """One that does not open is a failed attempt to sign in."""
        try:
            return super().clean_credential()
        except ValidationError:
            get_adapter().record(self.user, succeeded=False)
            raise


class PasskeyAgainForm(webauthn.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey once more, before something that matters."""

    credential = _Credential(AuthenticationResponse)


class AddPasskeyForm(_Plain, Form, webauthn.AddWebAuthnForm):  # type: ignore[misc]
    """A name for a new passkey. All of ours sign in by themselves, without a password."""

    name = Line(
        label=_("Name"),
        help_text=_("So that you recognise it, such as “my phone”."),
        max_length=60,
    )
    credential = _Credential(RegistrationResponse)
    passwordless = forms.BooleanField(widget=forms.HiddenInput, initial=True)

    def clean_credential(self) -> dict[str, Any]:
        """One that is not there yet; the lock makes of two clicks one passkey."""
        told: dict[str, Any] = self.cleaned_data["credential"]
        lock_or_refuse(self.user)
        if get_authenticator_by_credential_id(
            self.user, RegistrationResponse.from_dict(told).raw_id
        ):
            raise ValidationError(_("This passkey has already been added."))
        return told


class RenamePasskeyForm(_Plain, Form, webauthn.EditWebAuthnForm):  # type: ignore[misc]
    """Another name for a passkey."""

    name = Line(label=_("Name"), max_length=60)
