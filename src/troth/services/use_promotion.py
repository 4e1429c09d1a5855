"""Who may use a promotion, and how often."""

from django.db.models import F, Q
from django.utils.translation import gettext as _

from troth.accounts.models import Account
from troth.accounts.owned import owned_accounts, owner_of
from troth.catalog.models import Promotion
from troth.catalog.promotion import PromotionError

# What came to something, or still may. Services can go to another account; the order stays.
_SERVICE = Q(services__isnull=False) & (
    Q(services__ended_at=None) | Q(services__activated_at__isnull=False)
)
_ORDER = Q(orders__isnull=False, orders__refused_at=None, orders__closed_at=None)
_OFFERED = Q(
    quotes__order=None,
    quotes__declined_at=None,
    quotes__withdrawn_at=None,
    quotes__lapsed_at=None,
)


def use_promotion(promotion: Promotion, account: Account) -> None:
    """Use a promotion once more, for an account that is locked; never above its limit.

    Raises PromotionError where it is used up, or is not for the account.
    """
    left = Promotion.objects.filter(Q(limit=None) | Q(used__lt=F("limit")), pk=promotion.pk)
    if not left.update(used=F("used") + 1):
        raise PromotionError(_("The promotion “%(code)s” is used up.") % {"code": promotion.code})
    # Only now: whoever uses it for another account of the same owner has waited for this row.
    refuse_used(promotion, account)


def refuse_used(promotion: Promotion, account: Account) -> None:
    """Raise PromotionError where a promotion is not for an account, or not any more."""
    told = {"code": promotion.code}
    had = Account.objects.filter(_SERVICE & Q(services__promotion=promotion.code), pk=account.pk)
    asked = Account.objects.filter(_ORDER & Q(orders__promotion=promotion.code), pk=account.pk)
    if promotion.once and (had.exists() or asked.exists()):
        raise PromotionError(_("You have already used the promotion “%(code)s”.") % told)
    owner = owner_of(account)
    theirs = Q(pk__in=owned_accounts(owner)) if owner else Q(pk=account.pk)
    if promotion.new_customers and Account.objects.filter(theirs, _SERVICE | _ORDER).exists():
        raise PromotionError(_("The promotion “%(code)s” is for new customers.") % told)
    whose = theirs if promotion.new_customers else Q(pk=account.pk)
    offered = _OFFERED & Q(quotes__promotion=promotion.code)
    if (promotion.once or promotion.new_customers) and Account.objects.filter(
        whose, offered
    ).exists():
        raise PromotionError(_("The promotion “%(code)s” is already in a quote of ours.") % told)


def give_use_back(code: str) -> None:
    """Let somebody else use a promotion in the place of who does not; a blank code is none."""
    Promotion.objects.filter(code=code, used__gt=0).update(used=F("used") - 1)
