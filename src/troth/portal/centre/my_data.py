"""The page of what is held about me, and the acts that start there."""

from tempfile import TemporaryFile
from typing import cast

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth import logout
from django.core import signing
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from troth.accounts.models import Person
from troth.core.errors import TrothError
from troth.journal.models import Entry
from troth.policy.describe import describe
from troth.policy.parse import Policy
from troth.portal import errors
from troth.portal.access import me, personal, unstored
from troth.portal.centre.ask_copy import ask_copy, open_request
from troth.portal.centre.consents import consents
from troth.portal.centre.held import held, received
from troth.portal.forms import DownloadForm, EraseForm
from troth.portal.wording import why_kept
from troth.privacy import consent as consent_gate
from troth.privacy.ask_erasure import ask_erasure, take_back
from troth.privacy.erase import erase
from troth.privacy.export import Format, export
from troth.privacy.foresee import preview
from troth.privacy.receipt import Lines
from troth.privacy.rights import at_once, by_asking_here, contact, due_by, right_to
from troth.privacy.running import policy_on

_ONCE = signing.TimestampSigner(salt="troth.portal.erase")


@require_safe
@personal
def my_data(request: HttpRequest) -> HttpResponse:
    """What is held about me, why and until when; who received it; what I agreed to."""
    now = timezone.now()
    policy = policy_on(now.date())
    person = me(request)
    context = {
        "person": person,
        "held": held(person, policy, on=now.date()),
        "received": received(person, policy),
        "consents": consents(person, policy, at=now),
        "may_object": at_once(right_to("object", policy)),
    }
    return render(request, "portal/my_data.html", context)


@require_POST
@personal
def change_consent(request: HttpRequest, name: str) -> HttpResponse:
    """Give or withdraw a consent."""
    give = request.POST.get("choice") == "give"
    act = consent_gate.give if give else consent_gate.withdraw
    act(me(request), name, at=timezone.now())
    messages.success(request, _("Your choice is noted and holds from now on."))
    return redirect("my_data")


@require_POST
@personal
def object_to_marketing(request: HttpRequest) -> HttpResponse:
    """End every consent to marketing at once."""
    consent_gate.object_to_marketing(me(request), at=timezone.now())
    messages.success(request, _("Your objection is noted. No marketing reaches you from now on."))
    return redirect("my_data")


@require_http_methods(["GET", "HEAD", "POST"])
@personal
def download(request: HttpRequest) -> HttpResponseBase:
    """Hand out a copy of my data, or take the request for one."""
    now = timezone.now()
    policy = policy_on(now.date())
    person = me(request)
    right = right_to("export", policy)
    formats = (right and right.formats) or ("json", "csv")
    form = DownloadForm(formats, request.POST or None)
    if at_once(right) and request.method == "POST" and form.is_valid():
        return copy_of(person, cast(Format, form.cleaned_data["format"]))
    if not at_once(right) and request.method == "POST" and by_asking_here(right):
        ask_copy(person, at=now)
        messages.success(request, _("Your request has reached us."))
        return redirect("download")
    context = {
        "form": form,
        "at_once": at_once(right),
        "by_asking_here": by_asking_here(right),
        "sentence": describe(right, "export") if right else "",
        "contact": contact(right, policy),
        "asked": open_request(person),
    }
    return render(request, "portal/download.html", context)


def copy_of(person: Person, format: Format) -> FileResponse:
    """A copy of a person's data as a download.

    It is finished before the first byte leaves, so that no one receives half of it; the file
    has no name on the disk and is gone when the response has been sent.
    """
    file = TemporaryFile()  # noqa: SIM115  (the response closes it)
    now = timezone.now()
    try:
        export(person, file, format=format, at=now)
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return FileResponse(file, as_attachment=True, filename=f"my-data-{now:%Y-%m-%d}.zip")


@sensitive_post_parameters("confirmation")
@require_http_methods(["GET", "HEAD", "POST"])
@unstored
def erase_me(request: HttpRequest) -> HttpResponse:
    """Show what an erasure would take and leave; carry it out, or take the request."""
    if request.method == "POST" and not request.user.is_authenticated:
        # The second of two clicks: the first has taken the session along.
        return _receipt_of(request) or redirect("account_login")
    return cast(HttpResponse, _erase_me(request))


@personal
def _erase_me(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    policy = policy_on(now.date())
    person = me(request)
    right = right_to("erase", policy)
    form = EraseForm(person, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if not ratelimit.consume(request, action="reauthenticate", user=person):
            return errors.too_many(request)
        if form.is_valid():
            return _answer(request, person, policy)
    context = {
        "form": form,
        "person": person,
        "at_once": at_once(right),
        "by_asking_here": by_asking_here(right),
        "sentence": describe(right, "erase") if right else "",
        "contact": contact(right, policy),
        "due": person.erasure_asked_at and due_by(right, person.erasure_asked_at),
        "once": _ONCE.sign(str(person.pseudonym)),
    } | _foreseen(person, policy)
    return render(request, "portal/erase.html", context)


def _answer(request: HttpRequest, person: Person, policy: Policy) -> HttpResponse:
    right = right_to("erase", policy)
    if at_once(right):
        try:
            erasure = erase(person, at=timezone.now())
        except TrothError:
            # Of two clicks at the same moment, this one came second.
            if done := _receipt_of(request):
                return done
            raise
        logout(request)
        return redirect("receipt", erasure.receipt)
    if by_asking_here(right):
        ask_erasure(person, at=timezone.now())
    return redirect("erase")


@require_POST
@personal
def take_back_request(request: HttpRequest) -> HttpResponse:
    """Take back a request for erasure that has not been carried out."""
    take_back(me(request), at=timezone.now())
    messages.success(request, _("Your request is taken back. Nothing was erased."))
    return redirect("my_data")


def _receipt_of(request: HttpRequest) -> HttpResponse | None:
    """The receipt of the erasure that this very form has already led to."""
    try:
        pseudonym = _ONCE.unsign(request.POST.get("once", ""), max_age=3600)
    except signing.BadSignature:
        return None
    erased = Entry.objects.filter(subject=pseudonym, event__in=("person.erased",)).first()
    return redirect("receipt", erased.receipt) if erased else None


def _foreseen(person: Person, policy: Policy) -> dict[str, object]:
    """The preview by record, or why there is none."""
    try:
        counts = preview(person, at=timezone.now()).as_counts()
    except TrothError as refusal:
        return {"refusal": str(refusal)}
    lines = Lines.of(counts)
    return {
        "goes": [(line.text, line.rows) for line in lines.gone],
        "stays": [
            (
                line.text,
                line.rows,
                line.rule,
                why_kept(policy, line.rule, line.record) if line.rule else "",
            )
            for line in lines.stays
        ],
    }
