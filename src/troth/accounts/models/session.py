"""Browsers that are signed in."""

from typing import Any

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from troth.accounts.models.person import Person
from troth.policy.declare import ALL, PersonalData, Record
from troth.policy.words import gettext_noop

SESSION = Record(
    "session",
    gettext_noop("open sessions in a browser"),
    word=gettext_noop("session"),
    keep='from = "creation"\nfor = "14 days"',
)


class Session(AbstractBaseSession):
    """A browser's session. It knows its person, so that it can go with them."""

    person = models.ForeignKey(
        Person,
        models.DO_NOTHING,
        null=True,
        related_name="sessions",
        verbose_name=_("Number of the person"),
    )
    # Django's own, in our words.
    expire_date = models.DateTimeField(_("Expires"), db_index=True)
    created_at = models.DateTimeField(_("Created"), db_default=Now())
    seen_at = models.DateTimeField(_("Last seen"), db_default=Now())
    ip = models.GenericIPAddressField(_("Internet address"), null=True)
    user_agent = models.CharField(_("Browser"), max_length=300, blank=True, db_default="")

    privacy = PersonalData(
        record=SESSION,
        called=_("Sessions"),
        formats={"user_agent": "device"},
        subject="person",
        customers=ALL,
        reads_secrets="the list of sessions, and signing out",
        clocks={"creation": "created_at"},
        credential=["session_key", "session_data"],
        device=["ip", "user_agent"],
        usage=["seen_at"],
        plain=["expire_date"],
    )

    class Meta(AbstractBaseSession.Meta):
        indexes = [models.Index(fields=["created_at"], name="session_created")]

    def save(self, **kwargs: Any) -> None:
        """As Django does it, but a session that is saved again keeps the day it was made."""
        if kwargs.get("force_update"):
            kwargs["update_fields"] = ["session_data", "expire_date", "person"]
        super().save(**kwargs)

    def __str__(self) -> str:
        return "session"
