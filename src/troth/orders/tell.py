"""What a customer is told of their order or quote, in their language."""

from datetime import datetime

from django.template.loader import render_to_string

from troth.accounts.models import Membership, Person
from troth.accounts.owned import owner_of
from troth.core.money import money
from troth.core.provider import provider
from troth.gates.opens import opens
from troth.messaging.language import in_language_of
from troth.messaging.link import link
from troth.messaging.plain_text import plain_text
from troth.messaging.send import send
from troth.orders.begin import told_of_right
from troth.orders.confirmation import lines_of, reached_at, withdrawn_at
from troth.orders.models import Order, Quote
from troth.orders.review import RESIDENCE
from troth.orders.waits_for_invoice import waits_for_invoice
from troth.orders.waits_for_payment import waits_for_payment
from troth.publishing.running import policy_on


def tell(about: Order | Quote, letter: str, *, at: datetime) -> None:
    """Mail a letter about an order to who placed it, about a quote to the owner of the account."""
    reader = (isinstance(about, Order) and _who_placed(about)) or owner_of(about.account)
    if reader is None:
        return
    page = "order" if isinstance(about, Order) else "quote"
    with in_language_of(reader, at=at):
        context = {
            "person": reader,
            "number": about.number,
            "about": about,
            "total": money(about.total, about.currency) if isinstance(about, Order) else "",
            "asks": isinstance(about, Order) and RESIDENCE in about.review.split(),
            "link": link(page, about.account_id, about.pk),
            "provider": policy_on(at).tables.provider,
            "withdrawal": told_of_right(about) if isinstance(about, Order) else (),
        }
        if isinstance(about, Order) and about.accepted_at:
            context |= {
                "lines": list(lines_of(about)),
                "terms": about.terms and plain_text(about.terms.said.text),
                "waits_for_invoice": waits_for_invoice(about),
                "unpaid_days": waits_for_payment(about) and provider().unpaid_order.days,
                "us": reached_at(policy_on(at).tables.provider),
                "online": ", ".join(withdrawn_at(about)),
            }
        subject = render_to_string(f"orders/{letter}_subject.txt", context)
        body = render_to_string(f"orders/{letter}_message.txt", context)
    send(reader, account=about.account, subject=subject, body=body.strip() + "\n", at=at)


def _who_placed(order: Order) -> Person | None:
    """Who placed an order, as long as they may see it."""
    member = Membership.objects.filter(account=order.account, person=order.person_id).first()
    return order.person if member and opens(member, Order) else None
