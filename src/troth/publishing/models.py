"""Policies as they were published."""

from django.db import models

from troth.policy.declare import NoPersonalData


class PublishedPolicy(models.Model):
    """A policy as published. The one in force is the latest whose day has come."""

    digest = models.CharField(max_length=64)
    version = models.CharField(max_length=40)
    source = models.TextField()
    published_at = models.DateTimeField()
    in_force_from = models.DateField()

    privacy = NoPersonalData("digest", "version", "source", "published_at", "in_force_from")

    def __str__(self) -> str:
        return f"policy {self.version}"
