"""Lines of an account's log: in the reader's language, and what is noted of who did it."""

from allauth.account.adapter import get_adapter
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext

from troth.accounts.scopes import SCOPES
from troth.gates.collect import observed
from troth.portal.centre.labels import COLUMNS

_NAMES = COLUMNS | SCOPES


def told(what: str) -> str:
    """`details corrected: Company; Telephone` for `details corrected: company, phone`."""
    done, colon, rest = what.partition(": ")
    words = rest.replace(",", " ").split()
    if not colon or not _NAMES.keys() >= set(words):
        return gettext(what) if what else ""
    names = "; ".join(str(_NAMES[word]) for word in words)
    return gettext("%(done)s: %(what)s") % {"done": gettext(done), "what": names}


def seen_from(request: HttpRequest) -> str | None:
    """The address to note with what was done: where the policy observes it in using services."""
    ip = get_adapter().get_client_ip(request)
    return observed("service", at=timezone.now(), ip=ip).get("ip")
