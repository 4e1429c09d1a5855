"""What all processes remember together for a while."""

from django.db import models

from troth.policy.declare import ALL, NoPersonalData


class CacheEntry(models.Model):
    """What all processes remember together for a while: see `cache.py`."""

    key = models.CharField(max_length=64, primary_key=True)
    value = models.BinaryField()
    expires_at = models.DateTimeField(db_index=True)

    # The key is a keyed hash, and what it stands for goes within minutes.
    privacy = NoPersonalData("key", "value", "expires_at", customers=ALL)

    def __str__(self) -> str:
        return "cache entry"
