"""Make the file by which our bank collects."""

import secrets
from datetime import date, datetime, timedelta

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from troth.billing.owed import owed_by
from troth.core.conflicts import act
from troth.core.day import day_at
from troth.core.errors import TrothError
from troth.core.provider import provider
from troth.gates.share import share_many
from troth.gateways.events import FILE_MADE
from troth.gateways.models import PaymentAttempt, PaymentMethod
from troth.gateways.sepa.bank import BANK
from troth.gateways.sepa.drop import drop_gone, waiting
from troth.gateways.sepa.models import Collection, CollectionFile, Mandate
from troth.gateways.sepa.offered import collects
from troth.gateways.sepa.sign import lapses_on
from troth.gateways.sepa.target import next_target_day, target_day
from troth.publishing.evidence import note
from troth.publishing.running import policy_on

AHEAD = timedelta(days=5)  # the later a file is made, the more is known of what has been paid


@act
def make_file(on: date, *, at: datetime) -> CollectionFile:
    """A file of all that is announced for a day `on` and before, each in one file only.

    It is collected on that day, or on the next day of TARGET where that is over. What has been paid
    in part since is collected as far as it is owed, and never more than was announced. A file has
    one creditor identifier: what is signed for another one waits for the next file. Raises
    TrothError where nothing is to be collected, and for a day that is too far away.
    """
    ours = collects(policy_on(at))
    if ours is None:
        raise TrothError(_("Direct debits are switched off."))
    if on > day_at(at) + AHEAD:
        raise TrothError(_("This day is too far away: much may be paid until then."))
    if provider().direct_debits.format == "pain.008.001.02" and not ours.bic:
        raise TrothError(_("This format takes the BIC of our bank account; enter it first."))
    drop_gone(at=at)
    related = due_by(on).select_related("invoice", "mandate")
    found = _of_one_creditor([*related.select_for_update(of=("self",))])
    told = share_many(BANK, {each.account_id or 0 for each in found}, BANK.receives, at=at)
    chosen = [each for each in found if each.account_id in told]
    if not chosen:
        raise TrothError(_("There is nothing left to collect by this day."))
    file = CollectionFile.objects.create(
        bank_account=ours,
        name=f"SEPA{day_at(at):%Y%m%d}-{secrets.token_hex(4).upper()}",
        format=provider().direct_debits.format,
        collect_on=max(target_day(on), next_target_day(day_at(at))),
        made_at=at,
    )
    _put_in(file, chosen)
    note(FILE_MADE, "share.bank", at=at, counts={"payments": len(chosen)})
    return file


def due_by(day: date) -> QuerySet[Collection]:
    """What is announced and in no file, for this day and before."""
    return waiting().filter(collect_on__lte=day).order_by("collect_on", "pk")


def _of_one_creditor(found: list[Collection]) -> list[Collection]:
    """Those that are collected under the same creditor identifier as the first."""
    under = [each.mandate and each.mandate.creditor for each in found]
    return [each for each, creditor in zip(found, under, strict=True) if creditor == under[0]]


def _put_in(file: CollectionFile, chosen: list[Collection]) -> None:
    owed = owed_by([each.invoice for each in chosen])
    for each in chosen:
        each.file, each.collect_on = file, file.collect_on
        each.amount = min(each.amount, owed[each.invoice_id])
    Collection.objects.bulk_update(chosen, ["file", "collect_on", "amount"], batch_size=1000)
    of_attempt = Collection.objects.filter(attempt=OuterRef("pk")).values("amount")
    attempts = PaymentAttempt.objects.filter(collection__file=file)
    attempts.update(amount=Subquery(of_attempt))
    used = [each.mandate_id for each in chosen if each.mandate_id]
    PaymentMethod.objects.filter(mandate__in=used).update(
        ends_on=lapses_on(file.collect_on), end_told_at=None
    )
    Mandate.objects.filter(pk__in=used).update(used_on=file.collect_on)
