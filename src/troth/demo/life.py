"""When the accounts of the demo were opened, and how they ended."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

YEARS = 10
SHOWN = 3  # the first accounts are in full use, for whoever looks around
YEAR = timedelta(days=365)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Life:
    """When an account was opened, when someone was last seen in it, and how it ended."""

    opened: datetime
    last: datetime
    cancelled: datetime | None
    active: bool

    def at(self, rng: random.Random, first: float, last: float) -> datetime:
        """A moment between two fractions of the time in which the account was in use."""
        return self.opened + rng.uniform(first, last) * (self.last - self.opened)


def life_of(number: int, rng: random.Random, now: datetime) -> Life:
    """The life of the account with a number, up to `now`."""
    if number < SHOWN:
        opened = now - (9.6, 6.2, 2.1)[number] * YEAR
        return Life(opened, now - rng.randrange(1, 20) * DAY, None, True)
    opened = now - rng.uniform(20, YEARS * 365) * DAY
    age = now - opened
    fate = rng.random()
    if fate < 0.10 and age > 8 * YEAR:  # long inactive
        last = opened + rng.uniform(0.2, 1.0) * (age - 7.2 * YEAR)
        return Life(opened, last, None, False)
    if fate < 0.20:
        last = opened + rng.uniform(0.3, 1) * age
        return Life(opened, last, last, False)
    if fate < 0.30:
        return Life(opened, opened + rng.uniform(0.4, 1) * age, None, False)
    return Life(opened, now - rng.uniform(0, 0.05) * age, None, True)
