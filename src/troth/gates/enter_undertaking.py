"""Put on record what a recipient has undertaken by a signed document."""

from collections.abc import Collection
from datetime import date, datetime

from django.utils.translation import gettext as _

from troth.core.conflicts import act
from troth.core.day import day_at
from troth.core.errors import TrothError
from troth.gates.events import UNDERTAKING_ENTERED
from troth.gates.models import Undertaking
from troth.gates.undertakings import INSTRUCTIONS, KINDS
from troth.policy.parse import Policy
from troth.publishing import evidence
from troth.publishing.running import policy_on


@act
def enter_undertaking(
    recipient: str,
    kind: str,
    signed_on: date,
    *,
    purposes: Collection[str] = (),
    note: str = "",
    at: datetime,
) -> Undertaking:
    """Note that a recipient has signed something, a kind of `KINDS`; the same again is once.

    purposes: those that instructions name; they take some, and no other kind takes any. note: where
    the document lies. Raises TrothError for a recipient or a purpose that the policy lacks, and for
    a day to come.
    """
    _require_known(policy_on(at), recipient, kind, purposes)
    if signed_on > day_at(at):
        raise TrothError(_("What is signed on a day to come is entered then."))
    entered, new = Undertaking.objects.get_or_create(
        recipient=recipient,
        kind=kind,
        signed_on=signed_on,
        ended_at=None,
        defaults={"purposes": sorted(purposes), "note": note, "entered_at": at},
    )
    if new:
        counts = {"kind": kind, "signed": signed_on.isoformat(), "purposes": entered.purposes}
        evidence.note(UNDERTAKING_ENTERED, at=at, rule=f"share.{recipient}", counts=counts)
    return entered


def _require_known(policy: Policy, recipient: str, kind: str, purposes: Collection[str]) -> None:
    """Raise TrothError for what the policy in force does not have."""
    if recipient not in policy.tables.share:
        raise TrothError(_("The policy names no such recipient."))
    if kind not in KINDS:
        raise TrothError(
            _("There is no such kind; use one of: %(kinds)s.") % {"kinds": ", ".join(KINDS)}
        )
    if bool(purposes) != (kind == INSTRUCTIONS):
        raise TrothError(_("Instructions name their purposes, and nothing else does."))
    if unknown := sorted({*purposes} - policy.tables.purpose.keys()):
        raise TrothError(
            _("The policy has no such purpose: %(purposes)s. Data is used for its purposes only.")
            % {"purposes": ", ".join(unknown)}
        )
