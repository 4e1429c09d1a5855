"""What came to somebody after they had asked to be erased, and so was not meant."""

from django.utils.translation import gettext as _

from troth.accounts.events import HANDED_OVER
from troth.accounts.models import Account
from troth.accounts.owned import owned_accounts
from troth.core.errors import TrothError
from troth.journal.models import Entry
from troth.requests.models import RightsRequest


def came_since(request: RightsRequest) -> str:
    """What to tell staff of accounts that were handed over to whoever asked after they did.

    Blank where none was.
    """
    owned = Account.objects.filter(pk__in=owned_accounts(request.person) if request.person else [])
    handed_over = Entry.objects.filter(event=HANDED_OVER, at__gt=request.asked_at)
    came = owned.filter(pseudonym__in=handed_over.values("subject")).order_by("pk")
    if not came:
        return ""
    return _(
        "Since this was asked, another account has come to this person and would go as well: "
        "%(accounts)s. Have them hand it on first. If it shall go too, they take the request back "
        "and ask anew, or show you again who they are."
    ) % {"accounts": ", ".join(str(account.pk) for account in came)}


def refuse_what_came_since(request: RightsRequest) -> None:
    """Raise TrothError where an account would go that whoever asked cannot have meant.

    It stops the erasure rather than staying behind: without its owner nobody could use it. The
    caller has locked the accounts.
    """
    if told := came_since(request):
        raise TrothError(told)
