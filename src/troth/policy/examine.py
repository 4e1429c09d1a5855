"""All that can be said of a policy file before it is published, without the platform's start-up."""

from typing import NamedTuple

from troth.policy.caution import cautions
from troth.policy.compile import cannot_run
from troth.policy.errors import Caution, PolicyError
from troth.policy.parse import Policy, draft
from troth.policy.snapshot import snapshot


class Examined(NamedTuple):
    """A policy that runs, and what it is warned of."""

    policy: Policy
    cautions: list[Caution]


def examine(data: bytes, file: str) -> Examined:
    """The policy in `data`, the bytes of a file, which runs on this release.

    Raises PolicyError with every mistake: those that `parse` finds, and what cannot run.
    """
    policy, mistakes, contradictory = draft(data, file)
    if policy:
        told = {policy.line(rule) for rule in contradictory}
        mistakes += [m for m in cannot_run(policy, snapshot()) if m.line not in told]
    if mistakes or policy is None:
        raise PolicyError(file, mistakes)
    return Examined(policy, cautions(policy))
