"""Lines of an account's log in the reader's language."""

from django.utils.translation import gettext

from troth.accounts.scopes import SCOPES
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
