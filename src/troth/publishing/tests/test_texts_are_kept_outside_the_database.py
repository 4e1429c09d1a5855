import pytest

from troth.publishing.texts import folder, keep_texts, text_of
from troth.testing import make

pytestmark = pytest.mark.django_db


def test_each_text_once_and_anew_where_it_was_damaged() -> None:
    published = make.in_force()
    assert (keep_texts(), keep_texts()) == (1, 0)
    (file,) = folder().iterdir()
    assert text_of(published.digest) == file.read_bytes() == published.source.encode()
    file.write_bytes(b"another text")
    assert text_of(published.digest) is None
    assert keep_texts() == 1
    assert text_of(published.digest) == published.source.encode()
