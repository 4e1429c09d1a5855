"""Take back a file that our bank has not got, or has refused as a whole."""

from datetime import datetime

from django.utils.translation import gettext as _

from troth.accounts.locked import lock_accounts
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.gateways.events import FILE_TAKEN_BACK
from troth.gateways.sepa.models import Collection, CollectionFile
from troth.publishing.evidence import note


@act
def take_back_file(file: CollectionFile, *, at: datetime) -> None:
    """Have what is in a file wait for another one; what has been paid meanwhile then ends.

    Twice is once. Raises TrothError where the bank has told of something in it: then it has it.
    """
    held = Collection.objects.filter(file=file)
    lock_accounts([*held.filter(account__isnull=False).values_list("account", flat=True)])
    if CollectionFile.objects.select_for_update().filter(pk=file.pk).first() is None:
        return
    if any(each.ended_at for each in held.select_for_update()):
        raise TrothError(_("The bank has told of this file, so it has it; nothing was changed."))
    count = held.update(file=None)
    CollectionFile.objects.filter(pk=file.pk).delete()
    note(FILE_TAKEN_BACK, "share.bank", at=at, counts={"payments": count})
