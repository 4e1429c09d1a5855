"""Invoices, payments, and the ledger that says what is owed and what is paid."""

from troth.billing.models.bank_account import BankAccount as BankAccount
from troth.billing.models.bank_account import account_for as account_for
from troth.billing.models.dunning import DunningRest as DunningRest
from troth.billing.models.dunning import DunningStep as DunningStep
from troth.billing.models.dunning import Reminder as Reminder
from troth.billing.models.invoice import INVOICE as INVOICE
from troth.billing.models.invoice import Invoice as Invoice
from troth.billing.models.invoice import InvoiceLine as InvoiceLine
from troth.billing.models.invoice import InvoiceTax as InvoiceTax
from troth.billing.models.irregularity import Irregularity as Irregularity
from troth.billing.models.ledger import LEDGER as LEDGER
from troth.billing.models.ledger import Posting as Posting
from troth.billing.models.ledger import Transaction as Transaction
from troth.billing.models.night_run import NightRun as NightRun
from troth.billing.models.payment import PAYMENT as PAYMENT
from troth.billing.models.payment import Payment as Payment
from troth.billing.models.series import Series as Series
