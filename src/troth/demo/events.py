"""What the journal tells of made-up databases."""

from django.utils.translation import gettext_noop

from troth.journal.event import Event

MADE = Event("demo.made", told=gettext_noop("the demo was made"))
