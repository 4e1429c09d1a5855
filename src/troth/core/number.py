"""A number that a request names, such as the key of a row."""

_DIGITS = 18  # all that a bigint holds for certain; of too many, Python itself makes no number


def number_in(typed: str) -> int | None:
    """The whole number that a text is, from 0 on; None for any other text, and beyond all keys."""
    is_one = typed.isascii() and typed.isdecimal() and len(typed) <= _DIGITS
    return int(typed) if is_one else None
