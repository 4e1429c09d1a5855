"""How a call can fail. What each says is one line and holds no personal data."""

from troth.core.errors import TrothError


class Refused(TrothError):
    """The third party will not do it; asked again, it would say the same."""


class Unavailable(TrothError):
    """Nothing was done, and it may work later."""


class InDoubt(TrothError):
    """Nobody knows whether it was done: the third party is asked that before anything else."""
