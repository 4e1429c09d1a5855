"""What an invoice needs of an account and the account has not told yet."""

from typing import Any

from django.utils import timezone

from troth.accounts.correct_account import correct_account
from troth.accounts.models import Account, Membership
from troth.gates.opens import opens
from troth.people.pages.details import DetailsForm as MissingForm
from troth.publishing.running import policy_on
from troth.wall.enter import beyond_wall

__all__ = ["MissingForm", "lacks_details", "missing_form", "store_missing"]


def missing_form(member: Membership | None, data: Any = None) -> MissingForm | None:
    """The policy's own form of the account's details, where something that it wants is missing."""
    if member is None or not lacks_details(member.account) or not opens(member, Account):
        return None
    return MissingForm(policy_on(timezone.now()), member.account, data)


def lacks_details(account: Account) -> bool:
    """Whether a detail that the policy's form wants is missing, for a name and a place."""
    with beyond_wall():
        stored = Account.objects.get(pk=account.pk)
    form = MissingForm(policy_on(timezone.now()), stored)
    wanted = [name for name, field in form.fields.items() if field.required]
    return any(not getattr(stored, name, True) for name in wanted)


def store_missing(form: MissingForm, member: Membership) -> bool:
    """Store what was told; False where the form says what is wrong with it."""
    if not form.is_valid():
        return False
    correct_account(member.account, form.details, by=member.person, at=timezone.now())
    return True
