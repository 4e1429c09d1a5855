"""Note down in which country something says that a customer lives."""

from datetime import datetime

from troth.accounts.models import Account
from troth.policy.countries import ANY, COUNTRIES
from troth.policy.law import EU
from troth.publishing.running import policy_on
from troth.tax.buyer import is_business
from troth.tax.models import Sign


def note_sign(account: Account, kind: Sign.Kind, country: str, *, at: datetime) -> None:
    """Keep the country alone (ISO 3166), in place of the one that this kind named before.

    Only where a tax rests on it: of consumers, who buy from the Union. In the caller's transaction.
    """
    if is_business(account.company, account.tax_id) or country not in COUNTRIES or country == ANY:
        return
    if policy_on(at).tables.provider.country not in EU:
        return
    told = {"country": country, "seen_at": at}
    Sign.objects.update_or_create(account=account, kind=kind, defaults=told)
