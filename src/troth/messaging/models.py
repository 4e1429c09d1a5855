"""Messages that went, or will go, to people."""

from django.db import models

from troth.accounts.models import Account, Person
from troth.policy.declare import PersonalData


class Message(models.Model):
    """One message to one person, under one rule of the policy (such as `message.service`)."""

    person = models.ForeignKey(Person, models.DO_NOTHING, related_name="messages")
    account = models.ForeignKey(Account, models.DO_NOTHING, null=True, related_name="messages")
    rule = models.CharField(max_length=80)
    channel = models.CharField(max_length=20)
    address = models.CharField(max_length=254)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    privacy = PersonalData(
        record="message",
        subject=("account", "person"),
        clocks={"creation": "created_at"},
        contact=["address"],
        content=["subject", "body"],
        plain=["rule", "channel", "sent_at"],
    )

    def __str__(self) -> str:
        return f"message {self.pk}"
