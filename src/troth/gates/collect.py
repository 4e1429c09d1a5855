"""The gate through which data comes in: the policy says what a form asks, and what it refuses.

A form has exactly the fields of its `[collect]` rule. Whatever else is posted is refused rather
than dropped, so that nobody believes to have told us something that we do not have.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from troth.accounts.models import Person
from troth.gates.form import Form
from troth.gates.inputs import address, buyer_reference, phone, tax_number
from troth.gates.inputs.doubt import DoubtError
from troth.gates.inputs.field import inputs
from troth.policy.language import Collect
from troth.policy.parse import Policy
from troth.policy.placeholders import say
from troth.publishing.running import policy_on

_PROTOCOL = {"csrfmiddlewaretoken"}  # what every form of ours posts
# What can be doubted, each with the name of the tick that says that it is right.
AS_TYPED = {column: f"{column}_as_typed" for column in ("phone", "tax_id", "postcode")}
# What an account and its owner have a place for.
OF_CUSTOMERS = ("title", "name", "email", "phone", "company", "tax_id", "address")

_OF_AGE = _("I am %(age)s years old or older.")


class CollectForm(Form):
    """Asks for fields of the policy's vocabulary, and takes nothing else.

    asked: the fields in their order, each with whether it must be filled in. held: what is
    stored or was typed before, by column. country: whose telephone and tax numbers are meant
    where the form asks for no address; its ISO 3166 code. Whoever only asked for the form of
    another country gets it with what they typed, unbound: nothing is wrong with it yet.
    """

    def __init__(
        self,
        policy: Policy,
        asked: Mapping[str, bool],
        data: Any = None,
        files: Any = None,
        *,
        held: Mapping[str, Any] | None = None,
        country: str = "",
    ) -> None:
        if data is not None and "change_country" in data:
            held, data, files = address.moved(data), None, None
        initial = dict(held or {})
        initial["phone"] = phone.shown(initial.get("phone", ""))
        super().__init__(data, files, initial=initial)
        self.policy = policy
        known = initial if data is None else data
        self.country = country
        if "address" in asked:
            self.country = known.get("country", "")
        self.as_typed: dict[str, str] = {}
        self.columns: list[str] = []
        for name, required in asked.items():
            for column, field in inputs(name, self.country, known).items():
                field.required = field.required and required
                self.fields[column] = field
                self.columns.append(column)

    def clean(self) -> dict[str, Any]:
        """Refuse what the policy does not list and what it never takes; normalise the rest."""
        self._refuse_unlisted()
        self._normalise()
        # One in ten tax numbers that are right would pass for a card's as well.
        is_checked = "tax_id" not in self.as_typed and tax_number.is_checked(self.country)
        spared = ["tax_id"] if is_checked else []
        self.refuse_card_numbers(self.policy, spared=spared)
        return self.cleaned_data

    @property
    def details(self) -> dict[str, str]:
        """What was told, by column, as it is to be stored.

        Of an address, that includes the columns for which its country has no use: empty.
        """
        told = {column: self.cleaned_data[column] for column in self.columns}
        unused = address.COLUMNS if "country" in self.fields else ()
        return told | {column: "" for column in unused if column not in told}

    def ask_age(self, refusal: str | Promise, says: str | Promise = _OF_AGE) -> None:
        """Have somebody whom nobody knows say that they are as old as the policy wants."""
        if age := self.policy.tables.refuse.age_in(self.country):
            self.fields["of_age"] = forms.BooleanField(
                label=says % {"age": age},
                error_messages={"required": refusal % {"age": age}},
            )

    def _refuse_unlisted(self) -> None:
        listed = {*self.fields, *_PROTOCOL, *(AS_TYPED[c] for c in self.columns if c in AS_TYPED)}
        if "country" in self.fields:
            listed |= {*address.COLUMNS}
        if posted := {*self.data, *self.files} - listed:
            raise ValidationError(
                _("This form does not accept “%(field)s”. Nothing was saved."),
                params={"field": min(posted)[:40]},
            )

    def _normalise(self) -> None:
        for column, stored in (
            ("phone", phone.stored),
            ("tax_id", tax_number.stored),
            ("buyer_reference", buyer_reference.stored),
        ):
            if column in self.cleaned_data:
                try:
                    self.cleaned_data[column] = stored(self.cleaned_data[column], self.country)
                except ValidationError as error:
                    self._object(column, error)
        if "country" in self.cleaned_data:
            told, wrong = address.check_address(self.cleaned_data)
            for column in self.cleaned_data.keys() & told.keys() - wrong.keys():
                self.cleaned_data[column] = told[column]
            for column, why in wrong.items():
                self._object(column, why)

    def _object(self, column: str, error: ValidationError) -> None:
        """Say what is wrong, unless that is a doubt which is answered."""
        if isinstance(error, DoubtError):
            self.fields[column].template_name = "gates/as_typed.html"  # type: ignore[attr-defined]
            is_held = self.cleaned_data[column] == self.initial.get(column)
            if is_held and "country" not in self.changed_data or AS_TYPED[column] in self.data:
                self.as_typed[column] = error.messages[0]
                return
        self.add_error(column, error)


class SignUpForm(CollectForm):
    """What signing up asks under one policy; what it asks `later`, the first order does.

    `told` are the consents that start without a question: their words and the ways out. Who
    signs in through another provider needs no `password`; of who needs no account of their own,
    `only` some fields are asked, and their `email` is known.
    """

    def __init__(
        self,
        policy: Policy,
        data: Any = None,
        files: Any = None,
        *,
        password: bool = True,
        only: Collection[str] = OF_CUSTOMERS,
        email: str = "",
    ) -> None:
        self.email = email
        self.rule = rule_for("account", policy)
        asked = {
            name: need
            for name, need in asked_by(self.rule).items()
            if name in only and name not in self.rule.later
        }
        super().__init__(policy, asked, data, files)
        if password:
            self._ask_password()
        self._ask_consents()
        self.ask_age(_("We cannot take you on as a customer before you are %(age)s years old."))
        self._ask_acceptance()
        self.order_fields(["title", "name", "email", "password"])
        # The page may have been open for long; what it asked must be what is recorded.
        self.fields["edition"] = forms.CharField(
            initial=policy.digest, widget=forms.HiddenInput, required=False
        )

    def _ask_password(self) -> None:
        self.fields["password"] = forms.CharField(
            label=_("Password"),
            help_text=_("At least 8 characters, and not a word that is easy to guess."),
            strip=False,
            max_length=200,
            # It is not sent back to be typed again when a part of the page is exchanged.
            widget=forms.PasswordInput(
                attrs={"autocomplete": "new-password", "hx-preserve": "true"}
            ),
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

    def _ask_acceptance(self) -> None:
        edition = self.policy.tables.policy
        if "tick" in edition.accepted:
            self.fields["accept"] = forms.BooleanField(
                label=_("I accept the privacy policy, version %(version)s.")
                % {"version": edition.version},
                error_messages={"required": _("You need to accept the policy to open an account.")},
            )

    def clean_password(self) -> str:
        """As the validators of the settings want it."""
        password = str(self.cleaned_data["password"])
        told = {"email": self.email, "name": ""} | self.cleaned_data
        validate_password(password, Person(email=told["email"], name=told["name"]))
        return password

    def clean_edition(self) -> str:
        """The form was shown under the policy that is in force."""
        edition = str(self.cleaned_data["edition"])
        if edition != self.policy.digest:
            raise ValidationError(
                _("Our policy changed while this page was open. Please read it again.")
            )
        return edition

    @property
    def given(self) -> list[str]:
        """The consents that were given."""
        return [name for name in self.asked if self.cleaned_data[f"consent_{name}"]]

    @property
    def refused(self) -> list[str]:
        """The consents that were asked for and not given."""
        return [name for name in self.asked if name not in self.given]

    @property
    def accepted(self) -> bool:
        """Whether a box was ticked that the policy is accepted."""
        return "accept" in self.fields

    @property
    def asked(self) -> list[str]:
        """The consents that were asked for."""
        return [name for name in self.policy.tables.consent if f"consent_{name}" in self.fields]


def rule_for(form: str, policy: Policy) -> Collect:
    """The policy's rule for a form. Every policy has one for `account`; check.py sees to it."""
    found = form_rule(form, policy)
    assert found
    return found[1]


def form_rule(form: str, policy: Policy) -> tuple[str, Collect] | None:
    """The rule for a form that people fill in, with its id; None where the policy has none."""
    for found in policy.tables.collected_by(form):
        if found[1].by == "form":
            return found
    return None


def found_rule(policy: Policy) -> tuple[str, Collect] | None:
    """The rule for what staff take from open sources, with its id; None where there is none."""
    for name, rule in policy.tables.collect.items():
        if rule.by == "open-sources":
            return f"collect.{name}", rule
    return None


def asked_by(rule: Collect) -> dict[str, bool]:
    """The fields of a rule, each with whether it is required."""
    return {name: name in rule.required for name in (*rule.required, *rule.optional)}


def observed(form: str, *, at: datetime, **seen: str) -> dict[str, str]:
    """Of what was seen without being asked, what the policy lists for `form` as observed."""
    policy = policy_on(at, missing_ok=True)
    if policy is None:
        return {}
    listed: set[str] = set()
    for _rule, rule in policy.tables.collected_by(form):
        if rule.by == "observation":
            listed |= {*rule.required, *rule.optional}
    return {field: value for field, value in seen.items() if field in listed}
