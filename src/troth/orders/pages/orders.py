"""A customer's orders."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from troth.accounts.models import Account, Membership
from troth.billing.owed import owed
from troth.core.written_once import Given
from troth.gates.opens import opens
from troth.orders.invoice_of import invoice_of
from troth.orders.models import Order
from troth.orders.pages.figures import figures_agreed
from troth.orders.pages.words import period
from troth.orders.review import told_reasons
from troth.orders.take_back import take_back
from troth.orders.waits_for_invoice import waits_for_invoice
from troth.orders.waits_for_payment import waits_for_payment
from troth.orders.withdrawn import lines_with_withdrawals, with_withdrawals
from troth.portal.access import me, of_account
from troth.portal.done import done
from troth.portal.paging import listing
from troth.services.models import Service


@require_safe
@of_account(Order)
def orders(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Every order, the newest first."""
    account = membership.account
    rows = with_withdrawals(orders_of(account))
    found = listing(request, rows, by="placed_at", search=("number",))
    return render(request, "orders/orders.html", {"account": account, "listing": found})


@require_safe
@of_account(Order)
def order(request: HttpRequest, membership: Membership, number: int) -> HttpResponse:
    """One order, with all that was agreed."""
    account = membership.account
    own = with_withdrawals(orders_of(account)).select_related("terms")
    found = get_object_or_404(own, pk=number)
    lines = lines_with_withdrawals(found.lines.order_by("position"))
    context = {
        "account": account,
        "order": found,
        "lines": [(line, period(line.months), figures_agreed(line)) for line in lines],
        "with_tax": any(line.rate for line in lines),
        "invoice": (invoice := invoice_of(found)),
        "owed": owed(invoice) if invoice else 0,
        "services": _services(membership, found),
        "waits_for_invoice": waits_for_invoice(found),
        "waits_for_payment": waits_for_payment(found),
        "waits": (waits := not found.accepted_at and not found.refused_at),
        "reasons": told_reasons(found) if waits else (),
    }
    return render(request, "orders/order.html", context)


@require_POST
@of_account(Order)
def take_back_order(request: HttpRequest, membership: Membership, number: int) -> HttpResponse:
    """Take an order back that waits. What staff have decided meanwhile is said."""
    found = get_object_or_404(orders_of(membership.account), pk=number)
    said = _("Your order has been cancelled. Nothing is charged.")
    done(request, lambda: take_back(found, by=me(request), at=timezone.now()), said)
    return redirect("order", membership.account_id, number)


def _services(membership: Membership, order: Order) -> list[Service]:
    """What has come of an order, for who may see the account's services."""
    if not opens(membership, Service):
        return []
    mine = Service.objects.filter(order_line__order=order, deleted_at=None)
    return list(mine.order_by("order_line__position", "pk"))


def orders_of(account: Account | Given) -> QuerySet[Order]:
    """The orders of an account, without what is for staff."""
    return Order.objects.filter(account=account).defer("review", "handled_by")
