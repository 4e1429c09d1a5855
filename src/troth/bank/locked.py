"""The one way in which a verb takes hold of a line that waits."""

from django.utils.translation import gettext as _

from troth.bank.models import BankLine
from troth.core.errors import TrothError


def waiting_or_refuse(line: BankLine) -> BankLine:
    """A line, locked until the transaction ends. Raises TrothError for one that waits no more."""
    found = BankLine.objects.waiting().select_for_update().filter(pk=line.pk).first()
    if found is None:
        raise TrothError(_("This line has already been dealt with; nothing was changed."))
    return found
