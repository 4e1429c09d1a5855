"""What an account has ordered, and what its owner does with it."""

from collections.abc import Callable
from datetime import timedelta

from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from troth.accounts.delete_one import deletable
from troth.accounts.models import Account, Membership
from troth.accounts.name import name_of
from troth.accounts.owned import owned_accounts
from troth.accounts.within_limit import within_limit
from troth.billing.readers import reader_of
from troth.catalog.models import Product
from troth.catalog.words import period
from troth.core.day import day, day_at
from troth.core.errors import TrothError
from troth.gates.form import Form
from troth.gates.inputs.text import Line, Paragraphs
from troth.portal import errors
from troth.portal.access import me, of_account
from troth.portal.paging import listing
from troth.portal.proof import proved
from troth.publishing.running import policy_on
from troth.services.cancel import cancel, end_of_period
from troth.services.change import ChangedError, change, term_on
from troth.services.costs import costs
from troth.services.foresee import foresee
from troth.services.go_on import GoesOn, shown
from troth.services.models import Cancellation, Service
from troth.services.own_price import going_on, held, own_prices, pays
from troth.services.plan_form import PlanForm
from troth.services.reactivate import reactivate, refusal, taken_up
from troth.services.right_to_withdraw import may_withdraw
from troth.services.standing import standing
from troth.services.state import state, states
from troth.services.take_back_cancellation import kept, take_back_cancellation
from troth.services.transfer import transfer
from troth.services.unused import unused
from troth.services.withdraw import statement_of, withdraw
from troth.wall.enter import beyond_wall

LISTED = 50  # terms and charges


class CancelForm(Form):
    """When a service is to end, and why, if its customer wants to say so."""

    when = forms.ChoiceField(
        label=gettext_lazy("When should it end?"), widget=forms.RadioSelect, initial="end"
    )
    because = Paragraphs(
        label=gettext_lazy("Why are you cancelling?"), required=False, max_length=2000
    )


class WithdrawForm(Form):
    """The statement of a withdrawal: who makes it. What contract it is about, the page says."""

    name = Line(label=gettext_lazy("Your name"), max_length=200)


class TransferForm(Form):
    """The account to which a service goes."""

    to = forms.ModelChoiceField(
        Account.objects.none(), empty_label="—", label=gettext_lazy("To which of your accounts?")
    )


@require_safe
@of_account(Service)
def services(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Services, each with how it stands."""
    now = timezone.now()
    is_owner = membership.role == Membership.Role.OWNER
    found = listing(
        request,
        membership.account.services.filter(deleted_at=None).select_related("offer"),
        by="started_at",
        search=("product", "label"),
    )
    context = {
        "account": membership.account,
        "listing": found,
        "services": states(found.rows, at=now),
        "deletable": is_owner and deletable("service", policy_on(now)),
    }
    return render(request, "services/services.html", context)


@require_safe
@of_account(Service)
def service(request: HttpRequest, membership: Membership, number: int) -> HttpResponse:
    """One service: what is agreed, what is paid, and what was before."""
    now = timezone.now()
    found = _service(membership.account, number)
    today = day_at(now)
    term, own = term_on(found, today), own_prices(found)
    stands, reader = state(found, at=now), reader_of(membership.account, at=now)
    context = {
        "account": membership.account,
        "service": found,
        "state": stands,
        "term": term,
        "period": period(term.months) if term else "",
        "costs": term and costs(term, pays(term, held(own, today)), reader),
        "own_prices": going_on(own, today),
        "terms": [
            (each, period(each.months))
            for each in found.terms.select_related("offer").order_by("-starts", "-pk")
        ],
        "charges": found.charges.order_by("-made_at", "-pk")[:LISTED],
        "may_transfer": stands.kind in ("active", "ordered")
        and len(owned_accounts(me(request))) > 1,
        "is_owner": membership.role == Membership.Role.OWNER,
        "may_withdraw": may_withdraw(found, at=now) and not _withdrawn(found),
        "may_keep": standing(found) is not None,
        "comes_back": stands.kind == "ended" and not refusal(found, at=now, by_customer=True),
    }
    return render(request, "services/service.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@of_account(Service, owner=True)
def change_plan(request: HttpRequest, membership: Membership, number: int) -> HttpResponse:
    """Choose what a service is to be, see what that comes to, and agree to it."""
    now = timezone.now()
    found = _service(membership.account, number)
    term = term_on(found, day_at(now))
    if term is None or found.offer is None:
        messages.error(request, _("This service cannot be changed here; write to us."))
        return redirect("service", membership.account_id, number)
    posted = request.method == "POST"
    sent = request.POST if posted else request.GET if "offer" in request.GET else None
    form = PlanForm(found, term, _changes(found.offer), sent)
    foreseen = foresee(form, found, term)
    if posted and foreseen:
        if not within_limit(request, "order", me(request)):
            return errors.too_many(request)
        try:
            change(
                found,
                foreseen.wish,
                seen=request.POST.get("seen", ""),
                at=now,
                by=me(request),
            )
        except TrothError as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Your service is changed."))
            return redirect("service", membership.account_id, number)
    context = {
        "account": membership.account,
        "service": found,
        "form": form,
        "term": term,
        "foreseen": foreseen,
    }
    return render(request, "services/change.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@of_account(Service, owner=True)
def cancel_service(request: HttpRequest, membership: Membership, number: int) -> HttpResponse:
    """Cancel a service, now or at the end of its period."""
    now = timezone.now()
    found = _service(membership.account, number)
    today = day_at(now)
    term = term_on(found, today)
    ends = end_of_period(found, term.months if term else 0, today)
    last = ends - timedelta(days=1)
    form = CancelForm(request.POST if request.method == "POST" else None)
    when = [("end", _("At the end of the period: it runs until %(day)s") % {"day": day(last)})]
    form.fields["when"].choices = [  # type: ignore[attr-defined]
        *(when if ends > today else []),
        ("now", _("Now: it ends today, and everything on it is deleted")),
    ]
    form.fields["when"].initial = "end" if ends > today else "now"
    if form.is_valid():
        asked = form.cleaned_data
        cancel(found, now=asked["when"] == "now", because=asked["because"], at=now, by=me(request))
        messages.success(request, _("Your service is cancelled. We have sent you a confirmation."))
        return redirect("service", membership.account_id, number)
    with beyond_wall():
        back = unused(found, today + timedelta(days=1), at=now, whole=True)
    context = {
        "account": membership.account,
        "service": found,
        "form": form,
        "ends": ends if ends > today else None,
        "back": -sum(each.amount for each in back),
        "currency": term.currency if term else "",
        "may_withdraw": may_withdraw(found, at=now),
    }
    return render(request, "services/cancel.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@of_account(Service, owner=True)
def withdraw_service(request: HttpRequest, membership: Membership, number: int) -> HttpResponse:
    """Withdraw from the contract: state it, read what was stated, and confirm it."""
    now = timezone.now()
    found = _service(membership.account, number)
    person = me(request)
    if not may_withdraw(found, at=now) or _withdrawn(found):
        messages.error(request, _("The period for withdrawing from this contract is over."))
        return redirect("service", membership.account_id, number)
    posted = request.POST if request.method == "POST" else None
    form = WithdrawForm(posted, initial={"name": person.name or membership.account.name})
    statement = statement_of(found, form.cleaned_data["name"]) if form.is_valid() else ""
    if statement and "confirm" in request.POST:
        withdraw(found, statement, sent_on=day_at(now), at=now, by=person)
        messages.success(
            request, _("We have received your withdrawal and sent you a confirmation.")
        )
        return redirect("service", membership.account_id, number)
    context = {
        "account": membership.account,
        "service": found,
        "form": form,
        "statement": statement,
        "email": person.email,
    }
    return render(request, "services/withdraw.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@of_account(Service, owner=True)
def keep_service(request: HttpRequest, membership: Membership, number: int) -> HttpResponse:
    """See what it costs that a cancellation is taken back, and do it."""
    return _go_on(
        request,
        _service(membership.account, number),
        _("Undo the cancellation"),
        take_back_cancellation,
        kept,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@of_account(Service, owner=True)
def reactivate_service(request: HttpRequest, membership: Membership, number: int) -> HttpResponse:
    """See what it costs that a service which has ended is taken up again, and do it."""
    return _go_on(
        request,
        _service(membership.account, number),
        _("Reopen the account"),
        reactivate,
        taken_up,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@of_account(Service, owner=True)
@proved(only_posts=True)
def transfer_service(request: HttpRequest, membership: Membership, number: int) -> HttpResponse:
    """Have a service go on in another account of the same owner."""
    found = _service(membership.account, number)
    others = Account.objects.filter(pk__in=owned_accounts(me(request)))
    form = TransferForm(request.POST if request.method == "POST" else None)
    form.fields["to"].queryset = others.exclude(pk=found.account_id)  # type: ignore[attr-defined]
    form.fields["to"].label_from_instance = name_of  # type: ignore[attr-defined]
    if form.is_valid():
        try:
            made = transfer(found, form.cleaned_data["to"], at=timezone.now(), by=me(request))
        except TrothError as refused:
            form.add_error("to", str(refused))
        else:
            messages.success(request, _("The service is now in this account."))
            return redirect("service", made.account_id, made.pk)
    context = {"account": membership.account, "service": found, "form": form}
    return render(request, "services/transfer.html", context)


def _go_on(
    request: HttpRequest,
    found: Service,
    title: str,
    verb: Callable[..., None],
    comes_to: Callable[..., GoesOn | None],
) -> HttpResponse:
    """Show what it comes to that a service goes on, and have it go on by a verb."""
    now = timezone.now()
    try:
        if request.method == "POST":
            verb(found, at=now, by=me(request), seen=request.POST.get("seen", ""))
            messages.success(request, _("Your service continues."))
            return redirect("service", found.account_id, found.pk)
    except ChangedError as refused:
        messages.error(request, str(refused))
    except TrothError as refused:
        messages.error(request, str(refused))
        return redirect("service", found.account_id, found.pk)
    try:
        foreseen = shown(comes_to, found, at=now, by_customer=True)
    except TrothError as refused:
        messages.error(request, str(refused))
        return redirect("service", found.account_id, found.pk)
    context = {"account": found.account, "service": found, "title": title, "foreseen": foreseen}
    return render(request, "services/go_on.html", context)


def _withdrawn(service: Service) -> bool:
    return service.cancellations.filter(kind=Cancellation.Kind.WITHDRAWN).exists()


def _service(account: Account, number: int) -> Service:
    """One of the account's own. Raises Http404."""
    own = account.services.filter(deleted_at=None).select_related("account", "offer")
    return get_object_or_404(own, pk=number)


def _changes(offer: Product) -> QuerySet[Product]:
    """What a customer may change a service to: itself in another way, or an upgrade."""
    to = Q(pk=offer.pk) | Q(pk__in=offer.upgrades.values("to"))
    return Product.objects.filter(to, retired_at=None).order_by("position", "name")
