"""Whether authorities in Germany can get their invoices as XRechnung."""

from troth.accounts.models import Account
from troth.core.leitweg import leitweg_id
from troth.core.provider import provider
from troth.policy.parse import Policy


def serves_authorities() -> bool:
    """Whether any customer is one, by the Leitweg-ID of its account."""
    told = Account.objects.filter(country="DE").exclude(buyer_reference="")
    return any(map(leitweg_id, told.values_list("buyer_reference", flat=True)))


def unset_for_authorities(policy: Policy) -> list[str]:
    """The settings, and keys of the policy's [provider], without which no XRechnung is made."""
    us, seller = policy.tables.provider, provider().seller
    wanted = {
        "SELLER_CONTACT": seller.contact,
        "SELLER_POSTCODE": seller.postcode,
        "SELLER_CITY": seller.city,
        "provider.billing_contact": us.billing_contact,
        "provider.phone": us.phone,
    }
    return [name for name, told in wanted.items() if not told]
