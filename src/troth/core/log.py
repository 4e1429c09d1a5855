"""Log lines that hold no personal data: where something went wrong, never with what."""

import logging
import traceback
from types import TracebackType
from typing import Any

from django.urls import Resolver404, resolve

_ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Formatter(logging.Formatter):
    """Requests by method, page and status; exceptions by type and place.

    A query string, a referrer and the text of an exception can hold what a customer typed, and
    the address of a page the secret of a link, so none of them is written.
    """

    def format(self, record: logging.LogRecord) -> str:
        """One line for a request whatever Django's own message says; others as they are."""
        request: Any = getattr(record, "request", None)
        if hasattr(request, "path"):
            record = logging.makeLogRecord(record.__dict__)
            status = getattr(record, "status_code", "")
            record.msg, record.args = "%s %s %s", (status, request.method, _page(request))
        return super().format(record)

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
