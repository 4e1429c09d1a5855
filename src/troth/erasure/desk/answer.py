"""The step by which staff erase whoever asked for it."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from troth.erasure.came_since import came_since
from troth.erasure.carry_out_erasure import carry_out_erasure
from troth.erasure.erase import waits_until
from troth.erasure.pages.foreseen import foreseen
from troth.requests.desk.answers import CarryOut
from troth.requests.verify_again import shown_anew
from troth.requests.words import PROOFS


class Erase(CarryOut):
    """The page shows what goes and what stays, until when it can be stopped, and what came since.

    For these it takes a proof that was shown anew, where the policy's rule has one.
    """

    danger = True

    again = forms.ChoiceField(
        label=_("How did they just show you again who they are?"), widget=forms.RadioSelect
    )
    confirmed = forms.BooleanField(label=_("They confirmed again that all is to be erased now."))
    field_order = ["again", "confirmed", "text"]

    def prepare(self) -> None:
        super().prepare()
        anew = shown_anew(self.right, self.staff, self.policy)
        self.choose("again", [(proof, PROOFS[proof]) for proof in anew])
        stops = came_since(self.request) or self._waits_until(timezone.now())
        if not (anew and stops):
            del self.fields["again"], self.fields["confirmed"]

    def take(self, *, at: datetime) -> None:
        chosen = self.cleaned_data
        again = chosen.get("again", "")
        carry_out_erasure(self.request, chosen["text"], at=at, again=again, staff=self.staff)

    def shows(self, *, at: datetime) -> dict[str, Any]:
        """What would go and what would stay, and until when it waits."""
        person = self.request.person
        if person is None:
            return {}
        waits, came = self._waits_until(at), came_since(self.request)
        found = foreseen(person, self.policy, at=at) | {"waits_until": waits, "came_since": came}
        stops = (waits or came) and "again" not in self.fields
        return found | {"closed": bool(stops)}

    def _waits_until(self, at: datetime) -> datetime | None:
        person = self.request.person
        return waits_until(person, at=at) if person else None
