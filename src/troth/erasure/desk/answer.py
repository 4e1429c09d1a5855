"""The step by which staff erase whoever asked for it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from troth.erasure.carry_out_erasure import carry_out_erasure
from troth.erasure.pages.foreseen import foreseen
from troth.requests.desk.answers import CarryOut


class Erase(CarryOut):
    """The page shows what goes and what stays."""

    danger = True

    def take(self, *, at: datetime) -> UUID:
        return carry_out_erasure(self.request, self.cleaned_data["text"], at=at)

    def shows(self, *, at: datetime) -> dict[str, Any]:
        """What would go and what would stay."""
        person = self.request.person
        return foreseen(person, self.policy, at=at) if person else {}
