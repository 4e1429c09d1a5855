"""Stored files that no row names, such as of a transaction that was rolled back.

A file is stored before its row is committed, and cannot roll back. Without this, one whose row
never came to stand would outlive every erasure.
"""

import os
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from itertools import batched
from pathlib import Path

from django.apps import apps
from django.db.models import FileField

from troth.core.provider import provider
from troth.files.doom import doom

_GRACE = timedelta(days=1)  # longer than any transaction takes
_CHUNK = 50_000


def doom_orphans(*, at: datetime) -> int:
    """Have every file deleted that was stored a day before `at` or earlier, and is no row's.

    Returns how many there were.
    """
    found = 0
    for names in batched(_stored(before=at - _GRACE), _CHUNK):
        orphans = {*names} - _named(names)
        doom(sorted(orphans))
        found += len(orphans)
    return found


def _stored(*, before: datetime) -> Iterator[str]:
    """The names of the stored files that were last written before a moment."""
    root = provider().files
    for folder, _folders, files in os.walk(root):
        for file in files:
            path = Path(folder) / file
            try:
                written = path.stat().st_mtime
            except FileNotFoundError:  # deleted meanwhile
                continue
            if written < before.timestamp():
                yield path.relative_to(root).as_posix()


def _named(names: Collection[str]) -> set[str]:
    """Those of the names that stand in some row."""
    columns = (
        (model, field.name)
        for model in apps.get_models()
        for field in model._meta.fields
        if isinstance(field, FileField)
    )
    return {
        name
        for model, column in columns
        for name in model._base_manager.filter(**{f"{column}__in": names}).values_list(
            column, flat=True
        )
    }
