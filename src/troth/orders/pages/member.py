"""For which account somebody orders, and in which currency."""

from collections.abc import Iterable

from django.http import HttpRequest

from troth.accounts.models import Account, Membership, Person
from troth.gates.opens import opens
from troth.orders.models import Order
from troth.portal.access import memberships
from troth.wall.enter import beyond_wall


def member_who_orders(request: HttpRequest) -> Membership | None:
    """The membership in the account that orders: the one that is asked for, else the first."""
    if not isinstance(request.user, Person):
        return None
    mine = [each for each in memberships(request) if opens(each, Order)]
    asked = request.POST.get("account") or request.GET.get("account", "")
    chosen = [each for each in mine if str(each.account_id) == asked]
    return next(iter([*chosen, *mine]), None) if not asked or chosen else None


def invoiced_in(accounts: Iterable[int]) -> set[str]:
    """In which currencies accounts are invoiced, by their keys: also whom they trust pays in it."""
    with beyond_wall():
        found = Account.objects.filter(pk__in=[*accounts]).exclude(currency="")
        return {*found.values_list("currency", flat=True)}
