"""Two colleagues who give the same message its first wording at the same moment both get there."""

import pytest
from django.test import Client

from troth.requests.models import AnswerTemplate
from troth.testing import make
from troth.testing.at_once import at_once


@pytest.mark.django_db(transaction=True)
def test_the_text_is_there_once() -> None:
    make.in_force("softsys")
    colleagues = [Client(), Client()]
    for client in colleagues:
        client.force_login(make.staff("privacy"))
    first, second = (
        lambda client=client: client.post("/desk/wordings/done/every/en/", {"text": "Done."})
        for client in colleagues
    )
    assert [answer.status_code for answer in at_once(first, second)] == [302, 302]
    assert AnswerTemplate.objects.get().text == "Done."
