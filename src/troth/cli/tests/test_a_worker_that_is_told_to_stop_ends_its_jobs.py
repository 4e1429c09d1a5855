"""What a worker is in the middle of when it is told to stop is done, and known to be done."""

import os
from signal import SIGTERM
from time import sleep

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.worker import Worker

from troth.cli import main
from troth.messaging import tasks
from troth.testing import make

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("no_loop")]


def test_a_long_job_ends_after_all_other_queues_have(monkeypatch: pytest.MonkeyPatch) -> None:
    async def nothing(self: Worker) -> None:
        pass

    def takes_long(**_told: object) -> None:
        os.kill(os.getpid(), SIGTERM)
        sleep(1)  # the other queues have nothing to do, and end

    monkeypatch.setattr(Worker, "_periodic_deferrer", nothing)
    monkeypatch.setattr(tasks, "deliver_waiting", takes_long)
    make.in_force()
    tasks.deliver_due.configure().defer(timestamp=0)
    assert main(["worker"]) == 0
    assert not ProcrastinateJob.objects.exists()
