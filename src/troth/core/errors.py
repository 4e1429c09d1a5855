"""The one exception that carries a sentence for the person at the keyboard."""


class TrothError(Exception):
    """A refusal that a user can act on.

    The message is one line that says what is wrong and what to do, and never holds personal
    data: it reaches terminals, log lines and pages. Commands print it and exit with
    ``exit_code`` (1; 2 for a mistake in how the command was called).
    """

    exit_code = 1


class UsageError(TrothError):
    """The command was called wrongly."""

    exit_code = 2
