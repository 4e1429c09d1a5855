"""What runs by itself: what the cache no longer needs goes."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from troth.accounts.models import CacheEntry


@app.periodic(cron="7 * * * *")
@app.task(queue="sweep", queueing_lock="forget_cached")
def forget_cached(timestamp: int) -> None:
    """Every hour: remove what has run out."""
    CacheEntry.objects.filter(expires_at__lte=datetime.now(UTC)).delete()
