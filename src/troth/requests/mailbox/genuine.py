"""Whether the receiving server vouches for the sender of a mail (RFC 8601, RFC 7489)."""

from collections.abc import Sequence

from authres import AuthenticationResultsHeader, AuthResError
from authres.core import AuthenticationResult

from troth.core.email_address import as_mailed

_LONGEST = 10_000  # characters of a header: what is longer is nobody's result
_DOMAIN_IN = {"dkim": ("header", "d"), "spf": ("smtp", "mailfrom")}


def is_genuine(results: Sequence[str], sender: str, authserv: str) -> bool:
    """Whether the server `authserv` found that a mail comes from the domain of its sender.

    results: the mail's Authentication-Results, the topmost first. Only the topmost counts, and
    only if `authserv` wrote it: those below it came with the mail. DMARC has the last word, for
    it looks at the sender that people see. Where the domain has no DMARC, DKIM or SPF may pass
    for it or for one above it. What does not follow the grammar is not believed.
    """
    if not results or len(results[0]) > _LONGEST:
        return False
    try:
        header = AuthenticationResultsHeader.parse(
            "Authentication-Results: " + results[0].rstrip("; \t\r\n")
        )
    except (AuthResError, RecursionError):
        return False
    if header.authserv_id != authserv:
        return False
    domain = _ascii(sender)
    found = [each for each in header.results if isinstance(each, AuthenticationResult)]
    dmarc = [each for each in found if each.method == "dmarc" and each.result != "none"]
    if dmarc:
        return all(
            each.result == "pass" and _domain(each, "header", "from") == domain for each in dmarc
        )
    return any(
        each.result == "pass"
        and each.method in _DOMAIN_IN
        and _is_above(_domain(each, *_DOMAIN_IN[each.method]), domain)
        for each in found
    )


def _domain(result: AuthenticationResult, kind: str, name: str) -> str:
    """The domain that a result is about; blank unless it is said once."""
    said = [each.value for each in result.properties if (each.type, each.name) == (kind, name)]
    return _ascii(said[0]).lower().rstrip(".") if len(said) == 1 else ""


def _ascii(address: str) -> str:
    """The domain of an address, or a domain, as the name servers know it."""
    return as_mailed(f"postmaster@{address.rpartition('@')[2]}").rpartition("@")[2]


def _is_above(passed: str, domain: str) -> bool:
    return domain == passed or ("." in passed and domain.endswith(f".{passed}"))
