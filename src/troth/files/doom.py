"""Stored files whose rows are gone."""

from collections.abc import Iterable
from contextlib import suppress

from django.core.files.storage import default_storage
from django.db import transaction

from troth.files.models import DoomedFile


def doom(names: Iterable[str]) -> None:
    """Note the files to delete, and delete them once the transaction has committed.

    A file cannot roll back, so it outlives its row by a moment; if the process dies in between,
    the next `delete_doomed` finds the note.
    """
    notes = DoomedFile.objects.bulk_create([DoomedFile(name=name) for name in names if name])
    if notes:
        transaction.on_commit(delete_doomed, robust=True)


def delete_doomed() -> int:
    """Delete every noted file; how many there were. A file that is gone already counts too.

    A file that cannot be deleted now keeps its note for the next time.
    """
    done = []
    for note in DoomedFile.objects.order_by("pk"):
        with suppress(OSError):
            default_storage.delete(note.name)
            done.append(note.pk)
    DoomedFile.objects.filter(pk__in=done).delete()
    return len(done)
