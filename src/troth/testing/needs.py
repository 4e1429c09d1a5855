"""What tests need of the machine besides the packages of Python's that the project has."""

import os

import pytest


def need(found: str | None, package: str, flag: str, *, of: str = "Debian's package") -> str:
    """The path of a program, which is of one of Debian's packages, or of what else `of` says.

    Skips the test where it is missing, and fails it where TROTH_TESTS_NEED_<flag> is 1.
    """
    if found:
        return found
    missing = f"needs {of} {package}"
    if os.environ.get(f"TROTH_TESTS_NEED_{flag}") == "1":
        pytest.fail(missing)
    pytest.skip(missing)
