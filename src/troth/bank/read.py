"""Read a file of statements, whichever of the two formats it is in.

The file comes from whoever has got hold of a bank's download, and may be anything.
"""

import codecs

from django.utils.translation import gettext as _

from troth.bank.camt053 import read_camt053
from troth.bank.mt940 import read_mt940
from troth.bank.statement import Statement, UnreadableError
from troth.core.text import straight

LARGEST = 10 * 2**20  # bytes: some ten thousand entries of the wordier format


def read(data: bytes) -> list[Statement]:
    """The statements of a file: camt.053, or MT940.

    Raises UnreadableError for whatever is neither, or does not agree with itself.
    """
    if len(data) > LARGEST:
        raise UnreadableError(
            _("This file is larger than %(size)s MB. Download a shorter period from the bank.")
            % {"size": LARGEST // 2**20}
        )
    text = _decoded(data)
    head = text[:1000].lower()
    if not text:
        raise UnreadableError(_("This file is empty. Download it from the bank again."))
    if "<html" in head or "<!doctype html" in head:
        raise UnreadableError(
            _("This is a web page, not a statement. Sign in at the bank and download it again.")
        )
    statements = read_camt053(data) if head.startswith("<") else read_mt940(text)
    if not statements:
        raise UnreadableError(
            _("This file contains no statement. Download it from the bank as camt.053 or MT940.")
        )
    return statements


def _decoded(data: bytes) -> str:
    """The text of a file that need not say how it is encoded, as MT940 cannot."""
    encoding = "utf-16" if data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    return straight(text.replace("\r\n", "\n").replace("\r", "\n")).strip()
