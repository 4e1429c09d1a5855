"""My rights, how each is exercised, and what I have asked for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from troth.accounts.models import Membership, Person
from troth.core.day import day_at
from troth.gates.inputs.text import Paragraphs
from troth.journal.models import Entry
from troth.messaging.link import link
from troth.policy.headline import RIGHT_TITLES
from troth.policy.parse import Policy
from troth.policy.rights import BY_LAW, at_once, by_asking_here, right_to
from troth.policy.vocabulary import RIGHTS
from troth.portal.access import me, of_account, personal
from troth.publishing.running import policy_on
from troth.requests.ask import ask
from troth.requests.authorities import authorities
from troth.requests.clock import days_left
from troth.requests.contradicts import contradicts
from troth.requests.events import ANSWERED
from troth.requests.models import RightsRequest
from troth.requests.pages.ways import OWN_PAGE, PAGES, unsaid, ways_of, yours
from troth.requests.pages.whose import ANOTHERS, OWN, WhoseForm
from troth.requests.take_back import take_back

# Rights that take one click where the policy says at once, so that there is nothing to ask.
_BY_ONE_CLICK = ("object", "restrict", "withdraw")


@dataclass(frozen=True)
class Asked:
    """A request as its page shows it, with the days that are left until its deadline."""

    request: RightsRequest
    meaning: str
    days: int | None

    @property
    def title(self) -> str:
        """What was asked, as a title of it; in words what came by mail and is not sorted yet, and
        what is about somebody else."""
        right = self.request.right
        if self.request.whose:
            return capfirst(RIGHTS.get(right, self.meaning))
        return RIGHT_TITLES[right] if right in RIGHT_TITLES else capfirst(self.meaning)


class AskForm(WhoseForm):
    """Which right to whose data, and whatever the person wants to say about it."""

    right = forms.ChoiceField(label=gettext_lazy("What do you ask for?"), widget=forms.RadioSelect)
    text = Paragraphs(
        label=gettext_lazy("What should we know?"),
        help_text=gettext_lazy("Say which of your data it is about. Do not include passwords."),
        required=False,
        max_length=5000,
    )

    field_order = ("right", "about", "whose")

    def __init__(self, words: Iterable[str], data: Any = None, right: str = "") -> None:
        super().__init__(data, initial={"right": right, "about": OWN})
        about = self.fields["about"]
        assert isinstance(about, forms.ChoiceField)
        about.choices = [(OWN, _("mine")), (ANOTHERS, _("somebody else’s"))]
        about.required = False
        self.fields["whose"].help_text = _(
            "How we can find them: a customer by e-mail address, a reseller’s customer by name "
            "and domain. Your own data then stays as it is."
        )
        field = self.fields["right"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(word, capfirst(yours(word))) for word in words]


@require_safe
@personal
def requests(request: HttpRequest) -> HttpResponse:
    """Every right of the policy with the ways to exercise it, and what I have asked so far."""
    now = timezone.now()
    policy = policy_on(now)
    person = me(request)
    context = {"asked": asked_by(person, today=day_at(now))}
    return render(request, "requests/requests.html", context | _rights(policy, person))


def asked_by(person: Person, *, today: date) -> list[Asked]:
    """What a person has asked: what is open first, then the latest first."""
    mine = RightsRequest.objects.filter(person=person).order_by("-asked_at", "-pk")
    found = [_asked(each, today=today) for each in mine]
    return sorted(found, key=lambda each: each.request.state != RightsRequest.State.OPEN)


@require_safe
def rights(request: HttpRequest) -> HttpResponse:
    """Every right, and how it is exercised, for whoever has no account or is not signed in."""
    return render(request, "requests/rights.html", _rights(policy_on(timezone.now())))


def _rights(policy: Policy, person: Person | None = None) -> dict[str, Any]:
    """The rights that the policy names with the ways to exercise them, and the law's others."""
    return {
        "ways": ways_of(policy, customers=True),
        "others": ways_of(policy, customers=False),
        "unsaid": unsaid(policy),
        "contact": policy.tables.provider.privacy_contact,
        "authorities": authorities(policy, person),
    }


@require_safe
@of_account(RightsRequest)
def account_requests(request: HttpRequest, membership: Membership) -> HttpResponse:
    """What was asked about an account, for its owner and for whom they trust with its privacy."""
    today = day_at(timezone.now())
    account = membership.account
    about_it = RightsRequest.objects.filter(subject=account).order_by("-asked_at", "-pk")
    asked = [
        Asked(each, RIGHTS.get(each.right, each.right), days_left(each, on=today))
        for each in about_it
    ]
    context = {"account": account, "asked": asked}
    return render(request, "requests/account_requests.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@personal
def ask_right(request: HttpRequest) -> HttpResponse:
    """Ask for a right; `?right=restrict` chooses one beforehand."""
    now = timezone.now()
    here = _words(policy_on(now))
    words = dict.fromkeys((*here, *BY_LAW))
    if request.method == "POST":
        form = AskForm(words, request.POST)
        if form.is_valid():
            right, text = form.cleaned_data["right"], form.cleaned_data["text"]
            whose = form.cleaned_data["whose"]
            if not whose and right not in here:
                messages.info(request, _("For your own data you can do this here."))
                return redirect(PAGES[right])
            refusal = "" if whose else contradicts(me(request), right)
            if not refusal:
                made = ask(me(request), right, text=text, whose=whose, at=now)
                if made.asked_at == now:
                    messages.success(request, _("Your request has reached us."))
                else:
                    messages.info(request, _("You have asked for this already; here is how it is."))
                return redirect("my_request", made.pk)
            form.add_error("right", refusal)
    else:
        form = AskForm(words, right=request.GET.get("right", ""))
    return render(request, "requests/ask.html", {"form": form})


@require_safe
@personal
def show_request(request: HttpRequest, number: int) -> HttpResponse:
    """One request: its state, its deadline, its answer, and what can be done next.

    Of one that went with an erasure, of which a hold keeps a part, there is the receipt.
    """
    person = me(request)
    found = RightsRequest.objects.filter(pk=number, person=person).first()
    if found is None:
        steps = Entry.objects.filter(counts__request=number, subject=person.pseudonym)
        get_object_or_404(steps.filter(event=ANSWERED))
        return redirect("receipt", person.pseudonym)
    now = timezone.now()
    policy = policy_on(now)
    context = {
        "each": _asked(found, today=day_at(now)),
        "address": link("receipt", person.pseudonym),
        "authorities": authorities(policy, person),
    }
    return render(request, "requests/request.html", context)


@require_POST
@personal
def take_back_request(request: HttpRequest, number: int) -> HttpResponse:
    """Take a request back that has not been answered."""
    found = get_object_or_404(RightsRequest, pk=number, person=me(request))
    if found.state != RightsRequest.State.TAKEN_BACK:
        take_back(found, at=timezone.now())
    messages.success(request, _("Your request has been withdrawn. Nothing was done."))
    return redirect("my_request", found.pk)


def _words(policy: Policy) -> list[str]:
    """The rights that are asked for here, and are neither done at once nor on their own page."""
    return [word for word in RIGHTS if word not in OWN_PAGE and _asked_here(word, policy)]


def _asked_here(word: str, policy: Policy) -> bool:
    right = right_to(word, policy)
    if right is None:
        return word in BY_LAW
    return by_asking_here(right) and not (word in _BY_ONE_CLICK and at_once(right))


def _asked(request: RightsRequest, *, today: date) -> Asked:
    return Asked(request, yours(request.right), days_left(request, on=today))
