"""Letters about prices of their own that begin or end: those of an account and a day in one."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.utils.translation import gettext as _

from troth.accounts.models import Membership
from troth.core.day import day, day_at
from troth.services.change import term_on
from troth.services.charge_due import costs_on
from troth.services.concerned import Concerned
from troth.services.models import OwnPrice
from troth.services.own_price import held, own_prices, pays
from troth.services.tell_of_price import Words, tell_of_price


@dataclass(frozen=True, order=True)
class _Change:
    starts: date
    currency: str
    months: int


def tell_of_own_price(
    own: Collection[OwnPrice], words: Words, *, at: datetime, begins: bool = False
) -> None:
    """Write what each service costs once a price of its own has ended, or as it begins.

    words: as in `tell_of_price`. Nothing is written where it costs the same as before.
    """
    days = {each.service_id: each.starts if begins else _end(each) for each in own}
    costs, found = costs_on(days), list[tuple[_Change, Concerned]]()
    owners = Membership.objects.filter(
        role=Membership.Role.OWNER, account__in={each.account_id for each in own}
    ).select_related("person")
    persons = {each.account_id: each.person for each in owners}
    for each in own:
        service, owner = each.service, persons.get(each.account_id)
        term, then = term_on(service, day_at(at)), costs.get(service.pk)
        if owner is None or term is None or then is None:
            continue
        every = own_prices(service)
        if begins:
            was = pays(term, held([o for o in every if o.pk != each.pk], each.starts))
        else:
            was = pays(term, held(every, days[service.pk] - timedelta(days=1)))
        if begins or was.lasting != then.lasting:
            change = _Change(days[service.pk], term.currency, term.months)
            about = (each.account_id, owner.pk, owner.language, term.product, service.label)
            sums = (term.supply, was.lasting, then.lasting, service.pk)
            found.append((change, Concerned(*about, *sums)))
    found.sort()
    for change, some in groupby(found, key=lambda each: each[0]):
        tell_of_price(change, [each for _change, each in some], words, at=at)


def _end(own: OwnPrice) -> date:
    assert own.until
    return own.until


def agreed_words(own: OwnPrice) -> Words:
    """That it begins, until when it holds, and why it was agreed."""

    def words(told: dict[str, str]) -> tuple[str, str]:
        said = [
            _(
                "As agreed with you, this service has a new price from %(day)s, before temporary "
                "discounts:"
            ),
            "%(services)s",
            own.until
            and _(
                "It applies to periods that begin by %(last)s. We will write to you before it ends."
            ),
            own.because and _("Reason: %(because)s"),
            "%(tax)s",
            _("If that is not what was agreed, write to us. Here are your services: %(link)s"),
        ]
        more = {
            "last": day(own.until - timedelta(days=1)) if own.until else "",
            "because": own.because,
        }
        text = "\n\n".join(each % (told | more) for each in said if each)
        return _("The price of %(product)s changes on %(day)s") % told, f"{text}\n"

    return words
