"""What people tell by forms: visitors with a question, and a customer of their own accord."""

from datetime import datetime, timedelta

from troth.accounts.models import Person, Preferences
from troth.demo.people import People
from troth.demo.texts import INQUIRIES, PREFERENCES
from troth.gates.collect import asked_by, form_rule
from troth.policy.parse import Policy
from troth.support.inquiries.forms import public_forms
from troth.support.models import Inquiry

_AGES = (1, 12, 400, 800)  # days; the last two are due by the rules of the shipped policies
_ANSWERED = 400


def ask_by_forms(policy: Policy, people: People, *, now: datetime) -> None:
    """Inquiries of people without an account, by each public form that the policy has."""
    made = []
    for form in public_forms(policy):
        found = form_rule(form, policy)
        assert found
        rule, asked = found[0], asked_by(found[1])
        for age, (question, answer) in zip(_AGES, INQUIRIES, strict=True):
            who, at = people.one(business=True), now - timedelta(days=age)
            told = {"name": who.name, "email": who.email, "phone": who.phone}
            told |= {"company": who.company, "message": question}
            inquiry = Inquiry(form=form, rule=rule, asked_at=at)
            if age == _ANSWERED:
                inquiry.closed_at, inquiry.answer = at + timedelta(days=1), answer
            for column in asked.keys() & told.keys():
                setattr(inquiry, column, told[column])
            made.append(inquiry)
    # A form that asks for little is told the same twice, which is one inquiry.
    Inquiry.objects.bulk_create(made, ignore_conflicts=True)


def tell_of_oneself(policy: Policy, person: Person, *, now: datetime) -> None:
    """What a person tells of their own accord, where the policy asks for it."""
    if form_rule("preferences", policy):
        Preferences.objects.create(person=person, told_at=now, **PREFERENCES)
