import pytest
from procrastinate import App
from procrastinate.contrib.django.models import ProcrastinateJob

from troth.accounts import tasks
from troth.accounts.models import CacheEntry
from troth.cli import main
from troth.testing import make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker stops when no job is left."""
    run = App.run_worker_async

    async def until_done(app: App, **options: object) -> None:
        await run(app, wait=False, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(App, "run_worker_async", until_done)


def test_a_job_that_is_done_goes_and_one_that_failed_stays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    CacheEntry.objects.create(key="old", value=b"", expires_at=make.LONG_AGO)
    tasks.forget_cached.configure().defer(timestamp=0)
    assert main(["worker"]) == 0
    assert not CacheEntry.objects.exists() and not ProcrastinateJob.objects.exists()

    tasks.forget_cached.configure().defer(timestamp=0)
    monkeypatch.setattr(tasks, "CacheEntry", None)
    assert main(["worker"]) == 0
    assert ProcrastinateJob.objects.get().status == "failed"
