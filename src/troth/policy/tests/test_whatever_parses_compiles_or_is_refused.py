"""A policy without a mistake becomes a plan, or is refused with the rule that cannot run."""

from hypothesis import given, settings

from troth.policy.compile import compile
from troth.policy.errors import PolicyError
from troth.policy.tables import schema
from troth.policy.tests import documents


@settings(max_examples=40, deadline=None)
@given(documents.documents())
def test_whatever_parses_compiles_or_is_refused(document: documents.Document) -> None:
    policy = documents.policy(document)
    try:
        plan = compile(policy, schema())
    except PolicyError as error:
        assert {mistake.code for mistake in error.mistakes} == {"cannot-run"}
        assert all(mistake.line > 1 for mistake in error.mistakes)
    else:
        assert plan == compile(policy, schema())
        assert plan.digest == policy.digest
