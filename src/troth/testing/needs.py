"""What tests need of the machine: Debian's packages besides Python's."""

import os

import pytest


def need(found: str | None, package: str, flag: str) -> str:
    """The path of a program, which is of one of Debian's packages.

    Skips the test where it is missing, and fails it where TROTH_TESTS_NEED_<flag> is 1.
    """
    if found:
        return found
    missing = f"needs Debian's package {package}"
    if os.environ.get(f"TROTH_TESTS_NEED_{flag}") == "1":
        pytest.fail(missing)
    pytest.skip(missing)
