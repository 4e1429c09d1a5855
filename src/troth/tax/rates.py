"""The rates of a day, as `decide` takes them."""

from datetime import date

from troth.tax.decide import Rates
from troth.tax.models import Rate


def rates_on(day: date) -> Rates:
    """The rate of each place and kind on a day: of each the last that has begun."""
    return {(each.place, each.kind): each.rate for each in in_force_on(day)}


def in_force_on(day: date) -> list[Rate]:
    """The rows of these, in the order of the places."""
    begun = Rate.objects.filter(valid_from__lte=day)
    return list(begun.order_by("place", "kind", "-valid_from").distinct("place", "kind"))
