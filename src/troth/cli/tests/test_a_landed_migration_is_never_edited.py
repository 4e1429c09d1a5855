"""What has been applied to databases stays as it was: see testing/releases/README.md."""

from hashlib import sha256
from pathlib import Path

import pytest

import troth
from troth.testing.release import Release, releases

PACKAGE = Path(troth.__file__).parent


@pytest.mark.parametrize("release", releases(), ids=lambda release: release.version)
def test_it_is_as_it_was_released(release: Release) -> None:
    now = {path: sha256((PACKAGE / path).read_bytes()).hexdigest() for path in release.migrations}
    assert len(now) > 20
    assert now == release.migrations
