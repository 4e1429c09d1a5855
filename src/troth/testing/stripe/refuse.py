"""How Stripe refuses something."""

from typing import Any


class AnswerError(Exception):
    """An answer other than 200; error: as Stripe's library reads it."""

    def __init__(self, status: int, error: dict[str, Any]) -> None:
        super().__init__(status)
        self.status, self.said = status, {"error": error}


def refuse(status: int, code: str, param: str = "") -> AnswerError:
    """What was asked for is not taken."""
    why = {"type": "invalid_request_error", "code": code}
    return AnswerError(status, why | ({"param": param} if param else {}))
