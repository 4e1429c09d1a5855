"""What runs by itself: what the cache no longer needs goes."""

from datetime import UTC, datetime, timedelta

from django.db.models import Q
from procrastinate.contrib.django import app

from troth.accounts.models import CacheEntry, Session


@app.periodic(cron="7 * * * *")
@app.task(queue="sweep", queueing_lock="forget_cached")
def forget_cached(timestamp: int) -> None:
    """Every hour: remove what has run out."""
    now = datetime.now(UTC)
    CacheEntry.objects.filter(expires_at__lte=now).delete()
    ended = Session.objects.filter(expire_date__lte=now)
    # Whoever was signed in is told for a day why they no longer are.
    ended.filter(Q(person=None) | Q(expire_date__lte=now - timedelta(days=1))).delete()
