"""What a decline leaves to hope for, by the issues that PayPal names.

https://developer.paypal.com/api/rest/reference/orders/v2/errors/. An issue that does not stand here
says that PayPal was asked for something wrong, and is no decline.
"""

from troth.gateways.gateway import Again

# PayPal or the provider's own account there holds it for forbidden.
_NEVER = ("COMPLIANCE_VIOLATION", "PAYEE_BLOCKED_TRANSACTION", "TRANSACTION_BLOCKED_BY_PAYEE")
# The wallet has no money at this moment, or some limit is reached.
_LATER = (
    *("INSTRUMENT_DECLINED", "PAYMENT_SOURCE_DECLINED_BY_PROCESSOR"),
    "MAX_NUMBER_OF_PAYMENT_ATTEMPTS_EXCEEDED",
    *("TRANSACTION_LIMIT_EXCEEDED", "TRANSACTION_RECEIVING_LIMIT_EXCEEDED"),
)
_OTHERWISE = (
    *("AGREEMENT_ALREADY_CANCELLED", "BILLING_AGREEMENT_NOT_FOUND", "PAYER_ACCOUNT_RESTRICTED"),
    *("PAYER_ACCOUNT_LOCKED_OR_CLOSED", "PAYER_CANNOT_PAY", "TRANSACTION_REFUSED"),
    *("REDIRECT_PAYER_FOR_ALTERNATE_FUNDING", "DECLINED_DUE_TO_RELATED_TXN"),
)
DECLINES = {
    **dict.fromkeys(_NEVER, Again.NEVER),
    **dict.fromkeys(_LATER, Again.LATER),
    **dict.fromkeys(_OTHERWISE, Again.OTHERWISE),
}
