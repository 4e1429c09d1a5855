"""The one spelling of an e-mail address: by it each is stored, compared, counted and mailed to."""

import unicodedata

import email_validator
from email_validator import EmailNotValidError, ValidatedEmail

from troth.core.text import hides, trimmed

# Names of an intranet, such as `.local`, are as good as any.
email_validator.SPECIAL_USE_DOMAIN_NAMES.clear()


# By which a server says that mail can never reach an address, and not that it likes us no more
# (RFC 3463, RFC 7505).
_WRONG = frozenset({"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"})


def is_wrong(status: str) -> bool:
    """Whether the enhanced status of a delivery that failed says that the address is wrong."""
    return status.strip() in _WRONG


def canonical(typed: str) -> str:
    """An address in small letters and composed characters (NFC), its domain as people read it.

    Of a domain there is one spelling, whether it comes in letters or as `xn--…` (IDNA 2008,
    UTS 46). Raises ValueError for what is no address, or holds what nobody sees.
    """
    found = _read(typed)
    return unicodedata.normalize("NFC", f"{found.local_part.lower()}@{found.domain}")


def comparable(typed: str) -> str:
    """`canonical`, or what comes closest: an earlier release may have stored what is no address."""
    try:
        return canonical(typed)
    except ValueError:
        return trimmed(typed).lower()


def as_mailed(address: str) -> str:
    """An address as mail servers take it, its domain in ASCII; as it is where it is none."""
    try:
        found = _read(address)
    except ValueError:
        return address
    return f"{found.local_part}@{found.ascii_domain}"


def _read(typed: str) -> ValidatedEmail:
    typed = trimmed(typed)
    on_this_machine = typed.lower().endswith("@localhost")
    try:
        found = email_validator.validate_email(
            typed, check_deliverability=False, globally_deliverable=not on_this_machine
        )
    except EmailNotValidError:
        raise ValueError("no e-mail address") from None
    # The standard would take pictures and fillers too (RFC 6531); nobody has such an address.
    if hides(found.local_part) or any(map(_is_picture, found.local_part)):
        raise ValueError("no e-mail address")
    return found


def _is_picture(sign: str) -> bool:
    return not sign.isascii() and unicodedata.category(sign)[0] not in "LMN"
