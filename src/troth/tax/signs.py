"""What says in which country customers live: their addresses, what was noted, their telephones."""

from collections.abc import Collection

import phonenumbers

from troth.accounts.models import Account, Membership
from troth.tax.evidence import Kind
from troth.tax.models import Sign


def signs_of(accounts: Collection[int]) -> dict[int, dict[Kind, str]]:
    """By account, the country (ISO 3166) that each kind of sign names; three questions for all."""
    found: dict[int, dict[Kind, str]] = {
        account: {"billing": country} if country else {}
        for account, country in Account.objects.filter(pk__in=accounts).values_list("pk", "country")
    }
    for sign in Sign.objects.filter(account__in=found):
        found[sign.account_id][sign.kind] = sign.country  # type: ignore[index]  # one of its choices
    owners = Membership.objects.filter(account__in=found, role=Membership.Role.OWNER)
    for account, phone in owners.values_list("account", "person__phone"):
        if country := _country_of(phone):
            found[account]["phone"] = country
    return found


def _country_of(phone: str) -> str:
    try:
        return phonenumbers.region_code_for_number(phonenumbers.parse(phone)) or ""
    except phonenumbers.NumberParseException:
        return ""
