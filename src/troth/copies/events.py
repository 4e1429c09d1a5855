"""What the journal tells of copies of people's data."""

from django.utils.translation import gettext_noop

from troth.journal.event import Event

FETCHED = Event("copy.fetched", told=gettext_noop("someone fetched the copy of their data"))
EXPORTED = Event("person.exported", told=gettext_noop("someone's data was handed out"))
