import pytest
from django.test import Client

from troth.accounts.models import Person
from troth.testing import make
from troth.testing.openid import OpenIdProvider

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("state", ["", "forged", "a%00b", "x" * 3000])
def test_from_another_provider(openid_provider: OpenIdProvider, state: str) -> None:
    make.in_force("softsys")
    client = Client()
    answer = client.get(f"/sign-in/from/elsewhere/?code=1&state={state}", follow=True)
    assert answer.status_code == 401 and "/static/portal/" in answer.content.decode()
    assert "_auth_user_id" not in client.session and not Person.objects.exists()
