"""What is set for a site, by the address at which people open it."""

from urllib.parse import urlsplit

from troth.core.errors import UsageError
from troth.core.machine import THIS_MACHINE

_HERE = "localhost,127.0.0.1,[::1]"
_MOSTLY = {"http": 80, "https": 443}  # what no address needs to name
_WANTED = "The address of the site must be like https://my.example.com."


def site_settings(typed: str) -> dict[str, str]:
    """The settings that follow from an address such as `https://my.example.com`.

    A site that others open is behind a proxy that speaks HTTPS. Raises UsageError for what is no
    address of a whole site, and for plain HTTP to other machines: passwords could be read.
    """
    try:
        parts = urlsplit(typed.strip().rstrip("/"))
        host, port = _as_asked(parts.hostname or ""), parts.port
    except ValueError:
        raise UsageError(_WANTED) from None
    whole = not (parts.path or parts.query or parts.fragment or parts.username)
    if parts.scheme not in ("http", "https") or not host or not whole or port == 0:
        raise UsageError(_WANTED)
    here = host in THIS_MACHINE
    if parts.scheme == "http" and not here:
        raise UsageError(
            "With http:// passwords could be read on their way; give the site an https:// address, "
            "or http://localhost:8000 to try it out on this machine."
        )
    named = f"[{host}]" if ":" in host else host
    beside = "" if port in (None, _MOSTLY[parts.scheme]) else f":{port}"
    return {
        "SITE_URL": f"{parts.scheme}://{named}{beside}",
        "ALLOWED_HOSTS": _HERE if here else named,
        "PLAIN_HTTP": "0" if parts.scheme == "https" else "1",
        "TRUSTED_PROXIES": "1" if parts.scheme == "https" else "0",
    }


def _as_asked(host: str) -> str:
    """A host as browsers ask for it, in ASCII (RFC 3490). Raises ValueError for none."""
    return host.encode("idna").decode()
