"""The public forms: to ask a question, to ask for support, and to ask for a call."""

from typing import Any, NamedTuple

from allauth.core import ratelimit
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from troth.accounts.models import Person
from troth.gates.collect import CollectForm, asked_by, rule_for
from troth.policy.parse import Policy
from troth.portal import errors
from troth.portal.access import outside_the_wall, unstored
from troth.portal.wording import purposes_of
from troth.publishing.running import policy_on
from troth.support.inquiries.forms import public_forms
from troth.support.inquiries.take_in import take_in
from troth.support.models import ASKED


class Words(NamedTuple):
    title: str | Promise
    lead: str | Promise
    button: str | Promise


WORDS = {
    "inquiry": Words(
        _("Ask us"),
        _("A question about our products, before or after you are a customer."),
        _("Send your question"),
    ),
    "support": Words(
        _("Ask for support"),
        _("Tell us what does not work, and since when."),
        _("Ask for support"),
    ),
    "call-back": Words(
        _("Have us call you back"),
        _("Tell us what your business needs, so that we call prepared."),
        _("Ask for a call"),
    ),
}


class ContactForm(CollectForm):
    """What the policy's form asks. What is known of who is signed in stands there already."""

    def __init__(self, form: str, policy: Policy, person: Person | None, data: Any = None) -> None:
        self.rule = rule_for(form, policy)
        asked = {name: need for name, need in asked_by(self.rule).items() if name in ASKED}
        known = {name: getattr(person, name, "") for name in ("title", "name", "email", "phone")}
        country = policy.tables.provider.country
        super().__init__(policy, asked, data, held=known, country=country)
        if person is None:
            self.ask_age(_("We cannot take your question before you are %(age)s years old."))
        if "email" in self.fields:
            self.fields["email"].help_text = _("We answer there, and use it for nothing else.")

    @property
    def sender(self) -> str:
        """Where the answer goes, for counting how often somebody asks."""
        return self.details.get("email") or self.details.get("phone", "")


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@outside_the_wall  # it may name the confirmed address of somebody else
@unstored
def contact(request: HttpRequest, form: str = "") -> HttpResponse:
    """One of the policy's forms; the first where the address names none."""
    now = timezone.now()
    policy = policy_on(now)
    forms = public_forms(policy)
    name = form or next(iter(forms), "")
    if name not in forms:
        raise Http404
    person = request.user if isinstance(request.user, Person) else None
    asked = ContactForm(name, policy, person, request.POST if request.method == "POST" else None)
    if asked.is_valid():
        if not ratelimit.consume(request, action="inquiry", key=asked.sender):
            return errors.too_many(request)
        take_in(name, asked.details, at=now, person=person)
        return redirect("contact_sent")
    context = {
        "form": asked,
        "words": WORDS[name],
        "others": [(other, WORDS[other].title) for other in forms if other != name],
        "purposes": purposes_of(asked.rule, policy),
    }
    return render(request, "support/contact.html", context)


@require_safe
@unstored
def sent(request: HttpRequest) -> HttpResponse:
    """What happens now."""
    return render(request, "support/contact_sent.html")
