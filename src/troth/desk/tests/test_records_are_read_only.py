"""Under /desk/records/ nothing is added, changed or deleted, not even by an owner."""

import pytest
from django.test import Client
from django.urls import reverse

from troth.desk.site import site
from troth.testing import make

pytestmark = pytest.mark.django_db


def test_no_form_of_any_kind_of_record_is_taken(client: Client) -> None:
    make.in_force("softsys")
    account = make.full_account()
    client.force_login(make.staff("owner"))
    client.post(f"/desk/customers/account/{account.pk}/reason/", {"reason": "ticket 9"})
    client.post(f"/desk/customers/person/{make.owner(account).pk}/reason/", {"reason": "ticket 9"})
    for model in site._registry:
        page = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        row = model._default_manager.first()
        acts = [("add", None), *((act, row) for act in ("change", "delete") if row)]
        for act, on in acts:
            path = reverse(f"{page}_{act}", args=[on.pk] if on else [])
            answer = client.post(path, {"name": "<script>", "email": "a\0b", "_save": "1"})
            # Of somebody else than that customer, a reason is asked for first.
            assert answer.status_code == 403 or "/reason/" in answer.headers["Location"], path
        assert row is None or model._default_manager.filter(pk=row.pk).exists()
