import json
from pathlib import Path

import pytest

from troth.cli import main
from troth.policy.parse import read
from troth.policy.shipped import shipped


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """softsys with an unknown clock and a length of time typed by hand."""
    text = shipped()["softsys"].read_text(encoding="utf-8")
    path = tmp_path / "broken.md"
    path.write_text(text.replace('from = "inactivity"', 'from = "issue"') + "\nWithin 30 days.\n")
    return path


def edited(tmp_path: Path, old: str, new: str) -> str:
    path = tmp_path / "edited.md"
    text = shipped()["softsys"].read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new))
    return str(path)


def test_check_says_that_there_is_no_mistake(capsys: pytest.CaptureFixture[str]) -> None:
    path = shipped()["soffront"]
    assert main(["policy", "check", str(path)]) == 0
    rules = len(read(path).rules)
    assert capsys.readouterr().out == f"{path}: {rules} rules, no mistakes\n"


def test_check_names_every_mistake_of_every_file(
    broken: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = tmp_path / "missing.md"
    assert main(["policy", "check", str(broken), "soffront", str(missing)]) == 1
    out, err = capsys.readouterr()
    lines = out.splitlines()
    assert [line.split(" ")[1] for line in lines] == [
        "unknown-clock",
        "typed-duration",
        f"{len(read(shipped()['soffront']).rules)}",
        "unreadable",
    ]
    assert lines[0].startswith(f"{broken}:") and lines[3].startswith(f"{missing}:1: ")
    assert err == ""


def test_show_prints_the_policy_with_what_the_system_does(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["policy", "show", "softsys"]) == 0
    out = capsys.readouterr().out
    assert "We keep your personal information for 7 years after" in out
    assert "    [keep.account] Kept for 7 years from the last active service" in out


def test_show_html_prints_a_whole_page_that_loads_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["policy", "show", "softsys", "--html"]) == 0
    out = capsys.readouterr().out
    assert out.startswith('<!doctype html>\n<html lang="en">') and out.endswith("</html>\n")
    assert "<title>Privacy policy of Softsys Hosting</title>" in out
    assert not any(word in out for word in ("<script", "<link", "src=", "@import", "url("))


def test_show_tells_the_mistakes_of_a_broken_policy(
    broken: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["policy", "show", str(broken)]) == 1
    out, err = capsys.readouterr()
    assert out == "" and [line.split(" ")[1] for line in err.splitlines()] == [
        "unknown-clock",
        "typed-duration",
    ]


def test_diff_of_a_policy_with_itself_is_0(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["policy", "diff", "softsys", "softsys"]) == 0
    assert capsys.readouterr().out == ""


def test_diff_of_editorial_changes_is_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new = edited(tmp_path, 'version = "2018-09-12"', 'version = "2018-09-12.1"')
    assert main(["policy", "diff", "softsys", new]) == 1
    assert capsys.readouterr().out == "editorial policy.version: 2018-09-12 -> 2018-09-12.1\n"


def test_diff_with_a_material_change_is_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new = edited(
        tmp_path, 'channels = ["email"]\nwithdraw', 'channels = ["email", "sms"]\nwithdraw'
    )
    assert main(["policy", "diff", "softsys", new]) == 2
    out = capsys.readouterr().out
    assert out == "material  consent.marketing.channels: email -> email, sms\n"


def test_diff_with_a_broken_policy_is_2(broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for argv in (["softsys", str(broken)], [str(broken), "softsys"], ["softsys", "/none"]):
        assert main(["policy", "diff", *argv]) == 2
        out, err = capsys.readouterr()
        assert out == "" and err


def test_promises_can_be_narrowed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["policy", "promises", "--policy", "websoft", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert {p["policy"] for p in listed} == {"websoft"} and len(listed) == 31
    words = {"id", "policy", "theme", "promise", "kind", "rules", "state", "proof", "missing"}
    assert listed[0].keys() == words

    assert main(["policy", "promises", "--open", "--json"]) == 0
    assert {p["state"] for p in json.loads(capsys.readouterr().out)} == {"open"}


def test_show_speaks_the_language_of_the_policy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    german = str(tmp_path / "de.md")
    told = ("--name=Host", "--country=DE", "--email=p@host.example", "--language=de")
    assert main(["policy", "new", german, *told]) == 0
    assert main(["policy", "show", german]) == main(["policy", "show", german, "--html"]) == 0
    out = capsys.readouterr().out
    assert "    [keep.account] Wird 30 Tage" in out and "Host, Deutschland." in out
    assert "bleibt es noch 30 Tage" in out and '<html lang="de">' in out
    assert "<title>Datenschutzerklärung von Host</title>" in out
