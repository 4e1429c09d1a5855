"""A file of collections as banks take it (pain.008, ISO 20022, by the guidelines EPC130-08)."""

from sepaxml import SepaDD

from troth.core.day import day_at
from troth.core.sepa_text import in_latin
from troth.gateways.sepa.models import CollectionFile
from troth.gateways.sepa.named import named

# A first collection by a mandate may be called a recurrent one since the rulebook of November 2016,
# so that nothing hangs on whether the one before it arrived.
_RECURRENT = "RCUR"


def pain008(file: CollectionFile) -> bytes:
    """The file, the same however often it is made; without what has been erased since.

    Empty where nothing is left of it. It is checked against the schema.
    """
    held = file.collections.filter(mandate__isnull=False)
    found = list(held.select_related("mandate", "invoice").order_by("pk"))
    if not found:
        return b""
    ours = file.bank_account
    mandates = [each.mandate for each in found if each.mandate]
    config = {
        "name": in_latin(ours.holder),
        "IBAN": ours.iban,
        "currency": ours.currency,
        "creditor_id": mandates[0].creditor,  # one a file: see `make_file`
        "batch": True,
    }
    made = SepaDD(config | ({"BIC": ours.bic} if ours.bic else {}), file.format)
    for each, mandate in zip(found, mandates, strict=True):
        made.add_payment(
            {
                "name": in_latin(mandate.holder),
                "IBAN": mandate.iban,
                "amount": each.amount,
                "type": _RECURRENT,
                "collection_date": file.collect_on,
                "mandate_id": mandate.reference,
                "mandate_date": day_at(mandate.signed_at),
                "description": in_latin(each.invoice.number),
                "endtoend_id": each.key,
            }
        )
    return named(made.export(validate=False), file.name, file.format, at=file.made_at)
