"""The payment methods that gateways keep for an account."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from troth.accounts.models import Membership
from troth.core.day import day_at
from troth.core.errors import TrothError
from troth.core.number import number_in
from troth.gateways.check_stage import open_checks
from troth.gateways.choose_way import choose_way
from troth.gateways.models import PaymentMethod
from troth.gateways.offered import offered
from troth.gateways.remove_way import remove_way
from troth.gateways.sepa.offered import collects
from troth.portal.access import me, of_account, outside_the_wall
from troth.publishing.running import policy_on

LISTED = 50


@require_safe
@of_account(PaymentMethod)
def ways_to_pay(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Those that are kept, and those that were removed, with whether the gateway forgot them."""
    now = timezone.now()
    every = PaymentMethod.objects.filter(account=membership.account)
    today, ways = (
        day_at(now),
        list(every.filter(removed_at=None).order_by("added_at", "pk")[:LISTED]),
    )
    context = {
        "account": membership.account,
        "ways": ways,
        "by_hand": not any(
            way.default_since and (way.ends_on is None or way.ends_on >= today) for way in ways
        ),
        "removed": list(every.exclude(removed_at=None).order_by("-removed_at", "-pk")[:LISTED]),
        "checks": open_checks(membership.account),
        "today": today,
        "can_sign": bool(collects(policy_on(now))),
        "can_add": any(
            offer.keeps for offer in offered(me(request), membership.account, at=now).values()
        ),
    }
    return render(request, "gateways/ways.html", context)


@outside_the_wall  # customers write no payment methods
@require_POST
@of_account(PaymentMethod)
def choose(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Have what falls due taken by one of them, or by none."""
    try:
        choose_way(membership.account, number_in(request.POST.get("way", "")), at=timezone.now())
    except TrothError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Saved. The change applies from now on."))
    return redirect("ways_to_pay", membership.account_id)


@outside_the_wall  # customers write no payment methods
@require_POST
@of_account(PaymentMethod)
def remove(request: HttpRequest, membership: Membership, number: int) -> HttpResponse:
    """Remove one."""
    mine = PaymentMethod.objects.filter(account=membership.account, removed_at=None)
    took = mine.filter(pk=number, default_since__isnull=False).exists()
    remove_way(membership.account, number, at=timezone.now())
    messages.success(
        request,
        _(
            "Removed. Nothing is charged automatically any more: please pay your invoices "
            "yourself, or choose another payment method."
        )
        if took
        else _("Removed. Nothing is charged to it any more."),
    )
    return redirect("ways_to_pay", membership.account_id)
