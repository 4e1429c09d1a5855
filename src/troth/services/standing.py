"""The cancellation of a service that stands, as its customer or staff have said it."""

from troth.services.models import Cancellation, Service


def standing(service: Service) -> Cancellation | None:
    """None where it goes on. That unpaid invoices end it stands beside this; the earlier holds."""
    stand = service.cancellations.filter(taken_back_at=None)
    return stand.exclude(kind=Cancellation.Kind.UNPAID).first()
