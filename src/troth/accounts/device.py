"""What a sign-in came from, in words, and whether it is new."""

import re
from ipaddress import ip_address, ip_network

from django.utils.translation import gettext as _

from troth.accounts.models import Person, Signin

# The first that matches: most browsers name those that they descend from as well.
_BROWSERS = {
    "Edg": "Edge",
    "OPR|Opera": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "YaBrowser": "Yandex Browser",
    "Vivaldi": "Vivaldi",
    "Firefox|FxiOS": "Firefox",
    "Chrome|Chromium|CriOS": "Chrome",
    "Safari": "Safari",
}
_SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "CrOS": "ChromeOS",
    "Windows": "Windows",
    "Mac OS X|Macintosh": "macOS",
    "Linux": "Linux",
}
# Addresses move within what one network operator hands out.
_NETWORK = {4: 16, 6: 32}
_LOOK_BACK = 500  # sign-ins


def device_name(user_agent: str) -> str:
    """A browser in plain words, such as "Firefox on Windows"."""
    browser, system = _first(_BROWSERS, user_agent), _first(_SYSTEMS, user_agent)
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("An unknown device")


def is_new_device(person: Person, *, ip: str | None, user_agent: str) -> bool:
    """Whether no earlier sign-in of a person came from such a browser in such a network.

    Never for the first sign-in, and not while the policy lets neither be seen.
    """
    if not ip and not user_agent:
        return False
    earlier = Signin.objects.filter(person=person, succeeded=True).order_by("-at")
    known = {_fingerprint(*seen) for seen in earlier.values_list("ip", "user_agent")[:_LOOK_BACK]}
    return bool(known) and _fingerprint(ip, user_agent) not in known


def _fingerprint(ip: str | None, user_agent: str) -> tuple[str, str]:
    network = ""
    if ip:
        network = str(ip_network(f"{ip}/{_NETWORK[ip_address(ip).version]}", strict=False))
    return network, f"{_first(_BROWSERS, user_agent)}/{_first(_SYSTEMS, user_agent)}"


def _first(names: dict[str, str], user_agent: str) -> str:
    return next((name for mark, name in names.items() if re.search(mark, user_agent)), "")
