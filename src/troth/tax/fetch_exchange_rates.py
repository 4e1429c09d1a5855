"""Take in exchange rates from where the European Central Bank publishes them."""

from datetime import datetime
from http import HTTPStatus

from django.utils.translation import gettext as _

from troth.core.ask_outside import ask_outside
from troth.core.errors import TrothError
from troth.core.leave import reaching
from troth.tax.take_exchange_rates import LONGEST, take_exchange_rates


def fetch_exchange_rates(url: str, *, at: datetime) -> int:
    """How many rates of the last year are new there.

    Raises TrothError where nobody answers, for an answer that leads elsewhere, and for a file that
    is none of theirs.
    """
    try:
        with reaching("the European Central Bank, which is told nothing"):
            status, said = ask_outside("GET", url, longest=LONGEST + 1)
    except (OSError, ValueError) as error:
        why = type(error).__name__
    else:
        if status == HTTPStatus.OK:
            return take_exchange_rates(said, at=at)
        why = f"HTTP {status}"
    raise TrothError(
        _("No exchange rates came from %(url)s (%(why)s); try again later.")
        % {"url": url, "why": why}
    )
