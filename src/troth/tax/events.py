"""What the journal tells of taxes."""

from django.utils.translation import gettext_noop

from troth.journal.event import Event

RATE_ENTERED = Event("tax.rate_entered", told=gettext_noop("a rate of tax was entered"))
RATES_TAKEN = Event("tax.rates_taken", told=gettext_noop("rates of tax were taken from their list"))
SIGN_ENTERED = Event("tax.sign_entered", told=gettext_noop("a proof of the country was entered"))
CERTIFICATE_ENTERED = Event(
    "tax.certificate_entered",
    told=gettext_noop("a certificate of exemption from tax was entered"),
)
CERTIFICATE_TAKEN_BACK = Event(
    "tax.certificate_taken_back",
    told=gettext_noop("a certificate of exemption from tax was taken back"),
)
EXCHANGE_RATES_TAKEN = Event(
    "tax.exchange_rates_taken", told=gettext_noop("exchange rates were taken in")
)
