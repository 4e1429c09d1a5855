"""What we hold that answers a dispute: that it was ordered, used, and by whom."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from troth.accounts.models import Membership, Signin
from troth.billing.models import Invoice, Payment, Posting
from troth.core.day import moment
from troth.core.money import money
from troth.messaging.models import Message
from troth.orders.models import Order
from troth.services.models import Service

# What is asked about is whether somebody wanted it: the months around the payment tell.
AROUND = timedelta(days=180)
MOST = 200  # of each


@dataclass(frozen=True)
class Evidence:
    """Rows about a payment's account, the oldest first. What the reader may not read in them is
    blank, and what the policy has had erased is not there."""

    payment: Payment
    invoices: list[Invoice]
    orders: list[Order]
    services: list[Service]
    signins: list[Signin]
    messages: list[Message]


def evidence(payment: Payment) -> Evidence:
    """What there is about a payment that came. Whoever calls has gone through the read gate."""
    since, until = payment.received_at - AROUND, payment.received_at + AROUND
    account = payment.account_id
    # Read first: behind the desk's wall a condition within the condition is tried on every row.
    paid = Posting.objects.filter(
        payment=payment, ledger=Posting.Ledger.RECEIVABLE, invoice__isnull=False
    ).values_list("invoice", flat=True)
    people = Membership.objects.filter(account=account).values_list("person", flat=True)
    within = {"gte": since, "lte": until}

    def around(column: str) -> dict[str, datetime]:
        return {f"{column}__{test}": value for test, value in within.items()}

    orders = Order.objects.filter(account=account, **around("placed_at"))
    signins = Signin.objects.filter(person__in=list(people), succeeded=True, **around("at"))
    messages = Message.objects.filter(account=account, **around("sent_at"))
    return Evidence(
        payment=payment,
        invoices=list(Invoice.objects.filter(pk__in=list(paid)).order_by("pk")),
        orders=list(orders.order_by("placed_at", "pk")[:MOST]),
        services=list(Service.objects.filter(account=account).order_by("started_at", "pk")[:MOST]),
        signins=list(signins.order_by("at", "pk")[:MOST]),
        messages=list(messages.order_by("sent_at", "pk")[:MOST]),
    )


def as_text(found: Evidence) -> str:
    """The same in English, to be handed to a bank."""
    payment = found.payment
    parts = {
        "Payment": [
            f"{money(payment.amount, payment.currency)}, {moment(payment.received_at)}, "
            f"{payment.method} {payment.reference}".strip()
        ],
        "Invoices": [
            f"{each.number}, {moment(each.issued_at)}, {money(each.total, each.currency)}"
            for each in found.invoices
        ],
        "Orders": [
            f"{each.number}, {moment(each.placed_at)}, {money(each.total, each.currency)}"
            f"{', from ' + each.from_country if each.from_country else ''}"
            for each in found.orders
        ],
        "Services": [
            f"{each.product} {each.label}, ordered {moment(each.started_at)}"
            + (f", set up {moment(each.activated_at)}" if each.activated_at else "")
            + (f", ended {moment(each.ended_at)}" if each.ended_at else "")
            for each in found.services
        ],
        "Sign-ins": [
            f"{moment(each.at)} {each.ip or ''} {each.user_agent}".strip() for each in found.signins
        ],
        "Messages sent": [
            f"{moment(each.sent_at)} to {each.address}: {each.subject}"
            for each in found.messages
            if each.sent_at
        ],
    }
    return "\n\n".join(
        "\n".join([title, *(f"- {line}" for line in lines)])
        for title, lines in parts.items()
        if lines
    )
