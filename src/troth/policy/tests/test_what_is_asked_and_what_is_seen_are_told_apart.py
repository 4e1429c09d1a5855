from troth.policy.describe import sentences
from troth.policy.language import Collect


def told(rule: Collect, name: str) -> str:
    return " ".join(sentences(rule, name))


def test_on_the_page_of_a_policy() -> None:
    facts = {"required": ("name",), "optional": ("phone",), "purposes": ("service",)}
    form = told(Collect.model_validate({**facts, "by": "form"}), "account")
    seen = told(Collect.model_validate({**facts, "by": "observation"}), "signin")
    assert "requires" in form and "may stay empty" in form and "is refused" in form
    assert "the system records" in seen and "may record" in seen
    assert "requires" not in seen and "is refused" not in seen
