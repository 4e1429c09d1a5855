from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from troth.core.provider import provider_id
from troth.erasure.erase import erase
from troth.erasure.forget import installed, tell_recipients
from troth.erasure.models import ForgetRequest
from troth.files.doom import delete_doomed
from troth.files.models import DoomedFile
from troth.testing import make
from troth.testing.recipient import Obedient

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_file_that_cannot_be_deleted_is_tried_again() -> None:
    make.in_force()
    account = make.full_account(attachment=b"x")
    (stored,) = (Path(settings.MEDIA_ROOT) / "attachments").iterdir()
    stored.unlink()
    (stored / "inside").mkdir(parents=True)  # a folder that is not empty cannot be deleted
    assert erase(make.owner(account), at=make.NOW).complete
    assert DoomedFile.objects.count() == 1
    (stored / "inside").rmdir()
    assert delete_doomed() == 1
    assert not DoomedFile.objects.exists() and not stored.exists()


def test_a_recipient_that_breaks_does_not_stop_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Broken:
        def forget(self, reference: str) -> None:
            raise ValueError(reference)

    installed.cache_clear()
    monkeypatch.setitem(installed(provider_id()), "broken", Broken())
    make.in_force()
    account = make.account()
    make.disclosure(account, recipient="broken")
    make.disclosure(account, recipient="registry")
    erase(make.owner(account), at=make.NOW)
    at = make.NOW
    for _ in range(25):
        tell_recipients(at=at)
        at += timedelta(days=1)
    states = dict(ForgetRequest.objects.values_list("recipient", "state"))
    assert states == {"broken": "by hand", "registry": "done"}
    assert Obedient.asked
    installed.cache_clear()
