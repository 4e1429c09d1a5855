"""Whom personal data is about."""

import uuid
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from troth.policy.declare import Subjects


class Subject(models.Model):
    """Whom personal data is about: one row behind each account and each person.

    Its key is theirs, so that a key names one subject of whatever kind. `pseudonym` is the
    subject's name in the journal and stands nowhere else. While `restricted_at` is set, its data
    is stored and nothing else (GDPR Art. 18); `erasure_asked_at` is an erasure that waits, and
    `erasure_waits_until` until when nobody carries it out, so that it can be stopped.
    """

    kind = models.CharField(max_length=20)
    pseudonym = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    restricted_at = models.DateTimeField(_("Processing restricted"), null=True, blank=True)
    erasure_asked_at = models.DateTimeField(_("Erasure asked for"), null=True, blank=True)
    erasure_waits_until = models.DateTimeField(_("Erasure waits until"), null=True, blank=True)

    privacy: ClassVar[Any] = Subjects(
        kind="kind",
        pseudonym="pseudonym",
        restricted="restricted_at",
        asked="erasure_asked_at",
        waits="erasure_waits_until",
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["restricted_at"],
                condition=models.Q(restricted_at__isnull=False),
                name="subject_restricted",
            ),
            models.Index(
                fields=["erasure_asked_at"],
                condition=models.Q(erasure_asked_at__isnull=False),
                name="subject_erasure_asked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    def save(self, **kwargs: Any) -> None:
        """As Django does it; whoever is made says of which kind it is."""
        self.kind = self.kind or str(self._meta.model_name)
        super().save(**kwargs)
