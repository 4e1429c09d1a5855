"""The gateways that are switched on, and the checks of bank accounts for them.

The settings GATEWAYS and BANK_CHECKS give each its name.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from django.utils.translation import gettext as _

from troth.calls.errors import Refused
from troth.core.plug_in import plugged_in
from troth.core.provider import provider, provider_id
from troth.gates.recipient import PlugIn
from troth.gateways.bank_check import BankCheck
from troth.gateways.gateway import Gateway


def gateways() -> Mapping[str, Gateway]:
    """Each by its name, in the order in which customers are offered them."""
    return made(provider_id(), "gateways")


def switched_on(name: str) -> Gateway:
    """The gateway of that name. Raises Refused where it is switched on no longer."""
    gateway = gateways().get(name)
    if gateway is None:
        raise Refused(_("Payments by %(name)s are switched off.") % {"name": name})
    return gateway


def checks() -> Mapping[str, BankCheck]:
    """The checks of bank accounts, each by its name."""
    return made(provider_id(), "bank_checks")


def taker(check: BankCheck) -> str:
    """The gateway that takes what a check hands over; blank where none is switched on."""
    return next((name for name in gateways() if name in check.hands_to), "")


def third_parties() -> Iterable[PlugIn]:
    """For the setting THIRD_PARTIES: whom they tell something stands in their `recipient`."""
    return [*gateways().values(), *checks().values()]


@cache
def made(of: str, kind: str) -> Mapping[str, Any]:
    """Those of a provider of a kind, as `core.provider` calls it, made once; a test that switches
    others on empties this."""
    return plugged_in(getattr(provider(), kind))
