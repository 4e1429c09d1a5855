"""Take in exchange rates from where the European Central Bank publishes them."""

from datetime import datetime
from tempfile import NamedTemporaryFile

import requests
from django.utils.translation import gettext as _

from troth.core.errors import TrothError
from troth.tax.take_exchange_rates import take_exchange_rates

_TIMEOUT = 30  # seconds
_LONGEST = 2**24  # bytes of its file, which has less than one million


def fetch_exchange_rates(url: str, *, at: datetime) -> int:
    """How many rates of the last year are new there.

    Raises TrothError where nobody answers, and for a file that is none of theirs.
    """
    try:
        with requests.get(url, timeout=_TIMEOUT, stream=True) as answer:
            answer.raise_for_status()
            said = answer.raw.read(_LONGEST, decode_content=True)
    except (requests.RequestException, OSError, ValueError) as error:
        raise TrothError(
            _("No exchange rates came from %(url)s (%(why)s); try again later.")
            % {"url": url, "why": type(error).__name__}
        ) from None
    with NamedTemporaryFile(suffix=".zip" if said.startswith(b"PK") else ".csv") as file:
        file.write(said)
        file.flush()
        return take_exchange_rates(file.name, at=at)
