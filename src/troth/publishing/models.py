"""Policies as they were published."""

from django.db import models

from troth.policy.declare import NoPersonalData


class PublishedPolicy(models.Model):
    """A policy as published. The one in force is the latest whose day has come.

    `language` is the version of the policy language in which it was written (policy/version.py);
    `editorial` whether somebody of the staff, whom the journal names, answered for it that its
    changed prose means what it meant before.
    """

    digest = models.CharField(max_length=64)
    version = models.CharField(max_length=40)
    source = models.TextField()
    published_at = models.DateTimeField()
    in_force_from = models.DateField()
    # A process of release 0.1.0, which knows no other version, leaves it out.
    language = models.PositiveSmallIntegerField(db_default=1)
    editorial = models.BooleanField(default=False, db_default=False)

    privacy = NoPersonalData(
        "digest", "version", "source", "published_at", "in_force_from", "language", "editorial"
    )

    def __str__(self) -> str:
        return f"policy {self.version}"
