"""Shut some of one's data to staff, and to whom one trusts with one's accounts."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from troth.accounts.locked import lock_or_refuse
from troth.accounts.models import Person
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.gates.events import READING_LIMITED
from troth.gates.models import ReadLimit
from troth.policy.parse import Policy
from troth.policy.vocabulary import CATEGORIES
from troth.publishing.evidence import note


@act
def limit_reading(person: Person, categories: Iterable[str], *, at: datetime) -> None:
    """From now on, these categories, and no others, are shut: see `read` and `opens`.

    categories: words of the policy's vocabulary. The same ones again change nothing. Raises
    TrothError for an unknown one, and for a person who is gone.
    """
    chosen = set(categories)
    if not chosen <= set(CATEGORIES):
        raise TrothError(_("There is no such category of data; choose one from the page."))
    lock_or_refuse(person)
    limits = ReadLimit.objects.filter(person=person)
    before = set(limits.values_list("category", flat=True))
    if chosen == before:
        return
    limits.exclude(category__in=chosen).delete()
    ReadLimit.objects.bulk_create(
        ReadLimit(person=person, category=category) for category in sorted(chosen - before)
    )
    note(
        READING_LIMITED,
        "feature.privacy-options",
        at=at,
        subject=person.pseudonym,
        counts={"categories": sorted(chosen)},
    )


def may_limit(person: Person, policy: Policy) -> bool:
    """Whether a person may: the policy has it, or they did so under an earlier one."""
    offered = "privacy-options" in policy.tables.feature
    return offered or ReadLimit.objects.filter(person=person).exists()
