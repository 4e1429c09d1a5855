"""The people of an account, and what each of them may do in it."""

from typing import Any, cast

from allauth.core import ratelimit
from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from troth.accounts.models import Account, Activity, Membership
from troth.accounts.scopes import SCOPES, as_words, scopes_in
from troth.core.day import day_at
from troth.erasure.left import what_becomes_of_login
from troth.gates.form import Form
from troth.people.change_scopes import change_scopes
from troth.people.hand_over import hand_over
from troth.people.invite import open_invitations
from troth.people.note import rule_on
from troth.people.withdraw_access import withdraw_access
from troth.portal import errors
from troth.portal.access import me, of_account, outside_the_wall
from troth.portal.forms import ConfirmForm
from troth.portal.paging import listing
from troth.portal.proof import proved
from troth.publishing.running import policy_on


class ScopesForm(Form):
    """What a trusted person may do."""

    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("What can this person do?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(scope, capfirst(meaning)) for scope, meaning in SCOPES.items()]
        self.fields["scopes"].choices = choices  # type: ignore[attr-defined]


class MemberForm(ScopesForm):
    """Changes what one may do, unless somebody else has done so since the page was opened."""

    gets_invoices = forms.BooleanField(
        label=gettext_lazy(
            "This person also gets invoices, reminders and notices of suspended services by e-mail."
        ),
        help_text=gettext_lazy("Only together with “view invoices and payments”."),
        required=False,
    )
    before = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)

    def __init__(self, membership: Membership, data: QueryDict | None = None) -> None:
        self.now = membership.scopes
        initial = {"scopes": self.now.split(), "before": self.now}
        super().__init__(data, initial=initial | {"gets_invoices": membership.gets_invoices})

    def clean(self) -> dict[str, Any]:
        """As any form does; then compare with what is stored now."""
        super().clean()
        before, chosen = self.cleaned_data.get("before"), self.cleaned_data.get("scopes")
        if chosen and before != self.now and as_words(chosen) != self.now:
            words = ", ".join(str(SCOPES[scope]) for scope in self.now.split())
            sentence = _("This has since been changed to: %(words)s. Save again to replace it.")
            self.add_error("scopes", sentence % {"words": words})
            again = cast(QueryDict, self.data).copy()
            again["before"] = self.now
            self.data = again
        return self.cleaned_data


class HandOverForm(ConfirmForm):
    """Confirms that an account gets another owner."""

    word = "HAND OVER"


@require_safe
@of_account(Membership)
def people(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Who belongs to the account, and who is invited."""
    now = timezone.now()
    account = membership.account
    everybody = _members(account).order_by("role", "created_at", "pk")
    context = {
        "account": account,
        "people": [(each, words_of(each)) for each in everybody],
        "invitations": open_invitations(account, at=now).order_by("-created_at"),
        "expired": account.invitations.filter(
            accepted_at=None, withdrawn_at=None, expires_at__lte=now
        ).order_by("-created_at"),
        "rule": rule_on(now),
    }
    return render(request, "people/people.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@of_account(Membership)
@proved(only_posts=True)
def member(request: HttpRequest, membership: Membership, member: int) -> HttpResponse:
    """What a trusted person did, and may do from now on."""
    found = _trusted(membership.account, member)
    form = MemberForm(found, request.POST if request.method == "POST" else None)
    if form.is_valid():
        told = form.cleaned_data
        change_scopes(
            found,
            told["scopes"],
            gets_invoices=told["gets_invoices"],
            by=me(request),
            at=timezone.now(),
        )
        messages.success(request, _("Saved. The change applies from now on."))
        return redirect("member", membership.account_id, found.pk)
    done = Activity.objects.filter(account=membership.account, person=found.person_id)
    context = {
        "account": membership.account,
        "member": found,
        "form": form,
        "listing": listing(request, done, by="at"),
    }
    return render(request, "people/member.html", context)


@require_POST
@of_account(Membership)
def end_access(request: HttpRequest, membership: Membership, member: int) -> HttpResponse:
    """Let a trusted person go."""
    if found := _members(membership.account).filter(pk=member).first():  # not of a second click
        withdraw_access(found, by=me(request), at=timezone.now())
    messages.success(request, _("This person no longer has access."))
    return redirect("people", membership.account_id)


@outside_the_wall  # what the other one has asked for is not the owner's to see
@sensitive_post_parameters("confirmation")
@require_http_methods(["GET", "HEAD", "POST"])
@of_account(Membership)
@proved(by_form=True)
def hand_over_page(request: HttpRequest, membership: Membership, member: int) -> HttpResponse:
    """Make a trusted person the owner of the account."""
    found = _trusted(membership.account, member)
    person = me(request)
    form = HandOverForm(person, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if not ratelimit.consume(request, action="reauthenticate", user=person):
            return errors.too_many(request)
        if form.is_valid():
            hand_over(found, by=person, at=timezone.now())
            messages.success(
                request, _("The account has a new owner. You remain a trusted person.")
            )
            return redirect("account", membership.account_id)
    context = {"account": membership.account, "member": found, "form": form}
    return render(request, "people/hand_over.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@of_account()
def leave(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Leave an account that somebody else owns."""
    if request.method == "POST":
        withdraw_access(membership, by=me(request), at=timezone.now())
        messages.success(request, _("You have left the account."))
        return redirect("overview")
    today = day_at(timezone.now())
    context = {
        "account": membership.account,
        "membership": membership,
        "login": what_becomes_of_login(
            me(request), policy_on(today), on=today, without=[membership.account_id]
        ),
    }
    return render(request, "people/leave.html", context)


def words_of(membership: Membership) -> list[str]:
    """What a member may do, in words; nothing in particular for the owner, who may do it all."""
    if membership.role == Membership.Role.OWNER:
        return []
    allowed = scopes_in(membership.scopes)
    return [str(meaning) for scope, meaning in SCOPES.items() if scope in allowed]


def _trusted(account: Account, number: int) -> Membership:
    """A trusted person of the account. Raises Http404."""
    return get_object_or_404(_members(account), role=Membership.Role.TRUSTED, pk=number)


def _members(account: Account) -> QuerySet[Membership]:
    """Who belongs to it, without their passwords: the second wall keeps those from every page."""
    return account.memberships.select_related("person").defer("person__password")
