"""The gateways that are switched on, by the names that the setting GATEWAYS gives them."""

from collections.abc import Iterable, Mapping
from functools import cache

from django.utils.module_loading import import_string

from troth.core.provider import provider, provider_id
from troth.gateways.gateway import Gateway


def gateways() -> Mapping[str, Gateway]:
    """Each by its name, in the order in which customers are offered them."""
    return made(provider_id())


def third_parties() -> Iterable[Gateway]:
    """For the setting THIRD_PARTIES: whom they tell something stands in their `recipient`."""
    return gateways().values()


@cache
def made(of: str) -> Mapping[str, Gateway]:
    """Those of a provider, made once; a test that switches others on empties this."""
    return {
        name: import_string(entry["BACKEND"])(**entry.get("OPTIONS", {}))
        for name, entry in provider().gateways.items()
    }
