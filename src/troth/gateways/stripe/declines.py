"""What a decline leaves to hope for.

Stripe's codes: https://docs.stripe.com/declines/codes, and of direct debits
https://docs.stripe.com/error-codes. Its advice and the card network's weigh more than the code: who
goes on trying against a network's word pays for it.
"""

from collections.abc import Mapping
from typing import Any

from troth.gateways.gateway import Again

_ADVICE = {
    "confirm_card_data": Again.OTHERWISE,
    "do_not_try_again": Again.OTHERWISE,
    "try_again_later": Again.LATER,
}
# Of Mastercard: 01 the card has new data, 03 never again, 21 the customer has stopped it.
_NETWORK = dict.fromkeys(("01", "03", "21"), Again.OTHERWISE) | {"02": Again.LATER}
_LATER = {
    *("approve_with_id", "call_issuer", "card_velocity_exceeded", "do_not_honor"),
    *("generic_decline", "insufficient_funds", "issuer_not_available", "lock_timeout"),
    *("processing_error", "reenter_transaction", "service_not_allowed", "try_again_later"),
    *("withdrawal_count_limit_exceeded", "debit_not_processed"),
}
# Stripe or the provider holds the customer for a thief: another card is no answer to that.
_NEVER = {"fraudulent", "merchant_blacklist"}


def code_of(error: Mapping[str, Any]) -> str:
    """Why, in Stripe's words for programs."""
    return str(error.get("decline_code") or error.get("code") or "declined")[:60]


def again(error: Mapping[str, Any]) -> Again:
    """What is left, by the error of a payment. What nobody knows is not tried again by itself."""
    code = code_of(error)
    if code in _NEVER:
        return Again.NEVER
    advised = _NETWORK.get(str(error.get("network_advice_code")))
    advised = _ADVICE.get(str(error.get("advice_code")), advised)
    if advised:
        return advised
    return Again.LATER if code in _LATER else Again.OTHERWISE
