import pytest

from troth.core.errors import TrothError
from troth.erasure.erase import erase
from troth.gates.limit_reading import limit_reading
from troth.testing import make

pytestmark = pytest.mark.django_db


def test_and_only_by_who_is_there() -> None:
    make.in_force("soffront")
    person = make.person()
    with pytest.raises(TrothError, match="no such category"):
        limit_reading(person, ["nonsense"], at=make.NOW)
    erase(person, at=make.NOW)
    with pytest.raises(TrothError, match="erased"):
        limit_reading(person, ["contact"], at=make.NOW)
