"""Stored files whose rows are gone."""

from django.db import models
from django.db.models.functions import Now

from troth.policy.declare import ADD, NoPersonalData


class DoomedFile(models.Model):
    """A stored file whose row is gone. The file goes next; a crash between the two heals."""

    name = models.CharField(max_length=200)
    at = models.DateTimeField(db_default=Now())

    privacy = NoPersonalData("name", "at", customers=ADD)

    def __str__(self) -> str:
        return f"doomed file {self.pk}"
