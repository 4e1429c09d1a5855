"""What a step of a request is: a form that staff fill in, and what is then done."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise

from troth.accounts.models import Person
from troth.gates.form import Form
from troth.gates.inputs.text import Paragraphs
from troth.policy.language import Right
from troth.policy.parse import Policy
from troth.requests.models import RightsRequest
from troth.requests.rules import rule_of


class LongText(Paragraphs):
    """What is mailed: many lines."""

    widget = forms.Textarea(attrs={"rows": 12})

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=10_000, **options)


class Step(Form):
    """A step that a member of staff takes with a request under the policy in force.

    Without fields it takes one click.
    """

    title: ClassVar[str | Promise]
    button: ClassVar[str | Promise]
    danger = False
    first: str | Promise = ""  # what has to be done before, elsewhere
    mailed = ""  # what whoever asked is written, where nothing is typed

    def __init__(
        self,
        request: RightsRequest,
        policy: Policy,
        staff: Person,
        data: Mapping[str, Any] | None = None,
        files: Any = None,
    ) -> None:
        super().__init__(data, files)
        self.request, self.policy, self.staff = request, policy, staff
        self.prepare()

    def prepare(self) -> None:
        """Fit the fields to the request."""

    def take(self, *, at: datetime) -> None:
        """Take the step. Raises TrothError."""
        raise NotImplementedError

    def shows(self, *, at: datetime) -> dict[str, Any]:
        """What the page shows beside the form."""
        return {}

    @property
    def right(self) -> Right:
        """The rule of the request."""
        return rule_of(self.request.rule, self.policy)

    def choose(self, field: str, choices: list[tuple[Any, Any]]) -> None:
        """Offer choices in a field; the only one is chosen already."""
        offered = self.fields[field]
        assert isinstance(offered, forms.ChoiceField | forms.MultipleChoiceField)
        offered.choices = choices
        if len(choices) == 1:
            self.initial[field] = choices[0][0]
