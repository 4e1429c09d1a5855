"""The form by which somebody says how they pay: what the policy has the payment page ask."""

from collections.abc import Callable, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troth.accounts.models import Membership, Person
from troth.billing.missing import MissingForm, missing_form, store_missing
from troth.gates.agree_to_share import agree_to_share
from troth.gates.collect import CollectForm
from troth.gates.consent import record_words
from troth.gates.form import Form
from troth.gates.inputs.text import Line
from troth.gates.models import ConsentEvent
from troth.gateways.offered import Offer
from troth.publishing.running import policy_on

AGREE = "agree"  # the boxes of `gates/agree_to_share.html`
SHOWN = "shown"  # of each gateway, what was shown beside its boxes


class WayForm(Form):
    """By which gateway, whether it may keep the way, and what is agreed to first.

    adds: nothing is paid, and the way is kept in any case. amount: it is asked for, in this
    currency. about: says what is to be paid, as it is shown. What is agreed to counts for what the
    form showed when it was sent: where that has changed, it is shown anew, with nothing ticked.
    """

    def __init__(
        self,
        offers: Mapping[str, Offer],
        data: Any = None,
        *,
        adds: bool = False,
        amount: str = "",
        about: Callable[[], str] = str,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        first = {"way": next(iter(offers))} if len(offers) == 1 else {}
        super().__init__(data, initial={**first, **(initial or {})})
        self.offers, self._about = offers, about
        if amount:
            self.fields["amount"] = Line(
                label=gettext_lazy("Amount in %(currency)s") % {"currency": amount}, max_length=20
            )
        self.fields["way"] = forms.ChoiceField(
            label=gettext_lazy("How do you want to pay?"),
            choices=[(name, offer.label) for name, offer in offers.items()],
            widget=forms.RadioSelect,
        )
        for offer in offers.values():
            if offer.authorisation:
                self.fields[_box(offer)] = forms.BooleanField(
                    label=gettext_lazy("Debit authorisation"), required=False
                )
        if not adds and any(offer.keeps for offer in offers.values()):
            self.fields["keep"] = forms.BooleanField(
                label=gettext_lazy(
                    "Save it there, so that what falls due is charged to it from now on. You can "
                    "remove it at any time."
                ),
                required=False,
            )

    def visible_fields(self) -> list[BoundField]:
        """Those that are of every offer: see `sections` for the others."""
        beside = {box.name for _offer, box in self.sections if box}
        return [each for each in super().visible_fields() if each.name not in beside]

    @property
    def sections(self) -> list[tuple[Offer, BoundField | None]]:
        """Each offer with the box by which money is let be taken through it, which stands beside
        what the policy says of it."""
        return [
            (offer, self[_box(offer)] if offer.authorisation else None)
            for offer in self.offers.values()
        ]

    def clean(self) -> dict[str, Any]:
        """What the chosen gateway wants agreed to first has been."""
        told = super().clean()
        offer = self.offers.get(told.get("way", ""))
        if offer and (offer.asked or offer.authorisation) and not self._was_shown(offer):
            self._untick(offer)
            self.add_error(None, _("Something here has changed. Please read it again."))
            return told
        if offer and offer.asked and len(self._agreed(offer)) < len(offer.asked.boxes):
            self.add_error("way", _("Without agreeing to this you cannot pay this way."))
        if offer and offer.authorisation and not told.get(_box(offer)):
            self.add_error(_box(offer), _("Without this you cannot pay this way."))
        return told

    @property
    def offer(self) -> Offer:
        """The one that was chosen."""
        return self.offers[self.cleaned_data["way"]]

    @property
    def keep(self) -> bool:
        """Whether the way may be kept."""
        return bool(self.cleaned_data.get("keep")) and self.offer.keeps

    @property
    def ticked(self) -> list[str]:
        """The boxes that were ticked, so that nobody has to tick them twice."""
        return self.data.getlist(AGREE) if isinstance(self.data, QueryDict) else []

    def agree(self, person: Person, *, at: datetime) -> None:
        """Put on record what was agreed to, with its words."""
        if self.offer.asked:
            recipient = self.offer.gateway.recipient.name
            agree_to_share(person, recipient, *self._agreed(self.offer), at=at)
        if self.offer.authorisation:  # for each account anew
            words = {self.offer.authorised_as: self.offer.authorisation}
            given = ConsentEvent.Kind.GIVEN
            record_words(person, words, given, at=at, channel="portal", anew=True)

    @property
    def shown(self) -> list[str]:
        """What stands beside the boxes of each gateway, to be sent along with them."""
        return [mark for offer in self.offers.values() for mark in self._shown(offer)]

    def _shown(self, offer: Offer) -> list[str]:
        boxes = offer.asked.boxes if offer.asked else []
        said = (self._about(), offer.says, offer.authorisation)
        return [_mark(offer.name, *said), *(_mark(box, words) for box, words in boxes)]

    def _was_shown(self, offer: Offer) -> bool:
        sent = self.data.getlist(SHOWN) if isinstance(self.data, QueryDict) else []
        return {*self._shown(offer)} <= {*sent}

    def _untick(self, offer: Offer) -> None:
        """Show what is to be agreed to without what was ticked for something else."""
        ticks = {AGREE, _box(offer)}
        self.data = {name: said for name, said in self.data.items() if name not in ticks}

    def _agreed(self, offer: Offer) -> list[str]:
        """Which boxes of a gateway are ticked; they stand beside what the policy says of it."""
        ticked = self.ticked
        return [box for box, _words in offer.asked.boxes if box in ticked] if offer.asked else []


def _box(offer: Offer) -> str:
    """The field by which money is let be taken through an offer."""
    return offer.authorised_as.replace(".", "_")


def _mark(name: str, *said: str) -> str:
    """By which it is known whether this is what somebody has read of something."""
    return f"{name} {sha256(chr(0).join(said).encode()).hexdigest()}"


class Asked:
    """That form together with what is missing for an invoice; no other field is taken."""

    def __init__(self, form: WayForm, member: Membership, data: QueryDict | None, at: datetime):
        told = None
        if data is not None:
            told = data.copy()
            for name in [*form.fields, AGREE, SHOWN]:  # of this form, not of that one
                told.pop(name, None)
        self.form, self.member = form, member
        self.details: CollectForm = missing_form(member, told, billed=True) or CollectForm(
            policy_on(at), {}, told
        )

    def is_valid(self) -> bool:
        """Whether all is well, so that all that is wrong is said at once."""
        if not all([self.form.is_valid(), self.details.is_valid()]):
            self._tell_unlisted()
            return False
        return True

    def store(self) -> None:
        """Store what was missing."""
        if isinstance(self.details, MissingForm):
            store_missing(self.details, self.member)

    @property
    def missing(self) -> MissingForm | None:
        """The form of what is missing, to be shown."""
        if not isinstance(self.details, MissingForm):
            return None
        self.details.renew()
        return self.details

    def _tell_unlisted(self) -> None:
        if not isinstance(self.details, MissingForm):
            for error in self.details.non_field_errors():
                self.form.add_error(None, error)
