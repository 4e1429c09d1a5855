"""Take in exchange rates from where the European Central Bank publishes them."""

from datetime import datetime

import requests
from django.utils.translation import gettext as _

from troth.core.errors import TrothError
from troth.tax.take_exchange_rates import LONGEST, take_exchange_rates

_TIMEOUT = 30  # seconds


def fetch_exchange_rates(url: str, *, at: datetime) -> int:
    """How many rates of the last year are new there.

    Raises TrothError where nobody answers, for an answer that leads elsewhere, and for a file that
    is none of theirs.
    """
    try:
        with requests.get(url, timeout=_TIMEOUT, stream=True, allow_redirects=False) as answer:
            answer.raise_for_status()
            if answer.is_redirect:
                raise requests.TooManyRedirects
            said = answer.raw.read(LONGEST + 1, decode_content=True)
    except (requests.RequestException, OSError, ValueError) as error:
        raise TrothError(
            _("No exchange rates came from %(url)s (%(why)s); try again later.")
            % {"url": url, "why": type(error).__name__}
        ) from None
    return take_exchange_rates(said, at=at)
