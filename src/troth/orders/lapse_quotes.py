"""Every night: have quotes lapse whose last day is over, and let others use their promotions."""

from collections import Counter
from datetime import datetime

from django.db.models import F
from django.db.models.functions import Greatest

from troth.catalog.models import Promotion
from troth.core.conflicts import act
from troth.core.day import day_at
from troth.orders.events import QUOTES_LAPSED
from troth.orders.models import UNANSWERED, Quote
from troth.publishing.evidence import note


@act
def lapse_quotes(*, at: datetime) -> int:
    """How many have lapsed that had not yet; each gives back the use that it took, once."""
    over = Quote.objects.filter(UNANSWERED, lapsed_at=None, last_day__lt=day_at(at))
    locked = dict(over.select_for_update().order_by("pk").values_list("pk", "promotion"))
    if not locked:
        return 0
    Quote.objects.filter(pk__in=locked).update(lapsed_at=at)
    for code, uses in sorted(Counter(filter(None, locked.values())).items()):
        Promotion.objects.filter(code=code).update(used=Greatest(F("used") - uses, 0))
    note(QUOTES_LAPSED, "keep.quote", at=at, counts={"quotes": len(locked)})
    return len(locked)
