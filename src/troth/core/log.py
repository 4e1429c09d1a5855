"""Log lines that hold no personal data: where something went wrong, never with what."""

import logging
import time
import traceback
from types import TracebackType
from typing import Any

from django.urls import Resolver404, resolve

_ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


_REFUSED = (401, 403, 429)


def refused_or_failed(record: logging.LogRecord) -> bool:
    """Whether an answer is worth a line: what visitors mistype is theirs."""
    return record.levelno >= logging.ERROR or getattr(record, "status_code", 0) in _REFUSED


class Formatter(logging.Formatter):
    """Requests by method, page and status; exceptions by type and place; moments in UTC.

    A query string, a referrer and the text of an exception can hold what a customer typed, and
    the address of a page the secret of a link, so none of them is written.
    """

    converter = staticmethod(time.gmtime)
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def format(self, record: logging.LogRecord) -> str:
        """One line for a request whatever Django's own message says; others as they are."""
        request: Any = getattr(record, "request", None)
        if hasattr(request, "path"):
            record = logging.makeLogRecord(record.__dict__)
            status = getattr(record, "status_code", "")
            record.msg, record.args = "%s %s %s", (status, request.method, _page(request))
            if record.levelno < logging.ERROR:
                record.exc_info = record.exc_text = None  # a refusal is no failure of the code
        return super().format(record)

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802
        """One line: what somebody sends begins none that would look like ours."""
        line = super().formatMessage(record)
        return "".join(c if c.isprintable() else repr(c)[1:-1] for c in line)

    def formatException(self, ei: _ExcInfo) -> str:  # noqa: N802  (logging's own name)
        """The types of an exception and its causes, and the lines of code that they passed."""
        lines: list[str] = []
        error = ei[1]
        seen: set[int] = set()
        while error is not None and id(error) not in seen:
            seen.add(id(error))
            lines.append(f"{type(error).__module__}.{type(error).__qualname__}")
            lines += [
                f"  {frame.filename}:{frame.lineno} {frame.name}"
                for frame in traceback.extract_tb(error.__traceback__)
            ]
            error = error.__cause__ or error.__context__
        return "\n".join(lines)


def _page(request: Any) -> str:
    """The pattern of a page's address; what was asked for, where there is no such page."""
    try:
        # What fails before the page is looked for has none yet.
        match = request.resolver_match or resolve(request.path_info)
    except Resolver404:
        return str(request.path)
    return f"/{match.route}"
