"""Card numbers that payers type into a transfer: nobody can be refused, so they are masked."""

from troth.bank.models import BankLine
from troth.bank.suggest import called, names_in
from troth.billing.models import Invoice
from troth.gates.inputs.card import without_card_numbers

_TYPED = ("party", "end_to_end_id", "reference", "text")


def mask(line: BankLine) -> None:
    """Leave of each card's number in a new line its last four digits.

    A reference of ours that would pass for one still stands in the line, which is settled by it.
    """
    typed = {name: without_card_numbers(getattr(line, name)) for name in _TYPED}
    if all(getattr(line, name) == without for name, without in typed.items()):
        return
    named = names_in(line)
    for name, without in typed.items():
        setattr(line, name, without)
    ours = Invoice.objects.filter(called(named - names_in(line)))
    line.text = "\n".join([line.text, *ours.values_list("payment_reference", flat=True)])
