"""What is set for a site, by the address at which people open it."""

from urllib.parse import urlsplit

from troth.core.errors import UsageError
from troth.core.machine import THIS_MACHINE

_HERE = "localhost,127.0.0.1,[::1]"


def site_settings(typed: str) -> dict[str, str]:
    """The settings that follow from an address such as `https://my.example.com`.

    A site that others open is behind a proxy that speaks HTTPS. Raises UsageError for what is no
    address of a whole site, and for plain HTTP to other machines: passwords could be read.
    """
    parts = urlsplit(typed.strip().rstrip("/"))
    host = parts.hostname or ""
    whole = not (parts.path or parts.query or parts.fragment or parts.username)
    if parts.scheme not in ("http", "https") or not host or not whole or not _has_port(typed):
        raise UsageError("The address of the site must be like https://my.example.com.")
    here = host in THIS_MACHINE
    if parts.scheme == "http" and not here:
        raise UsageError(
            "With http:// passwords could be read on their way; give the site an https:// address, "
            "or http://localhost:8000 to try it out on this machine."
        )
    return {
        "SITE_URL": f"{parts.scheme}://{parts.netloc.lower()}",
        "ALLOWED_HOSTS": _HERE if here else host,
        "PLAIN_HTTP": "0" if parts.scheme == "https" else "1",
        "TRUSTED_PROXIES": "1" if parts.scheme == "https" else "0",
    }


def _has_port(typed: str) -> bool:
    """Whether the port, if any is named, is one."""
    try:
        return urlsplit(typed).port != 0
    except ValueError:
        return False
