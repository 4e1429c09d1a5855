"""Bring in my details from a copy that I downloaded: choose the file, look, choose, apply."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from troth.accounts.correct_account import correct_account
from troth.accounts.correct_person import correct_person
from troth.accounts.models import Account, Membership, Person, Preferences
from troth.accounts.name import name_of
from troth.accounts.tell_preferences import tell_preferences
from troth.accounts.within_limit import within_limit
from troth.copies.bring_in import LARGEST, Row, UnreadableError, read_copy
from troth.core.provider import salt
from troth.gates.collect import AS_TYPED, form_rule
from troth.gates.form import Form
from troth.people.pages.correction import ACCOUNT, PERSON, PREFERENCES, CorrectionForm
from troth.people.pages.details import DetailsForm
from troth.people.pages.preferences import PreferencesForm, told_by
from troth.people.pages.profile import ProfileForm
from troth.policy.parse import Policy
from troth.policy.rights import at_once, right_to
from troth.portal import errors
from troth.portal.access import me, memberships, personal
from troth.portal.uploads import takes_files
from troth.publishing.running import policy_on
from troth.requests.contradicts import contradicts

Subject = Person | Account | Preferences  # each a row of mine that a form corrects

_COLUMNS = {
    table: tuple(column for columns in fields.values() for column in columns)
    for table, fields in (("person", PERSON), ("account", ACCOUNT), ("preferences", PREFERENCES))
}
_WANTED = _COLUMNS | {"account": ("id", *_COLUMNS["account"])}


class CopyForm(Form):
    """The zip file, and once it is valid the rows in it."""

    copy = forms.FileField(
        label=gettext_lazy("Your copy"),
        help_text=gettext_lazy("The zip file that you downloaded here, as JSON or CSV."),
        widget=forms.FileInput(attrs={"accept": ".zip,application/zip"}),
        allow_empty_file=True,
    )

    def clean_copy(self) -> dict[str, list[Row]]:
        """Its rows of people and accounts."""
        copy = self.cleaned_data["copy"]
        if copy.size > LARGEST:
            raise ValidationError(
                _("The file is larger than %(limit)s. Zip its files “person” and “account” alone.")
                % {"limit": filesizeformat(LARGEST)}
            )
        try:
            return read_copy(copy, _WANTED)
        except UnreadableError as error:
            raise ValidationError(str(error)) from None


@dataclass(frozen=True)
class Change:
    """One field: what is held, what the copy says, and why it cannot be taken, if so.

    name: of the field in the form, such as `account-12.city`. held: a mark of what is held, by
    which a page that was left open shows its age. doubt: what looks wrong; choosing it answers
    that.
    """

    name: str
    column: str
    label: str
    old: str
    new: str
    held: str
    value: str
    refusal: str
    doubt: str


@dataclass(frozen=True)
class Part:
    """What would change of one subject."""

    subject: Subject
    title: str
    changes: list[Change]


@takes_files
@require_http_methods(["GET", "HEAD", "POST"])
@personal
def bring_in(request: HttpRequest) -> HttpResponse:
    """Take a copy, and show field by field what it would change. Nothing is stored here."""
    policy = _offered()
    sent = request.method == "POST"
    if sent and not within_limit(request, "bring_in", me(request)):
        return errors.too_many(request)
    form = CopyForm(request.POST, request.FILES) if sent else CopyForm()
    refusal = contradicts(me(request), "import")
    if not refusal and form.is_valid():
        return _preview(request, _parts(request, policy, form.cleaned_data["copy"]))
    return render(request, "copies/bring_in.html", {"form": form, "refusal": refusal})


@require_POST
@personal
def apply(request: HttpRequest) -> HttpResponse:
    """Store what was chosen: all of it, or nothing where some cannot be taken."""
    policy = _offered()
    now = timezone.now()
    if contradicts(me(request), "import"):
        return redirect("bring_in")
    chosen = {name: request.POST.get(name, "") for name in request.POST.getlist("take")}
    parts = [
        _part(subject, title, _chosen(chosen, _prefix(subject)), policy)
        for subject, title in _subjects(request, policy)
    ]
    changes = [change for part in parts for change in part.changes]
    if any(change.refusal for change in changes):
        return _preview(
            request, parts, _("Some of it cannot be used, so nothing has been saved yet.")
        )
    if any(change.held != request.POST.get(f"{change.name}.held") for change in changes):
        return _preview(
            request, parts, _("What we hold has changed in the meantime. Please look again.")
        )
    done = 0
    for part in parts:
        details = {change.column: change.value for change in part.changes}
        if isinstance(part.subject, Person):
            done += len(correct_person(part.subject, details, at=now))
        elif isinstance(part.subject, Account):
            done += len(correct_account(part.subject, details, by=me(request), at=now))
        else:
            done += len(tell_preferences(me(request), details, at=now))
    text = ngettext("%(count)s field was brought in.", "%(count)s fields were brought in.", done)
    messages.success(request, text % {"count": done} if done else _("Nothing had to be changed."))
    return redirect("bring_in")


def _offered() -> Policy:
    policy = policy_on(timezone.now())
    if not at_once(right_to("import", policy)):
        raise Http404
    return policy


def _preview(request: HttpRequest, parts: list[Part], problem: str = "") -> HttpResponse:
    context = {
        "problem": problem,
        "parts": [part for part in parts if part.changes],
        "takes": any(not change.refusal for part in parts for change in part.changes),
    }
    return render(request, "copies/bring_in_preview.html", context)


def _subjects(request: HttpRequest, policy: Policy) -> list[tuple[Subject, str]]:
    """Myself, what I told where the policy asks, and the accounts that I own, with their titles."""
    mine = [m.account for m in memberships(request) if m.role == Membership.Role.OWNER]
    found: list[tuple[Subject, str]] = [(me(request), _("You"))]
    if form_rule("preferences", policy):
        found.append((told_by(me(request)), _("About you")))
    return [*found, *((account, name_of(account)) for account in mine)]


def _table(subject: Subject) -> str:
    """The table of a copy that it stands in."""
    return str(subject._meta.model_name)


def _prefix(subject: Subject) -> str:
    """What its fields begin with in the form."""
    return f"account-{subject.pk}" if isinstance(subject, Account) else _table(subject)


def _parts(request: HttpRequest, policy: Policy, rows: Mapping[str, list[Row]]) -> list[Part]:
    """What the copy would change. An account is found by its number, or by being the only one."""
    subjects = _subjects(request, policy)
    mine = [subject for subject, _title in subjects if isinstance(subject, Account)]
    accounts = rows.get("account", [])
    by_number = {row.get("id"): row for row in accounts}
    parts = []
    for subject, title in subjects:
        if isinstance(subject, Account):
            row = by_number.get(str(subject.pk), {})
            if not row and len(accounts) == 1 and len(mine) == 1:
                row = accounts[0]
        else:
            row = next(iter(rows.get(_table(subject), [])), {})
        parts.append(_part(subject, title, row, policy))
    return parts


def _part(subject: Subject, title: str, row: Row, policy: Policy) -> Part:
    """What a row would change of a subject, by the form with which it is corrected by hand."""
    form = _form(subject, row, policy)
    form.is_valid()
    changes = []
    for column in form.columns:
        old, new = getattr(subject, column), row.get(column, "")
        errors = form.errors.get(column)
        value = new if errors else form.cleaned_data.get(column, "")
        if new and value != old:
            changes.append(
                Change(
                    name=f"{_prefix(subject)}.{column}",
                    column=column,
                    label=str(form.fields[column].label),
                    old=_shown(form, column, old),
                    new=_shown(form, column, value),
                    held=salted_hmac(
                        salt("troth.portal.bring_in"), str(old), algorithm="sha256"
                    ).hexdigest()[:12],
                    value=value,
                    refusal=" ".join(map(str, errors)) if errors else "",
                    doubt=form.as_typed.get(column, ""),
                )
            )
    return Part(subject, title, changes)


def _form(subject: Subject, row: Row, policy: Policy) -> CorrectionForm:
    """The form of a subject, filled with what is held and what the row has instead."""
    columns = _COLUMNS[_table(subject)]
    told = {column: row.get(column) or getattr(subject, column) for column in columns}
    # What the policy does not ask for, the form does not take: it is built once to know.
    fields = _build(subject, policy, told).fields
    asked = {column: text for column, text in told.items() if column in fields}
    ticks = {AS_TYPED[column]: "on" for column in asked if column in AS_TYPED}
    return _build(subject, policy, asked | ticks)


def _build(subject: Subject, policy: Policy, data: Any) -> CorrectionForm:
    if isinstance(subject, Person):
        return ProfileForm(policy, subject, data)
    if isinstance(subject, Account):
        return DetailsForm(policy, subject, data)
    return PreferencesForm(policy, subject, data)


def _chosen(values: Mapping[str, str], prefix: str) -> Row:
    """The fields of one subject that were chosen, by column."""
    return {
        name.partition(".")[2]: value
        for name, value in values.items()
        if name.partition(".")[0] == prefix
    }


def _shown(form: CorrectionForm, column: str, value: str) -> str:
    """A value in words: that of a list by its label."""
    field = form.fields[column]
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value))  # type: ignore[arg-type]
    return value
