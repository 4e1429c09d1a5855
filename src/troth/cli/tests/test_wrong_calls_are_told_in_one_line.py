import pytest

from troth.cli import COMMANDS, main


@pytest.mark.parametrize(
    ("argv", "line"),
    [
        ([], "troth: the following arguments are required: COMMAND; see troth --help"),
        (["--nonsense", "policy"], "troth policy: the following arguments are required: ACT"),
        (["policy", "check"], "troth policy check: the following arguments are required: FILE"),
        (["policy", "diff", "a"], "troth policy diff: the following arguments are required: NEW"),
        (["policy", "check", "a", "--quick"], "troth: unrecognized arguments: --quick"),
        (["erase", "\udcff@customer.example"], "troth: an argument is no UTF-8"),
        (["policy", "promises", "--policy", "none"], "no shipped policy is called none; use one"),
    ],
)
def test_exit_code_2_and_what_is_wrong(
    argv: list[str], line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(argv) == 2
    out, err = capsys.readouterr()
    assert out == "" and err.startswith(line) and err.count("\n") == 1


def test_an_unknown_command_is_told_with_those_that_there_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["polcy"]) == 2
    err = capsys.readouterr().err
    assert err.count("\n") == 1 and all(command in err for command in COMMANDS)


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    out = capsys.readouterr().out
    assert all(f"\n    {command}" in out for command in COMMANDS)
