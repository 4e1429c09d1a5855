"""Settings with plug-ins that tell somebody something, each of them in its own way."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from troth.gates.recipient import Recipient
from troth.settings import *  # noqa: F403

WELL = Recipient(
    name="well",
    title="Well",
    role="processor",
    function="is told what its rule lets",
    country="IE",
    receives=frozenset({"contact"}),
    address="https://well.example/",
)
OTHERS = [
    replace(WELL, name="unnamed", title="Unnamed", country="US"),
    replace(WELL, name="greedy", title="Greedy", receives=frozenset({"contact", "billing"})),
    replace(WELL, name="moved", title="Moved", country="NL"),
    replace(WELL, name="far", title="Far", country="US"),
    replace(WELL, name="open", title="Open", address="http://open.example/"),
    replace(WELL, name="whole", title="Whole"),
]
RULES = "".join(
    f"""
[share.{name}]
name = "{name.title()}"
role = "processor"
function = "is told what its rule lets"
country = "{country}"
{more}
"""
    for name, country, more in (
        ("well", "IE", 'receives = ["contact"]'),
        ("greedy", "IE", 'receives = ["contact"]'),
        ("moved", "IE", 'receives = ["contact"]'),
        ("far", "US", 'receives = ["contact"]'),
        ("open", "IE", 'receives = ["contact"]'),
        ("whole", "IE", 'when = "aggregated"'),
    )
)
THIRD_PARTIES = [*THIRD_PARTIES, f"{__name__}.plug_ins"]  # noqa: F405


@dataclass(frozen=True)
class PlugIn:
    """One that is switched on."""

    recipient: Recipient


def plug_ins() -> Iterator[PlugIn]:
    """All of them."""
    return (PlugIn(each) for each in (WELL, *OTHERS))
