"""Directories of tests in which root can have a server."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

_ABOVE = Path(os.environ["PYTEST_DEBUG_TEMPROOT"]).resolve()


@pytest.fixture(scope="session", autouse=True)
def passable() -> Iterator[None]:
    """Root's PostgreSQL runs as another user, who passes through the directories of tests."""
    make = pytest.TempPathFactory.mktemp

    def opened(factory: pytest.TempPathFactory, *args: Any, **more: Any) -> Path:
        made = make(factory, *args, **more)
        for directory in (made, *made.parents):
            if _ABOVE in directory.parents:
                directory.chmod(0o711)
        return made

    with pytest.MonkeyPatch.context() as patch:
        if os.geteuid() == 0:
            patch.setattr(pytest.TempPathFactory, "mktemp", opened)
        yield
