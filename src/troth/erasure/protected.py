"""Whose rows are left alone by what removes rows outside of the plan."""

from django.db.models.expressions import RawSQL

from troth.policy.plan import ANY
from troth.policy.sql import PROTECTION


def protected(record: str) -> RawSQL:
    """The keys of the subjects that a restriction, or a hold on this record, protects."""
    return RawSQL(
        f"SELECT subject_id FROM {PROTECTION} WHERE restricted OR records && %s::varchar[]",
        [[ANY, record]],
    )
