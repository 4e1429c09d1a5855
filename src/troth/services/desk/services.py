"""Services as staff see them, and what they do with them."""

from collections.abc import Callable
from datetime import date
from typing import Any

from babel.numbers import get_territory_currencies
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from troth.accounts.models import Account, Person
from troth.billing.readers import reader_of
from troth.catalog.models import PERIODS, Price, Product
from troth.catalog.words import period
from troth.core.day import day_at
from troth.core.errors import TrothError
from troth.desk.access import desk_page, has_role, reads
from troth.desk.reason import opened
from troth.gates.form import Form
from troth.gates.inputs.amount import amount_of
from troth.gates.inputs.day import DayInput
from troth.gates.inputs.text import Line, Paragraphs
from troth.gates.read import may_read
from troth.portal.access import me
from troth.publishing.running import policy_on
from troth.services.bill import untreated
from troth.services.cancel import cancel
from troth.services.change import change, term_on
from troth.services.costs import costs
from troth.services.desk.words import words_opened
from troth.services.end import end
from troth.services.foresee import foresee
from troth.services.go_on import shown
from troth.services.models import Cancellation, Service, Suspension
from troth.services.open_by_hand import ByHand, open_by_hand
from troth.services.option_fields import chosen, option_fields, options_of
from troth.services.own_price import going_on, held, own_prices, pays
from troth.services.pause import pause
from troth.services.pay_back import has_not_arrived, left_to_pay_back, pay_back, to_pay_back
from troth.services.plan_form import MOST, PlanForm
from troth.services.reactivate import reactivate, refusal, taken_up
from troth.services.resume import resume
from troth.services.set_up import set_up, to_set_up
from troth.services.state import state
from troth.services.take_back_cancellation import kept, take_back_cancellation
from troth.services.transfer import transfer
from troth.services.unpaid import unpaid
from troth.services.withdraw import withdraw
from troth.wall.enter import behind_desk

LISTED = 100
ROLES = ("billing", "support")
# Whatever writes into the books is for who looks after them; so is to cancel something now.
_IN_THE_BOOKS = ("withdraw", "pay-back", "transfer", "end", "reactivate")
WITHDRAWN = Cancellation.Kind.WITHDRAWN
_CREDIT = gettext_lazy("Refund the remaining days")


class PauseForm(Form):
    """Why a service is paused; the customer is told the reason, staff alone read the remark."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Why is it paused?"),
        choices=[
            (each.value, each.label) for each in (Suspension.Reason.STAFF, Suspension.Reason.ABUSE)
        ],
    )
    remark = Line(label=gettext_lazy("Note for our staff"), required=False, max_length=300)


class CancelForm(Form):
    """When a service ends, and whether its days are given back."""

    now = forms.BooleanField(label=gettext_lazy("End it now"), required=False)
    credit = forms.BooleanField(label=_CREDIT, required=False)


class SeenForm(Form):
    """The figures that were shown."""

    seen = Line(required=False, max_length=64)


class EndForm(Form):
    """Whether the days of a service that ends are given back."""

    credit = forms.BooleanField(label=_CREDIT, required=False)


class WithdrawForm(Form):
    """A withdrawal that came by mail or letter; no words of ours are asked of a consumer."""

    sent_on = forms.DateField(label=gettext_lazy("When was it sent?"), widget=DayInput())
    statement = Paragraphs(label=gettext_lazy("What they wrote"), max_length=2000)

    def clean_sent_on(self) -> date:
        """A day that has come."""
        sent: date = self.cleaned_data["sent_on"]
        if sent > day_at(timezone.now()):
            raise ValidationError(_("That day is in the future."))
        return sent


class PayBackForm(Form):
    """Whether what is due after a withdrawal goes from our bank, and not the way it came."""

    by_transfer = forms.BooleanField(required=False)


class TransferForm(Form):
    """The account to which a service goes."""

    to = forms.ModelChoiceField(
        Account.objects.all(),
        label=gettext_lazy("Number of the other account"),
        help_text=gettext_lazy("Both customers have agreed to it."),
        widget=forms.NumberInput(attrs={"autocomplete": "off"}),
    )


class OpenForm(Form):
    """What is opened by hand."""

    offer = forms.ModelChoiceField(
        Product.objects.filter(retired_at=None), label=gettext_lazy("Product")
    )
    currency = forms.ChoiceField(label=gettext_lazy("Currency"))
    months = forms.TypedChoiceField(
        label=gettext_lazy("Billing period"),
        coerce=int,
    )
    quantity = forms.IntegerField(
        label=gettext_lazy("Quantity"), min_value=1, max_value=MOST, initial=1
    )
    label = Line(label=gettext_lazy("Name"), required=False, max_length=253)
    code = Line(label=gettext_lazy("Promotion code"), required=False, max_length=40)
    amount = Line(
        label=gettext_lazy("Price each per period"),
        help_text=gettext_lazy(
            "Net of tax, including options. Leave empty for the catalogue’s price."
        ),
        max_length=40,
        required=False,
    )

    def __init__(self, account: Account, data: Any = None) -> None:
        super().__init__(data)
        sold = Price.objects.exclude(amount=None).order_by("currency").values_list("currency")
        currencies = [account.currency] if account.currency else [c for (c,) in sold.distinct()]
        own: Any = self.fields
        own["currency"].choices = [(each, each) for each in currencies]
        # The first thing that is sold decides in which currency the account is invoiced.
        usual = [*get_territory_currencies(account.country or "ZZ"), "EUR"]
        own["currency"].initial = next((each for each in usual if each in currencies), None)
        own["months"].choices = [(months, period(months)) for months in (*PERIODS, 0)]
        # What is sent without the options of its product comes back and asks for them.
        self._options = list(options_of(data.get("offer", ""))) if data else []
        self.fields |= option_fields(self._options)

    def clean(self) -> dict[str, Any]:
        """A price of its own in minor units."""
        told = super().clean()
        typed, told["amount"] = told.get("amount"), None
        if typed and told.get("currency"):
            try:
                told["amount"] = amount_of(typed, told["currency"])
            except ValidationError as wrong:
                self.add_error("amount", wrong)
        return told

    @property
    def agreed(self) -> ByHand:
        """What was filled in."""
        told = self.cleaned_data
        choices = chosen(self._options, told)
        kept = ("offer", "label", "quantity", "months", "currency", "code", "amount")
        return ByHand(**{name: told[name] for name in kept}, choices=choices)


@require_safe
@desk_page(*ROLES)
@reads()
def waiting(request: HttpRequest) -> HttpResponse:
    """Services that are yet to be set up, those first that wait for no money and the oldest;
    withdrawals to be paid back."""
    found = unpaid(to_set_up()).select_related("offer").order_by("unpaid", "started_at", "pk")
    listed = list(found[: LISTED + 1])
    context = {
        "waiting": listed[:LISTED],
        "more": len(listed) > LISTED,
        "refunds": to_pay_back().order_by("refund_by", "pk")[:LISTED],
        "today": day_at(timezone.now()),
    }
    return TemplateResponse(request, "services/desk/waiting.html", context)


@require_safe
@desk_page(*ROLES)
def show(request: HttpRequest, number: int) -> HttpResponseBase:
    """One service as far as the role reads it, and what can be done with it."""
    now = timezone.now()
    today = day_at(now)
    found = get_object_or_404(Service.objects.select_related("account"), pk=number)
    open_ = may_read(me(request), policy_on(now))
    if to := opened(request, found.account, open_ & {"service", "content"}):
        return to
    with behind_desk(open_):
        row = get_object_or_404(Service, pk=number)
        term, own = term_on(row, today), own_prices(row)
        stands = state(row, at=now)
        terms = [(each, period(each.months)) for each in row.terms.order_by("-starts", "-pk")]
        charges = list(row.charges.order_by("-made_at", "-pk")[:LISTED])
        suspensions = list(row.suspensions.order_by("-since", "-pk"))
        cancellations = list(row.cancellations.order_by("-asked_at", "-pk"))
    reader = reader_of(found.account, at=now)
    comes_back = stands.kind == "ended" and not refusal(found, at=now, by_customer=False)
    goes_on = taken_up if comes_back else kept if stands.kind == "cancelled" else None
    withdrawn = next((each for each in cancellations if each.kind == WITHDRAWN), None)
    cancel_form, end_form = CancelForm(prefix="cancel"), EndForm(prefix="end")
    keeps_books = has_role(me(request), "billing")
    if not keeps_books:
        cancel_form.fields.clear()
    context = {
        "keeps_books": keeps_books,
        "changes": keeps_books and "service" in open_,
        "service": row,
        "state": stands,
        "term": term,
        "period": period(term.months) if term else "",
        "costs": term and costs(term, pays(term, held(own, today)), reader),
        "own_prices": going_on(own, today),
        "terms": terms,
        "charges": charges,
        "suspensions": suspensions,
        "cancellations": cancellations,
        "is_paused": any(
            each.until is None and each.reason != Suspension.Reason.OVERDUE for each in suspensions
        ),
        "comes_back": comes_back,
        "foreseen": goes_on and shown(goes_on, found, at=now, by_customer=False),
        "pause_form": PauseForm(prefix="pause"),
        "cancel_form": cancel_form,
        "end_form": end_form,
        "currency": terms[0][0].currency if terms else "",
        "withdraw_form": WithdrawForm(prefix="withdraw"),
        "withdrawn": withdrawn,
        "left": left_to_pay_back(withdrawn) if withdrawn and withdrawn.refund else 0,
        "has_not_arrived": withdrawn is not None and has_not_arrived(withdrawn),
        "transfer_form": TransferForm(prefix="transfer"),
    }
    return render(request, "services/desk/service.html", context)


@require_POST
@desk_page(*ROLES)
def act_on(request: HttpRequest, number: int, name: str) -> HttpResponse:
    """Do one thing with a service; what is refused is said on its page."""
    found = get_object_or_404(Service.objects.select_related("account", "offer"), pk=number)
    if name not in _ACTS:
        raise Http404
    form_class, verb, done = _ACTS[name]
    form = form_class(request.POST, prefix=name)
    if not form.is_valid():
        messages.error(request, " ".join(str(e) for each in form.errors.values() for e in each))
        return redirect("desk_service", number)
    in_the_books = name in _IN_THE_BOOKS or any(map(form.cleaned_data.get, ("now", "credit")))
    if in_the_books and not has_role(me(request), "billing"):
        raise PermissionDenied
    try:
        verb(found, form.cleaned_data, me(request))
    except TrothError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, str(done))
    return redirect("desk_service", number)


def _pause(service: Service, asked: dict[str, Any], staff: Person) -> None:
    reason = Suspension.Reason(asked["reason"])
    pause(service, reason, asked["remark"], at=timezone.now(), by=staff)


def _cancel(service: Service, asked: dict[str, Any], staff: Person) -> None:
    cancel(service, now=asked["now"], credit=asked["credit"], at=timezone.now())


def _withdraw(service: Service, asked: dict[str, Any], staff: Person) -> None:
    withdraw(service, asked["statement"], sent_on=asked["sent_on"], at=timezone.now())


def _pay_back(service: Service, asked: dict[str, Any], staff: Person) -> None:
    for each in to_pay_back().filter(service=service):
        pay_back(each, at=timezone.now(), by_transfer=asked["by_transfer"])


def _end(service: Service, asked: dict[str, Any], staff: Person) -> None:
    end(service, credit=asked["credit"], at=timezone.now(), by=staff)


def _set_up(service: Service, asked: dict[str, Any], staff: Person) -> None:
    set_up(service, at=timezone.now(), by=staff)


def _resume(service: Service, asked: dict[str, Any], staff: Person) -> None:
    resume(service, at=timezone.now(), by=staff)


def _keep(service: Service, asked: dict[str, Any], staff: Person) -> None:
    take_back_cancellation(service, at=timezone.now(), seen=asked["seen"])


def _reactivate(service: Service, asked: dict[str, Any], staff: Person) -> None:
    reactivate(service, at=timezone.now(), seen=asked["seen"])


def _transfer(service: Service, asked: dict[str, Any], staff: Person) -> None:
    transfer(service, asked["to"], at=timezone.now(), by=staff)


Act = Callable[[Service, dict[str, Any], Person], None]
_ACTS: dict[str, tuple[type[Form], Act, Promise]] = {
    "set-up": (Form, _set_up, gettext_lazy("The service is set up, and the customer is told.")),
    "pause": (PauseForm, _pause, gettext_lazy("The service is paused, and the customer is told.")),
    "resume": (Form, _resume, gettext_lazy("The service is running again.")),
    "cancel": (CancelForm, _cancel, gettext_lazy("The service is cancelled.")),
    "withdraw": (
        WithdrawForm,
        _withdraw,
        gettext_lazy("The withdrawal is entered, and the customer is told."),
    ),
    "pay-back": (
        PayBackForm,
        _pay_back,
        gettext_lazy("Booked. What is still to be sent is under Bank, “Refunds to be sent”."),
    ),
    "keep": (SeenForm, _keep, gettext_lazy("The service is running again.")),
    "end": (EndForm, _end, gettext_lazy("The service has ended.")),
    "reactivate": (SeenForm, _reactivate, gettext_lazy("The service is running again.")),
    "transfer": (TransferForm, _transfer, gettext_lazy("The service is transferred.")),
}


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page("billing")
def change_plan(request: HttpRequest, number: int) -> HttpResponseBase:
    """Change a service to whatever is sold, once it was shown what that comes to."""
    now = timezone.now()
    found = get_object_or_404(Service.objects.select_related("account", "offer"), pk=number)
    if to := words_opened(request, found.account):
        return to
    term = term_on(found, day_at(now))
    if term is None:
        messages.error(request, _("Nothing agreed for this service can be changed."))
        return redirect("desk_service", number)
    posted = request.method == "POST"
    sent = request.POST if posted else request.GET if "offer" in request.GET else None
    products = Product.objects.filter(retired_at=None).order_by("position", "name")
    form = PlanForm(found, term, products, sent)
    foreseen = foresee(form, found, term, by_staff=True)
    if posted and foreseen:
        try:
            change(found, foreseen.wish, seen=request.POST.get("seen", ""), at=now)
        except TrothError as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("The service is changed, and the customer is told."))
            return redirect("desk_service", number)
    context = {"service": found, "form": form, "foreseen": foreseen}
    return render(request, "services/desk/change.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page("billing")
def open_new(request: HttpRequest, number: int) -> HttpResponse:
    """Open a service for an account by hand."""
    account = get_object_or_404(Account, pk=number)
    form = OpenForm(account, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = open_by_hand(account, form.agreed, at=timezone.now(), by=me(request))
        except TrothError as refused:
            form.add_error(None, str(refused))
        else:
            _tell_opened(request, made)
            return redirect("desk_service", made.pk)
    return render(request, "services/desk/open.html", {"account": account, "form": form})


def _tell_opened(request: HttpRequest, made: Service) -> None:
    if not made.charges.filter(line=None).exists():
        messages.success(request, _("The service is opened and invoiced."))
        return
    account, now = made.account_id or 0, timezone.now()
    told = _("The service is open. It will be invoiced once this is resolved: %(why)s")
    messages.warning(request, told % {"why": untreated([account], at=now).get(account, "")})
