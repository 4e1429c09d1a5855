"""Lines of an account's log: in the reader's language, and what is noted of who did it."""

from allauth.account.adapter import get_adapter
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext

from troth.accounts.models import Account, Person
from troth.accounts.scopes import SCOPES
from troth.gates.collect import observed
from troth.policy.labels import labels_of


def told(what: str) -> str:
    """`details corrected: Company; Telephone` for `details corrected: company, phone`."""
    done, colon, rest = what.partition(": ")
    words = rest.replace(",", " ").split()
    # What changes: details of an account or of its owner, or somebody's access.
    known = labels_of(Account) | labels_of(Person) | SCOPES
    if not colon or not known.keys() >= set(words):
        return gettext(what) if what else ""
    names = "; ".join(str(known[word]) for word in words)
    return gettext("%(done)s: %(what)s") % {"done": gettext(done), "what": names}


def seen_from(request: HttpRequest) -> str | None:
    """The address to note with what was done: where the policy observes it in using services."""
    ip = get_adapter().get_client_ip(request)
    return observed("service", at=timezone.now(), ip=ip).get("ip")
