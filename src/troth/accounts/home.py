"""Where somebody lives, by the addresses of the accounts that they own."""

from troth.accounts.models import Account, Membership, Person


def homes_of(person: Person | None) -> list[str]:
    """Countries, or their parts, as ISO 3166 writes them, such as "DE" or "US-CA"."""
    if person is None:
        return []
    owned = Account.objects.filter(
        memberships__person=person, memberships__role=Membership.Role.OWNER
    )
    told = owned.exclude(country="").order_by("pk").values_list("country", "region")
    return list(
        dict.fromkeys(f"{country}-{region}" if region else country for country, region in told)
    )
