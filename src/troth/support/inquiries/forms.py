"""The public forms by which people ask something, with an account or without."""

from troth.gates.collect import form_rule
from troth.policy.parse import Policy
from troth.policy.vocabulary import RECORDS


def public_forms(policy: Policy) -> list[str]:
    """Those that the policy has, by their words, such as `call-back`."""
    return [form for form in RECORDS["inquiry"].forms if form_rule(form, policy)]
