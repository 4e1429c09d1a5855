"""What the journal tells of invoices and money."""

from django.utils.translation import gettext_noop

from troth.journal.event import Event

NUMBERED = Event("documents.numbered", told=gettext_noop("documents were numbered"))
ISSUED = Event("invoices.issued", told=gettext_noop("invoices were issued"))
RECEIVED = Event("payments.received", told=gettext_noop("payments were taken in"))
CREDITED = Event("invoices.credited", told=gettext_noop("an invoice was credited"))
WRITTEN_OFF = Event("invoices.written_off", told=gettext_noop("what was owed was written off"))
BALANCE_USED = Event("balance.used", told=gettext_noop("a balance was used to pay an invoice"))
UNCLAIMED_BOOKED = Event(
    "balance.unclaimed_booked", told=gettext_noop("a balance that nobody claimed was booked")
)
REFUNDED = Event("payments.refunded", told=gettext_noop("a payment was paid back"))
NOT_ARRIVED = Event(
    "payments.not_arrived", told=gettext_noop("a payment that was paid back has not arrived")
)
DISPUTE_WON = Event("dispute.won", told=gettext_noop("a disputed payment was given back by a bank"))
DISPUTE_LOST = Event("dispute.lost", told=gettext_noop("a dispute about a payment was lost"))
UNDONE = Event("entries.undone", told=gettext_noop("an entry of the books was taken back"))
IRREGULARITY_FOUND = Event(
    "irregularity.found", told=gettext_noop("an irregularity in the accounts was found")
)
IRREGULARITY_RESOLVED = Event(
    "irregularity.resolved", told=gettext_noop("an irregularity in the accounts was resolved")
)
SENT = Event("payments.sent", told=gettext_noop("a refund was transferred"))
TAKEN_BACK = Event("payments.taken_back", told=gettext_noop("payments were taken back"))
PAY_DAYS = Event(
    "billing.pay_days", told=gettext_noop("in how many days an account has to pay was changed")
)
MAILED_CHOSEN = Event(
    "billing.mailed_chosen",
    told=gettext_noop("what mails about documents carry was chosen"),
)
BILL_AGREED = Event("billing.agreed", told=gettext_noop("staff agreed to invoices of a day"))
CHARGE_AGREED = Event("charges.agreed", told=gettext_noop("staff agreed to the charges of a day"))
DUN_AGREED = Event("dunning.agreed", told=gettext_noop("staff agreed to the dunning of a day"))
DUNNING_RESTS = Event("dunning.rests", told=gettext_noop("dunning rests for a customer"))
DUNNING_GOES_ON = Event("dunning.goes_on", told=gettext_noop("dunning goes on for a customer"))
STEP_SET = Event("dunning.step_set", told=gettext_noop("a step of dunning was set"))
STEP_REMOVED = Event("dunning.step_removed", told=gettext_noop("a step of dunning was removed"))
DUNNED = Event("dunning.done", told=gettext_noop("steps of dunning were taken for unpaid invoices"))
BANK_ACCOUNT_ADDED = Event(
    "bank_account.added", told=gettext_noop("a bank account of the provider was entered")
)
BANK_ACCOUNT_CHOSEN = Event(
    "bank_account.chosen", told=gettext_noop("the bank account that invoices name was chosen")
)
BANK_ACCOUNT_CLOSED = Event(
    "bank_account.closed", told=gettext_noop("a bank account of the provider was closed")
)
