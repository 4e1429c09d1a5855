"""The page on which staff write to all customers at once."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from troth.core.errors import TrothError
from troth.desk.access import desk_page
from troth.gates.form import Form
from troth.gates.inputs.text import Line, Paragraphs
from troth.gates.roles import PRIVACY
from troth.messaging.mailing import Mailing, mail_everybody, reached
from troth.policy.parse import Policy
from troth.policy.placeholders import join
from troth.portal.proof import proved
from troth.publishing.running import policy_on

_DRAFT = "mailing"  # in the session


class MailingForm(Form):
    """What is written, of which kind the policy says it is, and what for."""

    rule = forms.ChoiceField(label=_("What it is"), widget=forms.RadioSelect)
    purpose = forms.ChoiceField(label=_("What it is for"), widget=forms.RadioSelect)
    signed_in = forms.IntegerField(
        label=_("To those who signed in within this many days"),
        help_text=_(
            "Leave empty for everybody. Our policy must allow sign-ins to be used for this purpose."
        ),
        required=False,
        min_value=1,
        max_value=366,
    )
    subject = Line(label=_("Subject"), max_length=200)
    body = Paragraphs(label=_("Text"), max_length=20_000)

    def __init__(self, policy: Policy, data: Any = None, draft: Any = None) -> None:
        super().__init__(data, initial=draft)
        kinds = policy.tables.message.items()
        self._choose("rule", [(f"message.{n}", join(r.about)) for n, r in kinds if _by_mail(r)])
        self._choose("purpose", [(n, p.description) for n, p in policy.tables.purpose.items()])

    def _choose(self, field: str, choices: list[tuple[str, str]]) -> None:
        choice = self.fields[field]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = choices

    def mailing(self) -> Mailing:
        """What was written."""
        return Mailing(**self.cleaned_data | {"signed_in": self.cleaned_data["signed_in"] or 0})


def _by_mail(rule: Any) -> bool:
    return "email" in rule.channels


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(PRIVACY)
def write(request: HttpRequest) -> HttpResponseBase:
    """Write to everybody whom the policy lets it reach; first say how many these are.

    What was written, as far as it is taken, stays in the session until it is sent: to write may
    take longer than a proof lasts.
    """
    if request.method == "POST":
        form = MailingForm(policy_on(timezone.now()), request.POST)
        form.is_valid()
        request.session[_DRAFT] = form.cleaned_data
    return _proved(request)


@proved(only_posts=True)
def _proved(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    sent = request.POST if request.method == "POST" else None
    form = MailingForm(policy_on(now), sent, request.session.get(_DRAFT))
    people = None
    if form.is_valid():
        try:
            if "send" in request.POST:
                queued = mail_everybody(form.mailing(), at=now)
                told = ngettext(
                    "%(count)s mail waits in the outbox.",
                    "%(count)s mails wait in the outbox.",
                    queued,
                )
                messages.success(request, told % {"count": queued})
                request.session.pop(_DRAFT, None)
                return redirect("mailing")
            people = reached(form.mailing(), at=now)
        except TrothError as refusal:
            form.add_error(None, str(refusal))
    return render(request, "messaging/desk/mailing.html", {"form": form, "people": people})
