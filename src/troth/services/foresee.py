"""What the change that a form asks for comes to, as its page shows it."""

from contextlib import suppress
from dataclasses import dataclass

from django.utils import timezone

from troth.billing.quote_tax import Quoted, quote_tax
from troth.billing.readers import Reader, reader_of
from troth.catalog.words import period
from troth.core.day import day_at
from troth.core.errors import TrothError
from troth.services.change import Change, preview
from troth.services.costs import Costs, costs
from troth.services.models import Service, Term
from troth.services.plan_form import PlanForm
from troth.services.wish import Wish, wished
from troth.tax.decide import TaxError
from troth.wall.enter import beyond_wall


@dataclass(frozen=True)
class Foreseen:
    """What a change comes to with tax, which nobody may be able to say yet."""

    wish: Wish
    change: Change
    period: str
    quoted: Quoted | None
    reader: Reader
    ends_discount: bool

    @property
    def costs(self) -> Costs:
        """What a period costs from then on."""
        return costs(self.change.term, self.change.pays, self.reader)


def foresee(
    form: PlanForm, service: Service, term: Term, *, by_staff: bool = False
) -> Foreseen | None:
    """What the change that a form asks for comes to; None where it is refused, as the form says."""
    if not form.is_valid():
        return None
    now, plan = timezone.now(), form.cleaned_data
    try:
        wish = wished(
            *(service, term, form.product, plan["months"], plan["quantity"], form.choices),
            on=day_at(now),
            by_staff=by_staff,
        )
        made = preview(service, wish, at=now)
    except TrothError as refused:
        form.add_error(None, str(refused))
        return None
    lines = [(charge.amount, charge.supply) for charge in made.charges]
    quoted = None
    with suppress(TaxError), beyond_wall():
        quoted = quote_tax(lines, service.account, at=now)
    reader = reader_of(service.account, at=now)
    return Foreseen(
        wish, made, period(wish.months), quoted, reader, ends_discount=bool(term.discount)
    )
