"""Parameters as Stripe takes them: `a[b][0][c]=1` in a form or a query."""

from typing import Any
from urllib.parse import parse_qsl, urlencode


def nested(text: str) -> dict[str, Any]:
    """The parameters by their names; lists are dictionaries by their numbers."""
    made: dict[str, Any] = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        *above, last = name.replace("]", "").split("[")
        place = made
        for part in above:
            place = place.setdefault(part, {})
        place[last or str(len(place))] = value
    return made


def flat(told: dict[str, Any]) -> str:
    """The other way round."""

    def parts(name: str, value: Any) -> list[tuple[str, str]]:
        if isinstance(value, dict):
            return [part for key, each in value.items() for part in parts(f"{name}[{key}]", each)]
        return [(name, str(value))]

    return urlencode([part for name, value in told.items() for part in parts(name, value)])
