"""What the journal tells of taxes."""

from django.utils.translation import gettext_noop

from troth.journal.event import Event

RATE_ENTERED = Event("tax.rate_entered", told=gettext_noop("a rate of tax was entered"))
RATES_TAKEN = Event("tax.rates_taken", told=gettext_noop("rates of tax were taken from their list"))
SIGN_ENTERED = Event("tax.sign_entered", told=gettext_noop("a proof of the country was entered"))
EXCHANGE_RATES_TAKEN = Event(
    "tax.exchange_rates_taken", told=gettext_noop("exchange rates were taken in")
)
