"""By which sentence one record is kept, where a rule names several."""

from troth.policy.describe import describe
from troth.policy.parse import Policy
from troth.policy.vocabulary import RECORDS


def why_kept(policy: Policy, rule: str, record: str) -> str:
    """The sentence of a keep rule, for one of its records, which is named beside it."""
    keep = policy.tables.keep[rule.partition(".")[2]]
    sentence = describe(keep.model_copy(update={"records": (record,)}), record)
    return sentence.replace(f": {RECORDS[record].meaning}", "", 1)
