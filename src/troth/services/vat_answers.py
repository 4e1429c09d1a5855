"""The calls by which VIES is asked, and what their answers set free: see `calls/kinds.py`."""

from troth.services.tasks import invoice_answered
from troth.tax.ask_vies import AskVies
from troth.tax.models import VatCheck


class AskViesAndInvoice(AskVies):
    """As the room of taxes asks; what waited for the answer is then invoiced."""

    def told(self, check: VatCheck) -> None:
        """Once the answer is committed: apart, so that nothing of it is lost with an invoice."""
        invoice_answered.defer(check=check.pk)
