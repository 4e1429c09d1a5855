"""How long somebody has to wait who has tried something too often."""

import math
import re
import time

from django.utils.translation import ngettext

from troth.accounts.cache import last_read

_LIMIT = re.compile(r"allauth:rl:.*?:(\d+)/([\d.]+)/(?:ip|user|key):")


def seconds_to_wait() -> float:
    """Until the limit lets one more through that has just refused; a minute where that is unclear.

    Allauth, which counts, does not say by which it refuses: it is the one that it looked at last.
    """
    key, times = last_read()
    limit = _LIMIT.match(key)
    if not limit or not isinstance(times, list) or not 0 < int(limit[1]) <= len(times):
        return 60
    return max(float(times[int(limit[1]) - 1]) + float(limit[2]) - time.time(), 1)


def please_wait(seconds: float) -> str:
    """That it was too often, and how long one waits: in minutes, or hours where it is long."""
    minutes = max(math.ceil(seconds / 60), 1)
    if minutes <= 90:
        text = ngettext(
            "That was too often. Please wait %(number)d minute.",
            "That was too often. Please wait %(number)d minutes.",
            minutes,
        )
        return text % {"number": minutes}
    hours = math.ceil(minutes / 60)
    text = ngettext(
        "That was too often. Please wait %(number)d hour.",
        "That was too often. Please wait %(number)d hours.",
        hours,
    )
    return text % {"number": hours}
