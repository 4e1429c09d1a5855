"""What payments of gateways are called in our books."""

from hashlib import sha256

# What direct debits have in the place of a gateway: nobody is asked but our own bank, by a file.
DIRECT_DEBIT = "sepa"
LONGEST = 100  # characters; what is called after it is a little longer


def payment_key(gateway: str, reference: str) -> str:
    """The `key` of a payment or refund that a gateway has this reference for."""
    key = f"{gateway} {reference}"
    if len(key) <= LONGEST:
        return key
    return f"{gateway} {sha256(reference.encode()).hexdigest()}"
