"""Copies of people's data that wait to be fetched."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from troth.accounts.models import PERSON, Person
from troth.policy.declare import WRITE, PersonalData


def copy_path(copy: "Copy", filename: str) -> str:
    """A path that says nothing of whose data it is."""
    return f"copies/{uuid.uuid4().hex}.zip"


class Copy(models.Model):
    """A copy of a person's data that waits to be fetched: once, and until `expires_at`.

    `rule` is the policy's that it was asked under. `file` is blank until it has been made; `key`
    opens it and is gone once it has been fetched. `digest` is the SHA-256 of the link's secret.
    """

    person = models.ForeignKey(
        Person, models.DO_NOTHING, related_name="copies", verbose_name=_("Number of the person")
    )
    rule = models.CharField(
        _("Rule of the policy"), max_length=80, blank=True, default="", db_default=""
    )
    format = models.CharField(_("Format"), max_length=4)
    digest = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField(_("Asked"))
    ready_at = models.DateTimeField(_("Ready"), null=True, blank=True)
    expires_at = models.DateTimeField(_("Expires"))
    fetched_at = models.DateTimeField(_("Fetched"), null=True, blank=True)
    file = models.FileField(upload_to=copy_path, blank=True)
    key = models.BinaryField(default=b"", db_default=b"")

    privacy = PersonalData(
        record=PERSON,
        called=_("Copies of your data"),
        staff_call_it=_("Copies of data"),
        subject="person",
        customers=WRITE,
        reads_secrets="fetching the copy",
        files=["file"],
        sealed="key",
        credential=["file", "digest", "key"],
        plain=["rule", "format", "asked_at", "ready_at", "expires_at", "fetched_at"],
    )

    def __str__(self) -> str:
        return f"copy {self.pk}"
