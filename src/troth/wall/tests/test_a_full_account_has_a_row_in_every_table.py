"""What erasure, export and the wall are tried on is whole: a new table is named here."""

import pytest
from django.db import models

from troth.accounts.models import Account
from troth.policy.tables import target_of
from troth.testing import make
from troth.wall.tests.every_row import about_somebody

pytestmark = pytest.mark.django_db


def test_every_table_about_an_account_has_one() -> None:
    make.in_force()
    account = make.full_account()
    missing = [
        model._meta.label
        for model, data in about_somebody().items()
        for key in data.subjects
        if not data.is_subject and _leads_to_account(model, key)
        if not model._default_manager.filter(**{key: account})
    ]
    assert missing == []


def _leads_to_account(model: type[models.Model], key: str) -> bool:
    return target_of(model._meta.get_field(key.partition("__")[0])) is Account
