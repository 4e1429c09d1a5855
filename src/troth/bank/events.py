"""What the journal tells of statements of the bank."""

from django.utils.translation import gettext_noop

from troth.journal.event import Event

READ = Event("bank.read", told=gettext_noop("statements of the bank were read"))
DISMISSED = Event("bank.dismissed", told=gettext_noop("a line of the bank was no customer's"))
NOT_SENT = Event("payments.not_sent", told=gettext_noop("a refund was not transferred after all"))
UNDONE = Event("bank.undone", told=gettext_noop("what was done with a line of the bank was undone"))
