"""What a proof expects; that it does not hold is how a broken promise is noticed."""


class NotKeptError(AssertionError):
    """A promise is not kept: what was expected is not so."""


def expect(fact: object, what: str) -> None:
    """Raise NotKeptError, which says what was expected, where it is not a fact.

    Of a broken policy this is the one way to be noticed: any other error is a fault of the proof.
    """
    if not fact:
        raise NotKeptError(f"expected: {what}")
