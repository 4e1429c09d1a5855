"""Whether the receiving server vouches for the sender of a mail (RFC 8601, RFC 7489)."""

import re
from collections.abc import Sequence

# Quoted strings and comments may hold whatever a sender writes, a "dmarc=pass" too.
_QUOTED = re.compile(r'"(?:\\.|[^"\\])*"|\((?:\\.|[^()\\])*\)')
_RESULT = re.compile(r"\s*(dmarc|dkim|spf)\s*=\s*pass(?=\s|$)", re.I)
_DOMAIN_IN = {"dmarc": "header.from", "dkim": "header.d", "spf": "smtp.mailfrom"}


def is_genuine(results: Sequence[str], sender: str, authserv: str) -> bool:
    """Whether the server `authserv` found that a mail comes from the domain of its sender.

    results: the mail's Authentication-Results, the topmost first. Only the topmost counts, and
    only if `authserv` wrote it: those below it came with the mail. A pass counts for the
    sender's own domain or for one above it, as DMARC aligns them.
    """
    if not results:
        return False
    value, dropped = results[0], 1
    while dropped:  # comments may be nested
        value, dropped = _QUOTED.subn(" ", value)
    if any(sign in value for sign in '"()'):
        return False
    server, *verdicts = value.split(";")
    if server.split()[:1] != [authserv]:
        return False
    return any(_aligned(verdict, sender) for verdict in verdicts)


def _aligned(verdict: str, sender: str) -> bool:
    """Whether one verdict is a pass for the sender's domain."""
    found = _RESULT.match(verdict)
    if not found:
        return False
    name = _DOMAIN_IN[found[1].lower()]
    said = re.search(rf"\s{re.escape(name)}\s*=\s*(\S+)", verdict, re.I)
    if not said:
        return False
    passed = said[1].rpartition("@")[2].lower().rstrip(".")
    domain = sender.rpartition("@")[2]
    return domain == passed or ("." in passed and domain.endswith(f".{passed}"))
