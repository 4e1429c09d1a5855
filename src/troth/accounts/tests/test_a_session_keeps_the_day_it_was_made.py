from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth import SESSION_KEY

from troth.accounts.models import Session
from troth.accounts.sessions import SessionStore
from troth.testing import make

pytestmark = pytest.mark.django_db


def test_however_often_it_is_saved() -> None:
    store = SessionStore()
    store[SESSION_KEY] = str(make.person().pk)
    store.create()
    made = datetime.now(UTC) - timedelta(days=2)
    Session.objects.update(created_at=made)
    again = SessionStore(store.session_key)
    again["seen"] = 1
    again.save()
    assert Session.objects.get().created_at == made
    assert SessionStore(store.session_key)["seen"] == 1
