"""What it comes to that a price of its own begins or ends, once that is stored."""

from datetime import date, datetime

from troth.accounts.owned import owner_of
from troth.messaging.language import in_language_of
from troth.services.ahead import ahead
from troth.services.change import Change
from troth.services.go_on import GoesOn, goes_on
from troth.services.models import Charge, Service, Term
from troth.services.own_price import own_prices
from troth.services.unused import unused


def price_anew(service: Service, term: Term, *, today: bool, on: date, at: datetime) -> GoesOn:
    """Today's term as it goes on; today: what is charged from `on` on is given back at what was
    really charged, and charged anew."""
    assert service.charged_through
    through, charges, own = service.charged_through, list[Charge](), own_prices(service)
    anchor = service.anchor or through.day
    if today:
        with in_language_of(owner_of(service.account), at=at):
            charges += unused(service, on, at=at)
            charges += ahead(service, term, own, through=through, anchor=anchor, on=on, at=at)
    return goes_on(Change(term, tuple(charges), through, anchor, on, own))
