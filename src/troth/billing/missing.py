"""What an invoice needs of an account and the account has not told yet."""

from contextlib import suppress
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from troth.accounts.correct_account import correct_account
from troth.accounts.models import Account, Membership
from troth.core.errors import TrothError
from troth.gates.collect import form_rule
from troth.gates.inputs.address import COLUMNS, check_address
from troth.gates.opens import opens
from troth.people.pages.correction import ACCOUNT
from troth.people.pages.details import DetailsForm
from troth.policy.parse import Policy
from troth.publishing.running import policy_on
from troth.tax.ask_needed import ask_needed
from troth.wall.enter import beyond_wall, is_behind

# What the policy's form of billing asks for, and where the account holds it.
_BILLED = {"billing_name": "name", "billing_address": "address"}
_DECIDE_TAX = (*COLUMNS, "company", "tax_id")


class LackingError(TrothError):
    """An account lacks what its invoice needs."""


class MissingForm(DetailsForm):
    """What the policy asks of an account, and of whoever is billed."""

    def __init__(self, policy: Policy, account: Account, data: Any = None) -> None:
        super().__init__(policy, account, data, needed=_billed(policy))

    @property
    def told(self) -> dict[str, str]:
        """What is typed by now of what decides the tax, by column, spelt as it would be stored.

        What is wrong is blank: the form says so, once it is sent.
        """
        typed = dict.fromkeys((each for each in _DECIDE_TAX if each in self.fields), "")
        for column in typed:
            with suppress(ValidationError):
                typed[column] = self.fields[column].clean(self[column].value())
        address, _wrong = check_address(typed)
        return typed | {column: address[column] for column in typed.keys() & address.keys()}


def _billed(policy: Policy) -> list[str]:
    """The details of an account that whoever is billed has to tell."""
    found = form_rule("billing", policy)
    wanted = found[1].required if found else ()
    return [detail for field, detail in _BILLED.items() if field in wanted]


def _columns(policy: Policy) -> set[str]:
    """The columns of those."""
    return {column for detail in _billed(policy) for column in ACCOUNT[detail]}


def missing_form(
    member: Membership | None, data: Any = None, *, billed: bool = False
) -> MissingForm | None:
    """The form of what is missing, where something that the policy wants is.

    billed: where something is missing that it wants of who is billed, and not else.
    """
    if member is None or not opens(member, Account):
        return None
    if not lacks_details(member.account, billed=billed):
        return None
    return MissingForm(policy_on(timezone.now()), member.account, data)


def lacks_details(account: Account, *, billed: bool = False) -> bool:
    """Whether a detail that the policy wants of an account, or of who is billed, is missing.

    billed: of who is billed alone.
    """
    policy = policy_on(timezone.now())
    # Mostly all is there, and a form with every country takes long to make. Behind a wall columns
    # may look empty.
    if billed and not is_behind() and all(getattr(account, each) for each in _columns(policy)):
        return False
    with beyond_wall():
        stored = Account.objects.get(pk=account.pk)
    form = MissingForm(policy, stored)
    wanted = {name for name, field in form.fields.items() if field.required}
    if billed:
        wanted &= _columns(policy)
    return any(not getattr(stored, name, True) for name in wanted)


def need_details(account: Account) -> None:
    """Raise LackingError where a detail is missing."""
    if lacks_details(account):
        raise LackingError(
            _(
                "The account lacks details that an invoice needs. "
                "Please ask its owner to complete them."
            )
        )


def store_missing(form: MissingForm, member: Membership) -> None:
    """Store what was told, once the form holds it, and have the VAT number asked about."""
    now = timezone.now()
    correct_account(member.account, form.details, by=member.person, at=now)
    with beyond_wall():
        account = Account.objects.get(pk=member.account_id)
        ask_needed({account.pk: (account.tax_id, account.country)}, at=now)
