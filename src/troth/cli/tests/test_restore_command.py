"""Back up, let things happen, restore the backup, run the command: all is again as it was."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings

from troth.accounts.models import Account, Person
from troth.accounts.restrict import lift, restrict
from troth.cli import main
from troth.erasure import tasks
from troth.erasure.erase import erase
from troth.erasure.events import PERSON_ERASED
from troth.erasure.hold import hold, release, review
from troth.erasure.models import Hold
from troth.gates.consent import agrees, give, object_to_marketing
from troth.gates.limit_reading import limit_reading
from troth.gates.models import ConsentEvent, ReadLimit
from troth.journal.append import append
from troth.journal.models import Checkpoint, Entry
from troth.journal.tests.make import SWEPT
from troth.journal.verify import verify, verify_copy
from troth.messaging.deliver import deliver_waiting
from troth.policy.parse import parse
from troth.publishing.models import PublishedPolicy
from troth.publishing.publish import publish
from troth.publishing.running import policy_on
from troth.publishing.texts import folder
from troth.support.inquiries import erase as inquiries
from troth.support.models import Inquiry
from troth.testing import make
from troth.testing.backup import back_up, restore
from troth.testing.snapshot import snapshot

pytestmark = pytest.mark.django_db(transaction=True)

REVIEW = date(2040, 1, 1)
type Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Call `troth restore --yes` with more words: its exit code, output and errors."""

    def call(*words: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main(["restore", "--yes", *words])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return call


@pytest.fixture
def backup(tmp_path: Path) -> Callable[[], Path]:
    """Make a backup, after what the worker does every ten minutes."""
    made = iter(range(100))

    def back() -> Path:
        copy()
        return back_up(tmp_path / f"backup-{next(made)}.sql")

    return back


def copy() -> None:
    tasks.sign(0)


def whole() -> bool:
    return verify().ok and not verify_copy(settings.JOURNAL_COPY).problems


def test_who_was_erased_is_erased_again_and_a_second_run_finds_nothing(
    run: Run, backup: Callable[[], Path]
) -> None:
    make.in_force()
    gone, stays = make.full_account(), make.full_account()
    person = make.owner(gone)
    old = backup()
    erase(person, at=make.NOW)
    copy()
    restore(old)
    code, out, err = run()
    assert (code, "erased 2" in out) == (0, True)
    assert "1 accounts erased, 1 people erased" in err
    assert not Account.objects.filter(pk=gone.pk).exists()
    assert not Person.objects.filter(pk=person.pk).exists()
    assert Account.objects.filter(pk=stays.pk).exists()
    assert Entry.objects.filter(event="journal.restored").count() == 1
    assert whole()
    before = snapshot()
    assert run() == (
        0,
        f"Nothing has to be restored: the database has all that {settings.JOURNAL_COPY} has.\n",
        "",
    )
    assert snapshot() == before


def test_a_second_restore_of_an_older_backup_brings_nobody_back(
    run: Run, backup: Callable[[], Path]
) -> None:
    make.in_force()
    first, second = make.person(), make.person()
    oldest = backup()
    erase(first, at=make.NOW)
    older = backup()
    erase(second, at=make.NOW)
    copy()
    notes: list[str] = []
    for each in (older, oldest, older):
        restore(each)
        append(SWEPT, at=make.NOW)
        assert run()[0] == 0
        assert not Person.objects.filter(pk__in=[first.pk, second.pk]).exists()
        assert whole()
        notes += Checkpoint.objects.values_list("note", flat=True)
        copy()
    assert all(verify(note).ok for note in notes)


def test_a_hold_newer_than_the_backup_keeps_what_it_kept(
    run: Run, backup: Callable[[], Path]
) -> None:
    make.in_force("softsys")
    account = make.full_account()
    owner = make.owner(account)
    old = backup()
    hold(
        account,
        records=["ticket"],
        reason="a dispute",
        owner="legal",
        review_on=REVIEW,
        at=make.NOW,
    )
    erase(owner, at=make.NOW)
    deliver_waiting(at=make.NOW)
    before = {table for table, _ in snapshot()}
    copy()
    restore(old)
    code, _, err = run()
    assert code == 1 and "stay in part, under holds" in err
    again = Hold.objects.get(lifted_at=None)
    assert (again.subject_id, again.records, again.placed_at) == (account.pk, ["ticket"], make.NOW)
    assert again.review_on == REVIEW
    assert "lost" in again.reason and "must look" in again.owner
    assert account.tickets.exists()
    assert {table for table, _ in snapshot()} >= before
    release(again, at=make.NOW)


def test_a_hold_that_was_reviewed_and_one_that_was_lifted_are_so_again(
    run: Run, backup: Callable[[], Path]
) -> None:
    make.in_force()
    person = make.person()

    def placed(minute: int) -> Hold:
        at = make.NOW + timedelta(minutes=minute)
        return hold(person, records=["*"], reason=f"r{minute}", owner="o", review_on=REVIEW, at=at)

    kept, lifted = placed(1), placed(2)
    old = backup()
    later = make.NOW + timedelta(days=1)
    review(kept, date(2041, 1, 1), at=later)
    release(lifted, at=later)
    copy()
    restore(old)
    assert run()[0] == 0
    kept.refresh_from_db()
    lifted.refresh_from_db()
    assert (kept.review_on, kept.lifted_at, kept.reason) == (date(2041, 1, 1), None, "r1")
    assert lifted.lifted_at == later
    assert Hold.objects.count() == 2


def test_what_a_hold_kept_stays_though_the_hold_itself_is_not_in_the_copy(
    run: Run, backup: Callable[[], Path]
) -> None:
    make.in_force("softsys")
    person = make.owner(make.full_account())
    old = backup()
    hold(person, records=["*"], reason="r", owner="o", review_on=REVIEW, at=make.NOW)
    copy()
    erase(person, at=make.NOW)
    copy()
    lines = settings.JOURNAL_COPY.read_text().splitlines(keepends=True)
    settings.JOURNAL_COPY.write_text("".join(line for line in lines if "hold.placed" not in line))
    restore(old)
    code, _, err = run()
    assert code == 1 and "missing before line" in err
    assert Person.objects.filter(pk=person.pk).exists()
    assert Hold.objects.filter(subject=person, lifted_at=None).exists()


def test_erased_inquiries_are_erased_again(run: Run, backup: Callable[[], Path]) -> None:
    make.in_force("soffront")
    first, other = make.inquiry(), make.inquiry("b@visitor.example")
    old = backup()
    inquiries.erase(first, at=make.NOW)
    copy()
    restore(old)
    assert run()[0] == 0
    assert list(Inquiry.objects.all()) == [other]


def stricter() -> bytes:
    """The policy in force, but accounts are kept for a year and not for seven."""
    source = policy_on(make.NOW.date()).source
    source = source.replace('version = "2018-09-12"', 'version = "2026-06-15"')
    return source.replace('for = "7 years"', 'for = "1 year"', 1).encode()


def test_a_policy_published_since_runs_from_its_day(run: Run, backup: Callable[[], Path]) -> None:
    make.in_force()
    old = backup()
    new = publish(parse(stricter()), at=make.NOW)
    copy()
    restore(old)
    assert run()[0] == 0
    again = PublishedPolicy.objects.get(digest=new.digest)
    assert again.source == new.source and again.published_at == make.NOW
    assert again.in_force_from == new.in_force_from
    running = policy_on(new.in_force_from)
    assert running.digest == new.digest and 'for = "1 year"' in running.source


@pytest.mark.parametrize("text", [None, b"another text"])
def test_a_policy_without_its_text_is_named(
    run: Run, backup: Callable[[], Path], text: bytes | None
) -> None:
    make.in_force()
    old = backup()
    new = publish(parse(stricter()), at=make.NOW)
    copy()
    restore(old)
    (folder() / f"{new.digest}.md").unlink()
    if text:
        (folder() / f"{new.digest}.md").write_bytes(text)
    code, _, err = run()
    assert code == 1 and new.digest in err and "troth publish FILE" in err
    assert not PublishedPolicy.objects.filter(digest=new.digest).exists()


def test_restrictions_are_as_they_were(run: Run, backup: Callable[[], Path]) -> None:
    make.in_force()
    newly, no_longer, erased = make.person(), make.person(), make.person()
    for each in (no_longer, erased):
        restrict(each, at=make.NOW)
    old = backup()
    restrict(newly, at=make.NOW)
    for each in (no_longer, erased):
        lift(each, at=make.NOW)
    erase(erased, at=make.NOW)
    copy()
    restore(old)
    assert run()[0] == 0
    assert list(Person.objects.exclude(restricted_at=None)) == [newly]
    assert not Person.objects.filter(pk=erased.pk).exists()


def test_somebody_who_is_restricted_and_was_erased_is_named_and_waits(
    run: Run, backup: Callable[[], Path]
) -> None:
    """That the restriction was lifted is missing in the copy."""
    make.in_force()
    person = make.person()
    restrict(person, at=make.NOW)
    old = backup()
    lift(person, at=make.NOW)
    copy()
    erase(person, at=make.NOW)
    copy()
    lines = settings.JOURNAL_COPY.read_text().splitlines(keepends=True)
    settings.JOURNAL_COPY.write_text("".join(line for line in lines if ".lifted" not in line))
    restore(old)
    code, _, err = run()
    assert code == 1 and "1 who were erased stay, because their processing is restricted" in err
    person.refresh_from_db()
    assert person.restricted_at and person.erasure_asked_at


def test_consents_and_limits_count_again(run: Run, backup: Callable[[], Path]) -> None:
    make.in_force("softsys")
    agreed, objected = make.person(), make.person()
    (consent, *_) = policy_on(make.NOW.date()).tables.consent
    give(objected, consent, at=make.NOW)
    old = backup()
    later = make.NOW + timedelta(minutes=1)
    give(agreed, consent, at=later, channel="email")
    object_to_marketing(objected, at=later)
    limit_reading(agreed, ["content", "billing"], at=later)
    limit_reading(agreed, ["content"], at=later)
    events = sorted(
        ConsentEvent.objects.values_list(
            "person", "rule", "kind", "at", "channel", "wording", "policy"
        )
    )
    copy()
    restore(old)
    assert run()[0] == 0
    assert agrees(agreed, consent, at=later) and not agrees(objected, consent, at=later)
    assert events == sorted(
        ConsentEvent.objects.values_list(
            "person", "rule", "kind", "at", "channel", "wording", "policy"
        )
    )
    assert list(ReadLimit.objects.values_list("person", "category")) == [(agreed.pk, "content")]


def test_a_line_that_was_cut_off_is_said_and_the_rest_done(
    run: Run, backup: Callable[[], Path]
) -> None:
    make.in_force()
    person = make.person()
    old = backup()
    erase(person, at=make.NOW)
    copy()
    with settings.JOURNAL_COPY.open("a") as stream:
        stream.write('{"at":"2026-')
    restore(old)
    code, out, err = run()
    assert code == 1 and "was not finished; it was dropped" in err
    assert not Person.objects.filter(pk=person.pk).exists()
    assert "The old copy, as it was" in out
    assert whole() and run()[0] == 0


def test_a_forged_line_erases_nobody_unless_somebody_says_so(
    run: Run, backup: Callable[[], Path]
) -> None:
    make.in_force()
    person = make.person()
    other = make.person()
    old = backup()
    append(PERSON_ERASED, at=make.NOW, subject=other.pseudonym)
    copy()
    line = next(x for x in settings.JOURNAL_COPY.read_text().splitlines() if "person.erased" in x)
    text = line[: line.index(',"leaf"')] + "}"
    forged = text.replace(str(other.pseudonym), str(person.pseudonym))
    restore(old)
    settings.JOURNAL_COPY.with_suffix(".checkpoint").unlink()  # it knows of the entry that is lost
    lines = settings.JOURNAL_COPY.read_text().splitlines(keepends=True)
    settings.JOURNAL_COPY.write_text(
        "".join(each for each in lines if "person.erased" not in each and each != lines[-1])
        + f"{forged}\n"
    )
    code, out, err = run()
    assert code == 1 and "nobody has signed; they are left out" in err
    assert Person.objects.filter(pk=person.pk).exists()
    aside = out.split("The old copy, as it was: ")[1].strip()
    assert run("--journal", aside, "--unsigned")[0] == 0
    assert not Person.objects.filter(pk=person.pk).exists()


def test_killed_between_taking_up_and_doing_again_it_goes_on(
    run: Run, backup: Callable[[], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    make.in_force()
    person = make.person()
    old = backup()
    erase(person, at=make.NOW)
    copy()
    restore(old)
    with monkeypatch.context() as patch:
        patch.setattr("troth.cli.restore._replay", lambda start, at: 1 / 0)
        assert run()[0] == 1
    assert Person.objects.filter(pk=person.pk).exists()
    assert run()[0] == 0
    assert not Person.objects.filter(pk=person.pk).exists()


def test_it_asks(backup: Callable[[], Path], capsys: pytest.CaptureFixture[str]) -> None:
    make.in_force()
    person = make.person()
    old = backup()
    erase(person, at=make.NOW)
    copy()
    restore(old)
    assert main(["restore"]) == 2
    assert "say --yes" in capsys.readouterr().err
    assert Person.objects.filter(pk=person.pk).exists()


@pytest.mark.parametrize("text", ["", "no journal\n"])
def test_a_copy_with_nothing_in_it_is_one_line(run: Run, tmp_path: Path, text: str) -> None:
    make.in_force()
    (tmp_path / "other.jsonl").write_text(text)
    code, out, err = run("--journal", str(tmp_path / "other.jsonl"))
    assert (code, out, err.count("\n")) == (1, "", 1) and "holds no entry" in err


def test_a_backup_that_should_be_gone_by_the_policy_is_told(
    run: Run, backup: Callable[[], Path]
) -> None:
    make.in_force(make.changed("softsys", rules='[backup]\nfor = "30 days"\n'))
    person = make.person()
    old = backup()
    erase(person, at=make.NOW)
    copy()
    restore(old)
    code, _out, err = run()
    assert (code, "The policy keeps backups for 30 days" in err) == (1, True)
    assert not Person.objects.filter(pk=person.pk).exists()
