"""What a command takes as a line of text."""

from argparse import ArgumentTypeError

from troth.core.text import hides, trimmed


def line(typed: str) -> str:
    """The `type` of an argument: a line as a form would take it."""
    text = trimmed(typed)
    if hides(text):
        raise ArgumentTypeError("this contains a character that cannot be displayed; type it again")
    return text
