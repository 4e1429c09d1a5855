"""Tell many owners at once of their payments, each of which has paid an invoice whole."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.utils import translation
from django.utils.translation import gettext as _

from troth.accounts.models import Membership
from troth.core.day import day, day_at
from troth.core.money import money
from troth.messaging.language import language_of
from troth.messaging.link import link
from troth.messaging.send_many import Letter, send_many
from troth.publishing.running import policy_on


class Received(NamedTuple):
    """A payment in minor units, and the number of the invoice that it has paid."""

    account: int
    number: str
    currency: str
    amount: int


def tell_received(payments: Sequence[Received], *, at: datetime) -> None:
    """Say what `tell_payment` would say of each, by one statement."""
    accounts = {each.account for each in payments}
    owners = {
        membership.account_id: membership.person
        for membership in Membership.objects.filter(
            account__in=accounts, role=Membership.Role.OWNER
        ).select_related("person")
    }
    policy, letters = policy_on(at), []
    for each in payments:
        owner = owners.get(each.account)
        if owner is None:
            continue
        language = language_of(owner, policy)
        with translation.override(language):
            values = {
                "amount": money(each.amount, each.currency),
                "day": day(day_at(at)),
                "number": each.number,
            }
            text = "\n\n".join(
                [
                    _("We have received your payment of %(amount)s on %(day)s. Thank you.")
                    % values,
                    _("%(amount)s went to invoice %(number)s, which is now paid.") % values,
                    link("statement", each.account),
                ]
            )
            subject = _("We have received %(amount)s") % values
        letters.append(Letter(owner.pk, each.account, language, subject, text))
    send_many(letters, at=at)
