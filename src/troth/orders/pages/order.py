"""The order page: what was chosen, for which account, on which terms; and the button."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from troth.accounts.models import Account, Membership, Person
from troth.accounts.verified import has_verified_email
from troth.accounts.within_limit import within_limit
from troth.billing.missing import MissingForm, lacks_details, missing_form, store_missing
from troth.billing.readers import reader_of
from troth.catalog.price import Priced
from troth.core.errors import TrothError
from troth.core.money import money
from troth.core.text import straight
from troth.gates.form import Form
from troth.gates.inputs.text import Line, Paragraphs
from troth.gates.opens import opens
from troth.orders.agreed import Agreement
from troth.orders.begin import WORDS
from troth.orders.models import Order
from troth.orders.pages.cart import Cart, cart_of, keep, take_code
from troth.orders.pages.figures import figures
from troth.orders.pages.member import invoiced_in, member_who_orders
from troth.orders.pages.orders import orders_of
from troth.orders.place import ChangedError, place
from troth.orders.propose import Proposal, propose
from troth.policy.countries import COUNTRIES
from troth.portal import errors
from troth.portal.access import memberships, unstored
from troth.publishing.running import policy_on


class OrderForm(Form):
    """What is said with an order: the names of what is ordered, and that the terms are agreed to.

    `key` and `mark` are as in `place`.
    """

    key = forms.UUIDField(widget=forms.HiddenInput)
    mark = forms.CharField(widget=forms.HiddenInput, max_length=64)
    account = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, proposal: Proposal, data: Any = None, **more: Any):
        super().__init__(data, **more)
        self.names = []
        for position, each in enumerate(proposal.priced):
            name = each.product.said.asks_name if isinstance(each, Priced) else ""
            self.names.append(name and f"label_{position}")
            if isinstance(each, Priced) and name:
                self.fields[f"label_{position}"] = Line(
                    label=f"{each.product.said.name}: {name}", max_length=253
                )
        self.fields["note"] = Paragraphs(
            label=gettext_lazy("Message to us"),
            required=False,
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 2}),
        )
        self._ask_to_agree(proposal.agreement)

    def _ask_to_agree(self, agreement: Agreement) -> None:
        if terms := agreement.terms:
            self.fields["terms"] = forms.BooleanField(
                label=gettext_lazy("I agree to the terms of business, version %(version)s.")
                % {"version": terms.version},
                error_messages={
                    "required": gettext_lazy("You need to agree to the terms to order.")
                },
            )
        if agreement.documents:
            self.fields["documents"] = forms.BooleanField(
                label=gettext_lazy("I have read, and agree to: %(documents)s.")
                % {"documents": agreement.documents},
                error_messages={"required": gettext_lazy("You need to agree to these to order.")},
            )
        for name in agreement.asks:
            self.fields[name] = forms.BooleanField(label=str(WORDS[name]), required=False)

    @property
    def asked(self) -> list[str]:
        """What was agreed to of what need not be."""
        return [name for name in WORDS if self.cleaned_data.get(name)]

    @property
    def labels(self) -> list[str]:
        """The name of each line, or blank."""
        return [self.cleaned_data[name] if name else "" for name in self.names]


@require_http_methods(["GET", "HEAD", "POST"])
@unstored
def order(request: HttpRequest) -> HttpResponse:
    """See what would be ordered, change it, and order it."""
    cart = cart_of(request)
    sent = request.POST.get("act", "") if request.method == "POST" else ""
    if sent in ("remove", "code"):
        return _change(request, cart, sent)
    member = member_who_orders(request)
    if sent == "order" and member:
        return _order(request, cart, member)
    if sent == "order" and not request.user.is_authenticated:
        if not getattr(request.session, "lapsed", False):  # of which everybody is told
            said = _(
                "You have been signed out. Nothing was ordered; please sign in and choose again."
            )
            messages.error(request, said)
        return redirect_to_login(reverse("shop"))
    return _shown(request, cart, member)


def _change(request: HttpRequest, cart: Cart, sent: str) -> HttpResponse:
    line = request.POST.get("line")
    if sent == "code":
        code = " ".join(straight(request.POST.get("code", "")).split())[:40]
        if not take_code(request, cart, code):
            return errors.too_many(request)
    elif found := next((each for each in cart.lines if each.key == line), None):
        cart.lines.remove(found)
    keep(request, cart)
    return redirect(request.get_full_path())


def _order(request: HttpRequest, cart: Cart, member: Membership) -> HttpResponse:
    """Store what was missing and place the order; else the page shows what holds now and why."""
    shown = proposal = _proposal(cart, member.account)
    told = request.POST.copy()
    for name in ("act", *WORDS, *OrderForm(shown).fields):  # of this page, not of that form
        told.pop(name, None)
    if details := missing_form(member, told):
        proposal = _proposal(cart, member.account, details)
        if not details.is_bound:  # another country was asked for, and nothing ordered yet
            form = OrderForm(proposal, initial=request.POST.dict())
            return _shown(request, cart, member, form=form, details=details)
    form = OrderForm(proposal, request.POST)
    # Both, so that all that is wrong is said at once.
    if not all([form.is_valid(), details is None or details.is_valid()]):
        # The form of a cart that is an order by now, sent again by a second click or tab.
        if placed := _placed(member.account, request.POST.get("key", "")):
            return redirect("order", member.account_id, placed.pk)
        return _shown(request, cart, member, form=form, details=details)
    if not within_limit(request, "order", member.person):
        return errors.too_many(request)
    if details:
        store_missing(details, member)
    try:
        placed = place(
            member.account,
            cart.lines,
            currency=cart.currency,
            code=cart.code,
            labels=form.labels,
            note=form.cleaned_data["note"],
            key=form.cleaned_data["key"],
            mark=form.cleaned_data["mark"],
            country=came_from(request),
            asked=form.asked,
            by=member.person,
            at=timezone.now(),
        )
    except TrothError as refusal:
        holds = _proposal(cart, member.account)
        form = OrderForm(holds, request.POST)
        by_details = details is not None and shown.agreement.mark == form.data["mark"]
        if by_details and isinstance(refusal, ChangedError):
            form.add_error(None, _changed_tax(shown, holds))
        else:
            form.add_error(None, str(refusal))
        return _shown(request, cart, member, form=form)
    if placed.key == cart.key:
        keep(request, Cart())
    messages.success(
        request, _("Thank you. We have received your order %(number)s.") % {"number": placed.number}
    )
    return redirect("order", member.account_id, placed.pk)


def _shown(
    request: HttpRequest,
    cart: Cart,
    member: Membership | None,
    *,
    form: OrderForm | None = None,
    details: MissingForm | None = None,
) -> HttpResponse:
    account = member.account if member else None
    details = details or missing_form(member)
    told = details.told if details else {}
    reader = reader_of(account, told=told, at=timezone.now())
    proposal = _proposal(cart, account, details)
    agreement = proposal.agreement
    if member and cart.lines:
        fresh = {"mark": agreement.mark, "key": cart.key, "account": member.account_id}
        form = form or OrderForm(proposal)
        # What is agreed to next is what this page shows.
        form.data = dict(form.data.items()) | fresh
        form.initial = {**form.initial, **fresh}
    mine = memberships(request) if isinstance(request.user, Person) else []
    if details:
        details.renew()
    context = {
        "cart": cart,
        "rows": [
            (wanted.key, each, figures(each, reader), "")
            if isinstance(each, Priced)
            else (wanted.key, None, None, each)
            for wanted, each in zip(cart.lines, proposal.priced, strict=True)
        ],
        "with_tax": not reader.is_net(line.supply for line in agreement.lines),
        "proposal": proposal,
        "agreement": agreement,
        "sums": agreement.taxed.sums,
        "taxes": agreement.taxed.sums.taxes,
        # What the tax still lacks is in the form of the details, which says so once it is sent.
        "wrong": [each for each in proposal.wrong if not details or each != proposal.tax_wrong],
        "unsettled": bool(details and (not told.get("country") or proposal.tax_wrong)),
        "other_currency": agreement.currency != cart.currency,
        "member": member,
        "accounts": [each for each in mine if opens(each, Order) and each != member],
        "no_account": bool(mine) and member is None,
        "form": form,
        "details": details,
        "lacks": account is not None and details is None and lacks_details(account),
        "confirmed": member is None or has_verified_email(member.person),
        "home": None if account and (account.country or told.get("country")) else _home(),
    }
    return render(request, "orders/order_page.html", context)


def _proposal(cart: Cart, account: Account | None, details: MissingForm | None = None) -> Proposal:
    """What this page shows: with the tax of the details that are typed by now, and of the
    provider's own country until a country is among them."""
    own = invoiced_in([account.pk]) if account else set()
    currency = next(iter(own), cart.currency)
    told: Mapping[str, str] | None = details.told if details else None
    if told is None and account is not None and lacks_details(account):
        told = {}
    return propose(cart.lines, currency, cart.code, account=account, told=told, at=timezone.now())


def _changed_tax(shown: Proposal, holds: Proposal) -> str:
    """Why an order has to be agreed to once more: the details that came with it change the tax."""
    before, now = (
        money(each.agreement.taxed.sums.total, each.agreement.currency) for each in (shown, holds)
    )
    if before == now:
        return _(
            "Your details change the tax. Nothing was ordered; please check the new figures and "
            "order again."
        )
    return _(
        "Your details change the tax: the total is now %(now)s instead of %(before)s. Nothing was "
        "ordered; please check the new figures and order again."
    ) % {"now": now, "before": before}


def _placed(account: Account, key: str) -> Order | None:
    try:
        return orders_of(account).filter(key=UUID(key)).first()
    except ValueError:
        return None


def _home() -> str:
    country = policy_on(timezone.now()).tables.provider.country
    return str(COUNTRIES.get(country, country))


def came_from(request: HttpRequest) -> str:
    """The country that a proxy in front has seen, as COUNTRY_HEADER names it; or blank."""
    told = request.headers.get(settings.COUNTRY_HEADER, "") if settings.COUNTRY_HEADER else ""
    return told if told in COUNTRIES else ""
