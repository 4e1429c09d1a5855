"""When what a gateway tells cannot be believed before it is asked."""


class UnclearError(Exception):
    """The gateway is asked how a payment stands: it is unknown here, or known otherwise."""
