"""Keep a bank account that somebody else has checked: Stripe takes a token for it.

https://docs.stripe.com/payments/ach-direct-debit/migrating-from-charges: what comes of the token is
of use as a payment method (`ba_…`) once there is a mandate. That is accepted offline, as the
customer has authorised it on a page of ours; so nobody's address on the internet is sent.
"""

from datetime import datetime

from stripe import StripeClient

from troth.calls.errors import InDoubt
from troth.gateways.gateway import Kept, Payer
from troth.gateways.stripe import read
from troth.gateways.stripe.checkout import filled
from troth.gateways.stripe.client import ask


def take(stripe: StripeClient, token: str, payer: Payer, *, key: str, agreed_at: datetime) -> Kept:
    """See `bank_check.TakesAccounts`.

    A token works once: on a second try the account of the first is found by our key.
    """
    v1 = stripe.v1
    customer = payer.customer or _customer(stripe, payer, key)
    account = _of_key(stripe, customer, key) or ask(
        v1.customers.payment_sources.create,
        customer,
        key=f"{key}-{token}",
        source=token,
        metadata={read.KEY: key},
    )
    agreed = {"type": "offline", "accepted_at": int(agreed_at.timestamp())}
    setup = ask(
        v1.setup_intents.create,
        key=f"{key}-mandate",
        customer=customer,
        payment_method=account["id"],
        allowed_payment_method_types=["us_bank_account"],
        usage="off_session",
        confirm=True,
        mandate_data={"customer_acceptance": agreed},
        metadata={read.KEY: key},
        expand=["payment_method"],
    )
    kept = read.kept(setup["payment_method"])
    if setup["status"] != "succeeded" or kept is None:
        raise InDoubt("Stripe does not keep the account yet.")
    return kept


def _customer(stripe: StripeClient, payer: Payer, key: str) -> str:
    told = {
        "name": payer.company or payer.name,
        "email": payer.email,
        "metadata": {read.KEY: key},
    }
    made = ask(stripe.v1.customers.create, key=f"{key}-customer", **filled(told))
    return str(made["id"])


def _of_key(stripe: StripeClient, customer: str, key: str) -> dict[str, object] | None:
    found = ask(
        stripe.v1.customers.payment_sources.list, customer, object="bank_account", limit=100
    )
    mine = (each for each in found["data"] if read.key_of(each) == key)
    return next(mine, None)
