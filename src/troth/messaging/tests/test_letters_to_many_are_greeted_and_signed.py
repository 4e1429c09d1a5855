import pytest

from troth.messaging.letter import letter
from troth.messaging.models import Message
from troth.messaging.send_many import Letter, send_many
from troth.publishing.running import policy_on
from troth.testing import make

pytestmark = pytest.mark.django_db

_TEXT = "Your service \ue000 goes on.\n"


@pytest.mark.parametrize(
    ("name", "language", "greeting"),
    [
        ("An Owner", "en", "Hello An Owner,"),
        ("An Owner", "de", "Guten Tag An Owner,"),
        ("", "en", "Hello,"),
        ("visit evil.example", "en", "Hello visit evil. example,"),
    ],
)
def test_each_by_name_and_in_its_own_language(name: str, language: str, greeting: str) -> None:
    make.in_force("softsys")
    account = make.account()
    person = make.owner(account)
    person.name = name
    person.save()
    send_many(
        [
            Letter(person.pk, account.pk, "en", "First", _TEXT),
            Letter(person.pk, account.pk, language, "Second", _TEXT),
        ],
        at=make.NOW,
    )
    body = Message.objects.get(subject="Second").body
    first, text, signature = body.split("\n\n")
    assert (first, f"{text}\n") == (greeting, _TEXT)
    assert signature == f"{policy_on(make.NOW).tables.provider.name}\n"
    alone = letter(person, _TEXT, at=make.NOW)
    assert Message.objects.get(subject="First").body == alone
