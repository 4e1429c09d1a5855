"""Pages that tell what a service is, in words of its product."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from troth.accounts.models import Account
from troth.desk.reason import opened
from troth.gates.read import may_read
from troth.portal.access import me
from troth.publishing.running import policy_on


def words_opened(request: HttpRequest, account: Account) -> HttpResponseBase | None:
    """As `opened`, for a page that shows such words whatever is asked of it.

    Raises PermissionDenied for a role that does not read them.
    """
    if "service" not in may_read(me(request), policy_on(timezone.now())):
        raise PermissionDenied
    return opened(request, account, {"service"})
