"""Choose which files mails about the documents of an account carry."""

from datetime import datetime

from django.utils.translation import gettext_noop

from troth.accounts.locked import lock_or_refuse
from troth.accounts.log import log
from troth.accounts.models import Account, Person
from troth.billing.events import MAILED_CHOSEN
from troth.core.conflicts import act
from troth.publishing.evidence import note


@act
def choose_mailed(account: Account, *, pdf: bool, xml: bool, by: Person, at: datetime) -> None:
    """Have mails that are queued from now on carry the PDF, the XML for programs, both or none.

    The same again changes nothing.
    """
    account = lock_or_refuse(account)
    if (account.mails_pdf, account.mails_xml) == (pdf, xml):
        return
    account.mails_pdf, account.mails_xml = pdf, xml
    account.save(update_fields=["mails_pdf", "mails_xml"])
    log(account, gettext_noop("what comes by e-mail with documents changed"), at=at, person=by)
    chosen = [word for word, ticked in (("pdf", pdf), ("xml", xml)) if ticked]
    note(MAILED_CHOSEN, "keep.invoice", at=at, subject=account.pseudonym, counts={"files": chosen})
