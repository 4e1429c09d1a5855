"""Note what was found about a customer where anybody can read it, or remove it again."""

from collections.abc import Mapping
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from troth.accounts.models import Finding, Person
from troth.accounts.owned import lock_with_accounts, log_in_owned
from troth.accounts.restricted import refuse_restricted
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.gates.collect import asked_by, found_rule
from troth.people.events import FINDING_REMOVED, FOUND
from troth.publishing.evidence import note
from troth.publishing.running import policy_on


@act
def note_finding(
    person: Person, details: Mapping[str, str], *, source: str, found_on: date, at: datetime
) -> Finding:
    """Keep details of a customer, by column, with where and when they were found.

    They go with the person, who sees them. Raises TrothError where the policy takes none of them
    from open sources, without a source or a detail, and when the person is gone; RestrictedError
    where processing is restricted.
    """
    refuse_restricted("people.note_finding.note_finding", person)
    found = found_rule(policy_on(at))
    told = {column: text for column, text in details.items() if text}
    if found is None or not told.keys() <= asked_by(found[1]).keys():
        raise TrothError(_("The policy takes no such details from open sources."))
    if not told or not source.strip():
        raise TrothError(_("Say what was found, and where."))
    person = lock_with_accounts(person)
    rule, _collect = found
    made = Finding.objects.create(
        person=person, rule=rule, source=source.strip(), found_on=found_on, **told
    )
    what = gettext_noop("details found in open sources were noted")
    log_in_owned(person, what, at=at, about=told, by_them=False)
    note(FOUND, at=at, rule=rule, subject=person.pseudonym, counts={"fields": [*told]})
    return made


@act
def remove_finding(finding: Finding, *, at: datetime) -> None:
    """Remove it; what is gone already stays gone. Raises TrothError when the person is gone."""
    person = lock_with_accounts(finding.person)
    if Finding.objects.filter(pk=finding.pk).delete()[0]:
        what = gettext_noop("details found in open sources were removed")
        log_in_owned(person, what, at=at, by_them=False)
        note(FINDING_REMOVED, at=at, rule=finding.rule, subject=person.pseudonym)
