import json
from pathlib import Path

import pytest

from troth.cli import main
from troth.policy.parse import read
from troth.policy.shipped import shipped
from troth.publishing.models import PublishedPolicy
from troth.testing import make

pytestmark = pytest.mark.django_db(transaction=True)


def test_publish(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["publish", str(shipped()["softsys"])]) == 0
    assert "Version 2018-09-12 is published; in force from" in capsys.readouterr().out
    assert main(["plan", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["sweeps"]


def test_a_broken_file_never_replaces_the_running_policy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["publish", str(shipped()["softsys"])])
    broken = tmp_path / "broken.md"
    broken.write_text(shipped()["softsys"].read_text().replace('"7 years"', '"for ever"'))
    capsys.readouterr()
    assert main(["publish", str(broken)]) == 1
    assert f"{broken}:" in capsys.readouterr().err
    assert PublishedPolicy.objects.count() == 1


@pytest.mark.parametrize("name", shipped())
def test_the_plan_of_a_file_in_words(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", "--policy", str(shipped()[name])]) == 0
    out = capsys.readouterr().out
    assert "keep.account | account | " in out and "DELETE FROM" in out


def test_no_policy_and_no_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan"]) == 1
    assert "No policy is in force" in capsys.readouterr().err
    assert main(["publish", "no-such-file.md"]) == 1
    assert capsys.readouterr().err.startswith("no-such-file.md:1: unreadable ")


def test_changed_words_for_which_a_member_of_staff_answers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["publish", str(shipped()["ispsystem"])])
    edited = tmp_path / "edited.md"
    text = shipped()["ispsystem"].read_text() + "\nThank you for reading.\n"
    edited.write_text(text)
    assert main(["publish", str(edited)]) == 1
    assert "a version of its own" in capsys.readouterr().err
    version = read(shipped()["ispsystem"]).tables.policy.version
    edited.write_text(text.replace(f'version = "{version}"', 'version = "next"'))
    stranger, colleague = make.person(), make.staff()
    capsys.readouterr()
    for address in ("nobody@customer.example", stranger.email):
        assert main(["publish", str(edited), "--editorial", address]) == 1
    assert PublishedPolicy.objects.count() == 1
    assert "Only staff can answer for that" in capsys.readouterr().err
    assert main(["publish", str(edited), "--editorial", colleague.email]) == 0
    assert PublishedPolicy.objects.filter(editorial=True).count() == 1
