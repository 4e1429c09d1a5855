"""What every tax engine keeps to: a plug-in's tests inherit this class."""

from contextlib import nullcontext
from dataclasses import replace

import pytest

from troth.calls.errors import Refused, Unavailable
from troth.core.leave import reaching
from troth.core.percent import WHOLE
from troth.policy.countries import COUNTRIES
from troth.policy.vocabulary import ROLES
from troth.tax.engine import Asked, Part, TaxEngine, Where
from troth.testing.connections import only_by_leave


class TaxEngineContract:
    """Fill in the four methods; the tests are here."""

    def engine(self) -> TaxEngine:
        """One that works, by a stand-in for whoever is asked."""
        raise NotImplementedError

    def asked(self) -> Asked:
        """A question of two lines at least, some of them taxed."""
        raise NotImplementedError

    def nowhere(self) -> Where:
        """A place of which nobody knows the rates."""
        raise NotImplementedError

    def out_of_order(self) -> TaxEngine:
        """One that cannot ask."""
        raise NotImplementedError

    def ask(self, asked: Asked, engine: TaxEngine | None = None) -> tuple[tuple[Part, ...], ...]:
        """What it says, with leave to reach whom it says that it asks, and nobody else."""
        ours = engine or self.engine()
        leave = reaching(ours.recipient.name) if ours.recipient else nullcontext()
        with only_by_leave(), leave:
            return ours.rates(asked)

    def test_each_line_has_its_answer(self) -> None:
        said = self.ask(self.asked())
        assert len(said) == len(self.asked().lines)
        parts = [part for line in said for part in line]
        assert parts and all(0 < part.rate <= WHOLE and part.jurisdiction for part in parts)
        for line in said:
            assert sum(part.rate for part in line) <= WHOLE

    def test_lines_keep_their_order(self) -> None:
        asked = self.asked()
        turned = replace(asked, lines=asked.lines[::-1])
        assert self.ask(turned) == self.ask(asked)[::-1]

    def test_the_same_is_answered_alike(self) -> None:
        engine = self.engine()
        assert self.ask(self.asked(), engine) == self.ask(self.asked(), engine)

    def test_what_may_not_be_told_is_done_without(self) -> None:
        """The policy may keep amounts back."""
        asked = self.asked()
        lines = tuple(replace(line, amount=None) for line in asked.lines)
        assert len(self.ask(replace(asked, lines=lines))) == len(lines)

    def test_an_unknown_place_is_refused_in_a_line_that_names_nobody(self) -> None:
        asked = replace(self.asked(), buyer=self.nowhere())
        with pytest.raises(Refused) as refusal:
            self.ask(asked)
        said = str(refusal.value)
        assert said.isprintable()
        assert not any(word in said for word in (asked.buyer.postcode, asked.buyer.city) if word)

    def test_out_of_order_is_unavailable(self) -> None:
        with pytest.raises(Unavailable):
            self.ask(self.asked(), self.out_of_order())

    def test_it_says_whom_it_asks_and_where(self) -> None:
        engine = self.engine()
        if to := engine.recipient:
            assert to.name.replace("-", "").isalnum() and to.title and to.function
            assert to.role in ROLES and to.country in COUNTRIES
            assert {"contact"} <= to.receives <= {"contact", "billing"}
        assert engine.places and set(engine.places) <= set(COUNTRIES)
