from asyncio import ALL_COMPLETED
from threading import Event

import pytest
from procrastinate import App
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.worker import Worker

from troth.accounts import tasks
from troth.accounts.models import CacheEntry
from troth.cli import main, worker
from troth.copies import tasks as copies
from troth.erasure import tasks as erasure
from troth.messaging import tasks as messaging
from troth.publishing.models import PublishedPolicy
from troth.requests import tasks as requests
from troth.testing import make

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("no_loop")]
NIGHT = 7800  # ten past two


@pytest.fixture(autouse=True)
def once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The workers stop when no job is left, and have none but what a test gives them."""

    async def nothing(self: Worker) -> None:
        pass

    monkeypatch.setattr(Worker, "_periodic_deferrer", nothing)
    run = App.run_worker_async

    async def until_done(app: App, **options: object) -> None:
        await run(app, wait=False, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(App, "run_worker_async", until_done)
    monkeypatch.setattr(worker, "FIRST_COMPLETED", ALL_COMPLETED)
    make.in_force()


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


def test_no_kind_of_work_waits_for_another(monkeypatch: pytest.MonkeyPatch) -> None:
    waits_for = {
        (requests, "provider"): Event(),
        (messaging, "deliver_waiting"): Event(),
        (erasure, "keep"): Event(),
        (erasure, "tell_recipients"): Event(),
        (erasure, "keep_texts"): Event(),
        (copies, "remove_expired_copies"): Event(),
    }
    together = []
    for (module, verb), begun in waits_for.items():

        def meets(*args: object, begun: Event = begun, **kwargs: object) -> None:
            begun.set()
            together.append(all(other.wait(20) for other in waits_for.values()))
            raise InterruptedError

        monkeypatch.setattr(module, verb, meets)
    for task in (
        *(requests.read_mail, messaging.deliver_due, copies.copies),
        *(erasure.sweep, erasure.tell, erasure.sign),
    ):
        task.configure().defer(timestamp=NIGHT)
    assert main(["worker"]) == 0
    assert together == [True] * len(waits_for)


def test_without_a_policy_none_starts(capsys: pytest.CaptureFixture[str]) -> None:
    PublishedPolicy.objects.all().delete()
    assert main(["worker"]) == 1
    assert capsys.readouterr().err.startswith("No policy is in force; run `troth setup`")
