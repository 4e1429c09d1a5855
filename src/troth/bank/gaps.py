"""Where a statement seems to be missing between two that were read."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from troth.bank.models import BankLine, BankStatement
from troth.core.day import day


class Gap(NamedTuple):
    """A statement that does not go on where any before it ended; the last of these ended on `last`.

    iban: of the account.
    """

    statement: BankStatement
    last: date
    iban: str

    def __str__(self) -> str:
        return _(
            "The statement before, of %(last)s to %(first)s, seems to be missing for %(iban)s: "
            "download it from the bank and read it as well."
        ) % {"last": day(self.last), "first": day(self.statement.since), "iban": self.iban}


def gaps(among: QuerySet[BankStatement]) -> Iterable[Gap]:
    """Those of some statements, the newest first.

    One goes on where another ended by balance and day; whatever overlaps leaves nothing out. Of two
    that end on the same day, one leads to the other, or they overlap where they end alike or what
    is new in one begins where the other ends.
    """
    new = BankLine.objects.filter(statement=OuterRef("pk")).order_by().values("statement")
    lines = Subquery(new.annotate(sum=Sum("amount")).values("sum"))
    others = BankStatement.objects.filter(bank_account=OuterRef("bank_account")).exclude(
        pk=OuterRef("pk")
    )
    goes_on = others.filter(closing=OuterRef("opening"), until__lte=OuterRef("until"))
    overlaps = others.filter(until__gte=OuterRef("since"), since__lt=OuterRef("until"))
    meets = Q(closing=OuterRef("closing")) | Q(opening=OuterRef("closing"))
    same_day = others.filter(meets | Q(closing=OuterRef("begins")), until=OuterRef("until"))
    earlier = Q(until__lt=OuterRef("since")) | Q(until=OuterRef("until"), pk__lt=OuterRef("pk"))
    before = others.filter(earlier).order_by().values("bank_account")
    found = (
        among.annotate(begins=F("closing") - Coalesce(lines, 0))
        .annotate(last=Subquery(before.annotate(last=Max("until")).values("last")))
        .filter(~Exists(goes_on), ~Exists(overlaps), ~Exists(same_day), last__isnull=False)
        .annotate(iban=F("bank_account__iban"))
        .order_by("-until", "-pk")
    )
    return [Gap(each, each.last, each.iban) for each in found]
