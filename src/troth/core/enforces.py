"""A mark that ties code to the rules of the policy that it enforces.

`troth policy promises` finds the marks by reading the sources, so that each promise of a policy
leads to the function that keeps it.
"""

from collections.abc import Callable


def enforces[Marked](*rules: str) -> Callable[[Marked], Marked]:
    """Mark a function or class as the code that enforces these rules; it stays as it is.

    `rules` are ids or patterns of them, such as "keep.*", "right.erase" or "feature.whois".
    """

    def mark(marked: Marked) -> Marked:
        return marked

    return mark
