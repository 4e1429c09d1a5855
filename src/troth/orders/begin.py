"""What a consumer is asked who may still withdraw (Directive 2011/83/EU Art. 7(3), 8(8), 16(m))."""

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from troth.accounts.models import Account
from troth.catalog.models import Product
from troth.core.day import day
from troth.orders.confirmation import withdraw_until
from troth.orders.models import Order
from troth.services.right_to_withdraw import is_consumer

_DIGITAL = (Product.Kind.LICENCE, Product.Kind.CERTIFICATE)
# By the field of an order that keeps these words.
WORDS: Mapping[str, Promise] = {
    "begin_words": _(
        "I ask you to begin before the 14 days are over in which I may withdraw from the contract. "
        "If I withdraw, I pay for the days until then."
    ),
    "delivery_words": _(
        "I agree that licences and certificates are delivered before these 14 days are over, and "
        "know that I lose my right to withdraw from their contract with that."
    ),
}


def asked_of(account: Account | None, offers: Iterable[int | None]) -> tuple[str, ...]:
    """The fields of an order to which its customer may agree, for products by their keys."""
    if account is None or not is_consumer(account):
        return ()
    offered = [*offers]
    digital = digital_of(offered)
    services = ("begin_words",) if any(key not in digital for key in offered) else ()
    return (*services, *(("delivery_words",) if digital else ()))


def digital_of(offers: Iterable[int | None]) -> set[int]:
    """Those of some products that are delivered at once and cannot be given back."""
    keys = [key for key in offers if key]
    return {*Product.objects.filter(pk__in=keys, kind__in=_DIGITAL).values_list("pk", flat=True)}


def told_of_right(order: Order) -> list[str]:
    """What a consumer is told of the right to withdraw, and of what they agreed to, to keep it."""
    told = [words for words in (order.begin_words, order.delivery_words) if words]
    if until := withdraw_until(order):
        told.append(
            gettext(
                "Until %(day)s you may withdraw from the contract for a service without giving a "
                "reason: on its page, or informally by e-mail or letter."
            )
            % {"day": day(until)}
        )
    return told
