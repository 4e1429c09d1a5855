"""The calls by which a tax engine is asked, and what its answers set free: see `calls/kinds.py`."""

from troth.services.tasks import invoice_rated
from troth.tax.ask_engine import AskEngine
from troth.tax.models import LocalTax


class AskEngineAndInvoice(AskEngine):
    """As the room of taxes asks; what waited for the answer is then invoiced."""

    def told(self, row: LocalTax) -> None:
        """Once the answer is committed: apart, so that nothing of it is lost with an invoice."""
        invoice_rated.defer(account=row.account_id)
