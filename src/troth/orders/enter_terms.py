"""Enter terms of business that hold from a day on."""

from collections.abc import Mapping
from datetime import date, datetime

from django.utils.translation import gettext as _

from troth.core.conflicts import act
from troth.core.day import day_at
from troth.core.errors import TrothError
from troth.orders.events import TERMS_ENTERED
from troth.orders.models import Terms
from troth.publishing.evidence import note


class TermsError(TrothError):
    """What was agreed to stays as it was."""


@act
def enter_terms(
    version: str, text: str, starts: date, *, others: Mapping[str, str] | None = None, at: datetime
) -> Terms:
    """A new version, from today or a later day on. Raises TermsError for a version that there is,
    and for a day that is over.

    others: the same text in other languages, as far as there is any.
    """
    if starts < day_at(at):
        raise TermsError(_("Terms apply from today, or from a later day."))
    if Terms.objects.filter(version=version).exists():
        raise TermsError(_("There is already a version %(version)s.") % {"version": version})
    words = {language: {"text": each} for language, each in (others or {}).items() if each}
    entered = Terms.objects.create(version=version, text=text, starts=starts, words=words)
    note(TERMS_ENTERED, at=at, counts={"terms": entered.pk, "from": starts.isoformat()})
    return entered
