"""The gate through which data comes in: the policy says what a form asks, and what it refuses.

A form has exactly the fields of its `[collect]` rule. Whatever else is posted is refused rather
than dropped, so that nobody believes to have told us something that we do not have.
"""

import re
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from troth.accounts.models import Person
from troth.core.enforces import enforces
from troth.policy.countries import COUNTRIES
from troth.policy.language import Collect
from troth.policy.parse import Policy
from troth.policy.placeholders import say
from troth.privacy.running import policy_on

_COUNTRIES = sorted(
    ((code, name) for code, name in COUNTRIES.items() if code != "ZZ"), key=lambda item: item[1]
)
_DIGITS = re.compile(r"(?<![\d+])\d(?:[ .-]?\d){12,18}(?!\d)")
_PROTOCOL = {"csrfmiddlewaretoken"}  # what every form of ours posts


def _text(label: Any, autocomplete: str, length: int, **more: Any) -> forms.CharField:
    kind = more.pop("type", "text")
    widget = forms.TextInput(attrs={"autocomplete": autocomplete, "type": kind})
    return forms.CharField(label=label, max_length=length, widget=widget, **more)


def _address() -> dict[str, forms.Field]:
    country = forms.ChoiceField(
        label=_("Country"),
        choices=[("", ""), *_COUNTRIES],
        widget=forms.Select(attrs={"autocomplete": "country"}),
    )
    return {
        "street": _text(_("Street and number"), "address-line1", 300),
        "postcode": _text(_("Postcode"), "postal-code", 20, required=False),
        "city": _text(_("Town or city"), "address-level2", 120),
        "region": _text(_("State or region"), "address-level1", 120, required=False),
        "country": country,
    }


def _inputs(field: str) -> dict[str, forms.Field]:
    """The inputs by which a form asks for one field of the policy's vocabulary."""
    match field:
        case "name":
            return {"name": _text(_("Your name"), "name", 200)}
        case "email":
            hint = _("You sign in with it.")
            widget = forms.EmailInput(attrs={"autocomplete": "email"})
            email = forms.EmailField(
                label=_("E-mail address"), max_length=254, widget=widget, help_text=hint
            )
            return {"email": email}
        case "phone":
            hint = _("With the country's code, such as +49.")
            return {"phone": _text(_("Telephone"), "tel", 40, help_text=hint, type="tel")}
        case "company":
            return {"company": _text(_("Company"), "organization", 200)}
        case "tax_id":
            return {"tax_id": _text(_("Tax number"), "off", 40)}
        case "address":
            return _address()
        case _:
            # The platform has no place for it yet, and what it cannot keep it does not ask for.
            return {}


@enforces("collect.account", "refuse", "policy")
class SignUpForm(forms.Form):
    """What signing up asks under one policy.

    `told` are the consents that start without a question: their words and the ways out.
    """

    def __init__(self, policy: Policy, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files)
        self.policy = policy
        self.rule = rule_for("account", policy)
        for name in (*self.rule.required, *self.rule.optional):
            for key, field in _inputs(name).items():
                field.required = field.required and name in self.rule.required
                self.fields[key] = field
        self.fields["password"] = forms.CharField(
            label=_("Password"),
            help_text=_("At least 8 characters, and no word that others would guess."),
            strip=False,
            max_length=200,
            widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        )
        self._ask_consents()
        self._ask_age()
        self._ask_acceptance()
        # The page may have been open for long; what it asked must be what is recorded.
        self.fields["edition"] = forms.CharField(
            initial=policy.digest, widget=forms.HiddenInput, required=False
        )

    def _ask_consents(self) -> None:
        self.told: list[tuple[str, str]] = []
        for name, consent in self.policy.tables.consent.items():
            if consent.starts == "subscribed":
                self.told.append((consent.wording, say("withdraw", consent.withdraw)))
            else:
                self.fields[f"consent_{name}"] = forms.BooleanField(
                    label=consent.wording, required=False
                )

    def _ask_age(self) -> None:
        if age := self.policy.tables.refuse.under_age:
            refusal = _("We cannot take you on as a customer before you are %(age)s years old.")
            self.fields["of_age"] = forms.BooleanField(
                label=_("I am %(age)s years old or older.") % {"age": age},
                error_messages={"required": refusal % {"age": age}},
            )

    def _ask_acceptance(self) -> None:
        edition = self.policy.tables.policy
        if "tick" in edition.accepted:
            self.fields["accept"] = forms.BooleanField(
                label=_("I accept the privacy policy, version %(version)s.")
                % {"version": edition.version},
                error_messages={"required": _("Without accepting the policy there is no account.")},
            )

    def clean_email(self) -> str:
        """Addresses are the same in capitals."""
        return str(self.cleaned_data["email"]).lower()

    def clean_password(self) -> str:
        """As the validators of the settings want it."""
        password = str(self.cleaned_data["password"])
        known = {key: self.cleaned_data.get(key, "") for key in ("email", "name")}
        validate_password(password, Person(**known))
        return password

    def clean_edition(self) -> str:
        """The form was shown under the policy that is in force."""
        edition = str(self.cleaned_data["edition"])
        if edition != self.policy.digest:
            raise ValidationError(
                _("Our policy has changed while this page was open. Please look through it again.")
            )
        return edition

    def clean(self) -> dict[str, Any]:
        """Refuse what the policy does not list, and what it never takes."""
        posted = {*self.data, *self.files} - {*self.fields, *_PROTOCOL}
        if posted:
            raise ValidationError(
                _("This form does not take “%(field)s”. Nothing was stored."),
                params={"field": min(posted)[:40]},
            )
        refuse = self.policy.tables.refuse
        if refuse.card_numbers or "card-storage" in refuse.acts:
            for name, value in list(self.cleaned_data.items()):
                if isinstance(value, str) and name != "password" and holds_card_number(value):
                    self.add_error(name, _("This looks like a card number. We never take one."))
        return self.cleaned_data

    @property
    def details(self) -> dict[str, str]:
        """What was told about the person and the account."""
        chosen = (*self.rule.required, *self.rule.optional)
        names = [key for name in chosen for key in _inputs(name)]
        return {name: self.cleaned_data[name] for name in names}

    @property
    def given(self) -> list[str]:
        """The consents that were given."""
        return [name for name in self.asked if self.cleaned_data[f"consent_{name}"]]

    @property
    def asked(self) -> list[str]:
        """The consents that were asked for."""
        return [name for name in self.policy.tables.consent if f"consent_{name}" in self.fields]


def rule_for(form: str, policy: Policy) -> Collect:
    """The policy's rule for a form. Every policy has one for `account`; check.py sees to it."""
    return next(
        rule
        for name, rule in policy.tables.collect.items()
        if (rule.form or name) == form and rule.by == "form"
    )


@enforces("collect.signin")
def observed(form: str, **seen: str) -> dict[str, str]:
    """Of what was seen without being asked, what the policy lists for `form` as observed."""
    policy = policy_on(timezone.now().date(), missing_ok=True)
    if policy is None:
        return {}
    listed: set[str] = set()
    for name, rule in policy.tables.collect.items():
        if (rule.form or name) == form and rule.by == "observation":
            listed |= {*rule.required, *rule.optional}
    return {field: value for field, value in seen.items() if field in listed}


def holds_card_number(text: str) -> bool:
    """Whether a text holds 13 to 19 digits with the check digit of a card."""
    return any(_luhn(re.sub(r"\D", "", match[0])) for match in _DIGITS.finditer(text))


def _luhn(digits: str) -> bool:
    doubled = (int(d) * (1 + i % 2) for i, d in enumerate(reversed(digits)))
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0
