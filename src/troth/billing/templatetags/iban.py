"""Numbers of bank accounts as people read them."""

from django import template

register = template.Library()


@register.filter
def fours(iban: str) -> str:
    """`DE02 1203 0000 0000 2020 51`: in groups of four (ISO 13616)."""
    return " ".join(iban[start : start + 4] for start in range(0, len(iban), 4))
