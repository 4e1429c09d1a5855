"""Who saw or changed what about me, or about an account."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import singledispatch

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from troth.accounts.device import device_name
from troth.accounts.models import Account, Activity, Membership, Person, Signin
from troth.copies.activity import (
    Place,
    Row,
    Tables,
    about_account,
    about_person,
    months,
    of_month,
    page_of,
)
from troth.gates.models import ConsentEvent, StaffRead
from troth.gates.roles import OWNER
from troth.policy.staff_roles import staff_role
from troth.policy.vocabulary import CATEGORIES
from troth.portal.access import me, of_account, personal
from troth.portal.account_log import told
from troth.portal.rows import channel_in_words

KINDS: dict[str, Promise] = {
    "account": gettext_lazy("What was done in an account"),
    "consent": gettext_lazy("Consents"),
    "signin": gettext_lazy("Sign-ins"),
    "staff": gettext_lazy("What our staff read"),
}
_DECIDED: dict[str, Promise] = {
    ConsentEvent.Kind.GIVEN: gettext_lazy("Consent given %(channel)s"),
    ConsentEvent.Kind.REFUSED: gettext_lazy("Consent refused %(channel)s"),
    ConsentEvent.Kind.WITHDRAWN: gettext_lazy("Consent withdrawn %(channel)s"),
    ConsentEvent.Kind.OBJECTED: gettext_lazy("Objected to marketing %(channel)s"),
}
_OPTED: dict[str, Promise] = _DECIDED | {
    ConsentEvent.Kind.GIVEN: gettext_lazy("Opted back in %(channel)s"),
    ConsentEvent.Kind.OBJECTED: gettext_lazy("Opted out of sale and sharing %(channel)s"),
}
_USED: dict[str, Promise] = _DECIDED | {
    ConsentEvent.Kind.GIVEN: gettext_lazy("New use allowed %(channel)s"),
    ConsentEvent.Kind.REFUSED: gettext_lazy("New use declined %(channel)s"),
    ConsentEvent.Kind.OBJECTED: gettext_lazy("Objected to a use %(channel)s"),
}
_SEEN: dict[str, Promise] = {
    StaffRead.Agreement.NONE: gettext_lazy("Read: %(categories)s"),
    StaffRead.Agreement.ASKED: gettext_lazy("Asked to read: %(categories)s"),
    StaffRead.Agreement.GIVEN: gettext_lazy("May read once: %(categories)s"),
}


@dataclass(frozen=True)
class Line:
    """What was done, by whom, and a reason, a browser or the words; `ip` where it is held."""

    at: datetime
    what: str
    by: str
    detail: str = ""
    ip: str = ""


@require_safe
@personal
def activity(request: HttpRequest) -> HttpResponse:
    """What was done with my data, in the accounts that I own, and by myself."""
    return _page(request, about_person(me(request)))


@require_safe
@of_account(Activity)
def account_activity(request: HttpRequest, membership: Membership) -> HttpResponse:
    """What was done in an account and with its data."""
    return _page(request, about_account(membership.account_id), account=membership.account)


def _page(
    request: HttpRequest, everything: Tables, *, account: Account | None = None
) -> HttpResponse:
    kind, month = request.GET.get("kind", ""), _month(request.GET.get("month", ""))
    tables = {kind: everything[kind]} if kind in everything else everything
    if month:
        tables = of_month(tables, month)
    rows, more = page_of(tables, before=Place.read(request.GET.get("before", "")))
    context = {
        "account": account,
        "lines": [line(row, me(request)) for row in rows],
        "more": more,
        "kinds": {kind: KINDS[kind] for kind in everything},
        "kind": kind if kind in everything else "",
        "months": months(everything),
        "month": month,
    }
    return render(request, "copies/activity.html", context)


@singledispatch
def line(row: Row, reader: Person) -> Line:
    """A row in words, for whoever reads it."""
    raise TypeError(f"{type(row).__name__} is no activity")


@line.register
def _activity(row: Activity, reader: Person) -> Line:
    return Line(row.at, told(row.what), _by(row, reader), ip=row.ip or "")


@line.register
def _consent(row: ConsentEvent, reader: Person) -> Line:
    kind = row.rule.partition(".")[0]
    words = {"right": _OPTED, "purpose": _USED}.get(kind, _DECIDED)
    if kind != "share" and row.rule.count(".") == 2:  # a rule and what it is used for as well
        words = _USED
    what = words[row.kind] % {"channel": channel_in_words(row.channel)}
    return Line(row.at, what, _("You"), detail=f"“{row.wording}”")


@line.register
def _signin(row: Signin, reader: Person) -> Line:
    what = _("Signed in") if row.succeeded else _("Attempt to sign in that failed")
    by = _("You") if row.succeeded else ""
    return Line(row.at, what, by, detail=device_name(row.user_agent), ip=row.ip or "")


@line.register
def _staff_read(row: StaffRead, reader: Person) -> Line:
    read = "; ".join(CATEGORIES[c].meaning if c in CATEGORIES else c for c in row.categories)
    what = _SEEN[row.agreement] % {"categories": read}
    by = (
        _("Our staff")
        if row.role in ("", OWNER)
        else _("Our %(role)s staff") % {"role": staff_role(row.role)}
    )
    said = {"reason": row.reason, "ground": StaffRead.Ground(row.ground).label}
    reason = _("Reason: %(reason)s") % said if row.reason else ""
    if row.ground:
        reason = _("Reason (%(ground)s): %(reason)s") % said
    return Line(row.at, what, by, detail=reason)


def _by(row: Activity, reader: Person) -> str:
    """Who did it. Staff are not named: they act for the provider, who answers for them."""
    if row.person_id is None:
        return _("The system, or someone who is no longer here")
    if row.person_id == reader.pk:
        return _("You")
    # Behind the second wall there are none but the people of one's accounts.
    if row.person is None or row.person.is_staff:
        return _("Our staff, or someone who has left")
    return row.person.name or row.person.email


def _month(text: str) -> date | None:
    """`2026-06` as a day; None for anything else."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
