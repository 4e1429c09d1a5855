"""The part of an account of the ledger, in words."""

from django import template
from django.utils.translation import gettext as _

from troth.billing.models import Posting
from troth.billing.pages.invoices import in_words
from troth.policy.countries import COUNTRIES

register = template.Library()


@register.filter
def part_in_words(posting: Posting) -> str:
    """The way that cash came, the country of a tax, or that it is set aside."""
    match posting.ledger:
        case Posting.Ledger.CASH:
            return in_words(posting.part)
        case Posting.Ledger.TAX:
            return str(COUNTRIES.get(posting.part, posting.part))
        case Posting.Ledger.CREDIT if posting.part == Posting.SET_ASIDE:
            return _("set aside to be paid back")
        case Posting.Ledger.CREDIT if posting.part == Posting.GOING_BACK:
            return _("on its way back")
    return posting.part
