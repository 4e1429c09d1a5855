import argparse
import re
from importlib import import_module
from pathlib import Path

import pytest

from troth.cli import COMMANDS

DOCS = Path(__file__).resolve().parents[4] / "docs" / "commands.md"


def sections() -> dict[str, str]:
    parts = re.split(r"^## troth (\S+)$", DOCS.read_text(), flags=re.M)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


def test_every_command_has_its_heading_and_no_other() -> None:
    assert set(sections()) == set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_is_described(command: str) -> None:
    parser = argparse.ArgumentParser()
    import_module(COMMANDS[command][0]).add_arguments(parser)
    described = sections()[command]
    missing = [option for option in options(parser) if option not in described]
    assert missing == []


def options(parser: argparse.ArgumentParser) -> list[str]:
    """The long options and sub-commands of a parser."""
    found = []
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, sub in action.choices.items():
                found += [name, *options(sub)]
        elif action.dest != "help":
            found += [o for o in action.option_strings if o.startswith("--")]
    return found
