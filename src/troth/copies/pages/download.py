"""Take a copy of my data along: at once, or when it is ready, or by asking staff."""

from collections.abc import Sequence
from tempfile import TemporaryFile
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from troth.accounts.models import Person
from troth.accounts.verified import need_verified_email
from troth.copies.ask_copy import ask_copy
from troth.copies.copy import fetch_copy, is_small, secret_of
from troth.copies.export import Format, export
from troth.copies.models import Copy
from troth.core.day import day_at
from troth.files.sealed import new_key, opening, sealing
from troth.gates.form import Form
from troth.policy.describe import describe
from troth.policy.rights import at_once, by_asking_here, contact, copy_rule, formats_of, right_to
from troth.portal.access import me, outside_the_wall, personal
from troth.publishing.running import policy_on
from troth.requests.ask import ask
from troth.requests.contradicts import is_erased_soon
from troth.requests.models import RightsRequest
from troth.requests.their_own import THEIR_OWN


class DownloadForm(Form):
    """Chooses among the formats that the policy offers."""

    def __init__(self, formats: Sequence[str], data: Any = None) -> None:
        super().__init__(data)
        self.fields["format"] = forms.ChoiceField(
            label=gettext_lazy("Format"),
            choices=[(format, format.upper()) for format in formats],
            initial=formats[0],
            widget=forms.RadioSelect,
        )


@require_http_methods(["GET", "HEAD", "POST"])
@outside_the_wall
@personal
def download(request: HttpRequest) -> HttpResponseBase:
    """Hand out a copy of my data, have it made, or take the request for one."""
    now = timezone.now()
    policy = policy_on(now)
    person = me(request)
    right = right_to("export", policy)
    sent = request.POST if request.method == "POST" else None
    form = DownloadForm(formats_of(copy_rule(policy), policy), sent)
    if request.method == "POST":
        need_verified_email(person)
        if at_once(right) and form.is_valid():
            return _hand_out(person, cast(Format, form.cleaned_data["format"]))
        if not at_once(right) and by_asking_here(right):
            ask(person, "export", at=now)
            messages.success(request, _("Your request has reached us."))
            return redirect("download")
    copy = Copy.objects.filter(person=person).first()
    context = {
        "form": form,
        "at_once": at_once(right),
        "by_asking_here": by_asking_here(right),
        "sentence": describe(right, "export") if right else "",
        "contact": contact(right, policy),
        "asked": RightsRequest.objects.filter(
            THEIR_OWN, person=person, right="export", whose="", state=RightsRequest.State.OPEN
        ).first(),
        "copy": copy if copy and (copy.ready_at is None or copy.expires_at > now) else None,
        "secret": copy and secret_of(copy),
        "erased_soon": is_erased_soon(person),
        "slow": copy and (now - copy.asked_at).total_seconds() > 300,
    }
    # htmx asks for the state alone.
    part = "#state" if request.htmx else ""  # type: ignore[attr-defined]
    return render(request, f"copies/download.html{part}", context)


@require_http_methods(["GET", "HEAD", "POST"])
@personal
def fetch(request: HttpRequest, secret: str) -> HttpResponseBase:
    """Fetch a copy that is ready, once. A link alone changes nothing: it leads to the button."""
    if request.method != "POST":
        return redirect("download")
    now = timezone.now()
    file = fetch_copy(me(request), secret, at=now)
    return FileResponse(file, as_attachment=True, filename=f"my-data-{day_at(now)}.zip")


def copy_of(person: Person, format: Format) -> FileResponse:
    """A copy of a person's data as a download.

    It is finished before the first byte leaves, so that no one receives half of it; the file has
    no name on the disk, is encrypted with a key that stands nowhere, and is gone when the response
    has been sent.
    """
    file, key = TemporaryFile(), new_key()  # noqa: SIM115  (the response closes it)
    now = timezone.now()
    try:
        reads = get_language() or ""
        with sealing(file, key) as sealed:
            export(person, sealed, format=format, at=now, by=person, reads=reads)
        file.seek(0)
    except BaseException:
        file.close()
        raise
    copy = opening(file, key)
    return FileResponse(copy, as_attachment=True, filename=f"my-data-{day_at(now)}.zip")


def _hand_out(person: Person, format: Format) -> HttpResponseBase:
    now = timezone.now()
    if is_small(person, at=now):
        return copy_of(person, format)
    ask_copy(person, format, at=now)
    return redirect("download")
