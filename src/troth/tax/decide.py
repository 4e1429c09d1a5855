"""How a supply is taxed: a pure question, answered by `table.py`.

What is not known is refused, never guessed. It is no advice: docs/tax.md says what is left out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from django.utils.translation import gettext as _

from troth.core.errors import TrothError
from troth.policy.countries import ANY, COUNTRIES
from troth.policy.law import EU
from troth.tax.exemption import GROUNDS, Exemption, exempt_on
from troth.tax.places import NORTHERN_IRELAND, UNION, Place, place_of
from troth.tax.table import (
    ABOVE,
    AT_HOME_FOR_SERVICES,
    FROM_THE_FIRST,
    KINDS,
    NO_STATE_RATE,
    OUTSIDE,
    SMALL,
    SMALL_BUSINESS,
    TABLE,
    UNTAXED_STATE,
    Category,
    Kind,
    Row,
)

# Whether a VAT number was asked for and checked.
Number = Literal["none", "pending", "valid", "invalid"]
# A rate in parts per million (19_0000 is 19 %) by the area and the kind of supply; "standard" is
# the one of every kind that has none of its own. See `rates.rates_on`.
Rates = Mapping[tuple[str, str], int]

_SINCE = date(2021, 7, 1)  # Directive (EU) 2017/2455: the One Stop Shop, and no thresholds but one
# Of the Union Territories that have no legislature (CGST Act 2017 s. 2(114)).
_UNION_TERRITORIES = frozenset({"IN-AN", "IN-CH", "IN-DH", "IN-LA", "IN-LD"})


class TaxError(TrothError):
    """Nobody can say how this is taxed before something is done, which the message says."""

    @property
    def to_buyer(self) -> str:
        """The same in words for whoever buys."""
        return str(self)


class SellerError(TaxError):
    """The seller has to do something about it, such as register or enter a rate; no buyer can."""

    @property
    def to_buyer(self) -> str:
        return _("We cannot take orders from your country yet. Please write to us.")


class UnpreparedError(SellerError):
    """The seller has not set up what it takes, whoever buys: a rate, or a number of its own."""

    @property
    def to_buyer(self) -> str:
        return _(
            "We cannot take this order at present, as something is not set up on our side. Please "
            "write to us."
        )


class ApartError(SellerError):
    """Some of it is not subject to VAT, and needs an invoice of its own (EN 16931 BR-O-11)."""

    @property
    def to_buyer(self) -> str:
        return str(self)


class PendingError(TaxError):
    """The answer rests on a VAT number that is still being checked."""


class UnratedError(PendingError):
    """The answer rests on the rates of a place, which a tax engine is still being asked for."""


@dataclass(frozen=True)
class Local:
    """What a tax engine says of a place: by kind of supply the parts of its tax, each with the name
    of the jurisdiction and a rate in parts per million. None while it has not said; refused: it
    never will."""

    parts: tuple[tuple[str, tuple[tuple[str, int], ...]], ...] | None
    refused: bool = False


@dataclass(frozen=True)
class Seller:
    """Who sells. registered: the areas, such as GB, in which it charges their tax by itself.

    one_stop_shop: takes part in the Union's, or from outside in that for non-Union sellers.
    small_business: charges no tax at home. region: of India or the United States. number: what its
    invoices can name it by: a number for VAT, another one of its tax office, or none.
    """

    country: str
    region: str = ""
    one_stop_shop: bool = False
    small_business: bool = False
    registered: frozenset[str] = frozenset()
    number: Literal["vat", "other", "none"] = "vat"


@dataclass(frozen=True)
class Buyer:
    """Who buys. number_country: by what the VAT number begins, where not as the address says.

    exemptions: those that a certificate of theirs says, also where it has run out. local: what a
    tax engine says of their place; None where the rates that are known here hold.
    """

    country: str
    postcode: str = ""
    region: str = ""
    business: bool = False
    number: Number = "none"
    number_country: str = ""
    exemptions: tuple[Exemption, ...] = ()
    local: Local | None = None


@dataclass(frozen=True)
class Treatment:
    """How a supply is taxed.

    rate: in parts per million. country: whose tax, or where it is supplied. reason: the English
    words for the invoice, blank where none are needed. parts: what the rate consists of, where the
    invoice must show it (India). caution: what staff should look at. residence: whether it rests on
    where a consumer lives, which has to be proved (`evidence.py`). exemption: the certificate that
    it rests on.
    """

    category: Category
    country: str
    rate: int
    law: str
    vatex: str = ""
    reason: str = ""
    parts: tuple[tuple[str, int], ...] = ()
    caution: str = ""
    residence: bool = False
    exemption: Exemption | None = None

    @property
    def words(self) -> str:
        """What the invoice says of it, in the reader's language."""
        return _(self.reason) % {"law": self.law} if self.reason else ""

    @property
    def to_buyer(self) -> str:
        """What a shop says of it, where what an invoice must cite is in the way."""
        abroad = self.category == "G" or self.reason == OUTSIDE.words
        return _("No tax is charged.") if abroad else self.words

    @property
    def warning(self) -> str:
        """What staff should look at, in the reader's language."""
        return _(self.caution) if self.caution else ""


def decide(seller: Seller, buyer: Buyer, kind: Kind, day: date, rates: Rates) -> Treatment:
    """How a supply of this kind on this day is taxed, at the rates of that day.

    Raises PendingError while the buyer's VAT number is being checked, where it decides; TaxError
    for what is not known, such as a rate; SellerError also where the invoice has to name a number
    of the seller's that it does not have.
    """
    treatment = _treatment(seller, buyer, kind, day, rates)
    _need_number(seller, treatment.category)
    return treatment


def _treatment(seller: Seller, buyer: Buyer, kind: Kind, day: date, rates: Rates) -> Treatment:
    _known(seller, buyer, kind, day)
    goods = kind == "goods"
    home = place_of(seller.country, region=seller.region)
    place = place_of(buyer.country, buyer.postcode, buyer.region, goods=goods)
    lives = _lives(home, place, goods=goods)
    who = _who(home, buyer, place, lives)
    law = "EU" if home.area in EU else home.area
    row = _row(law, lives, who, kind, _conditions(seller, home, place))
    if row.answer is None:
        raise SellerError(
            _(
                "Electronic services to consumers in %(country)s bear the tax of that country: "
                "register for it, and name it in TAX_REGISTERED or take part in the One Stop Shop."
            )
            % {"country": _name(place)}
        )
    whose = {"seller": home, "buyer": place, "": None}[row.answer.whose]
    if whose is home and _taxed_at_home(home, place):
        whose = place
    if whose and (exemption := exempt_on(buyer.exemptions, whose, day)):
        return _exempt(whose, exemption)
    entered = whose and any((whose.rates, each) in rates for each in (kind, "standard"))
    if whose and buyer.local and not (buyer.local.refused and entered):
        return _by_engine(whose, row, buyer.local, kind)
    if home.area == place.area == "IN" and whose:
        return _in_india(home, place, row, _rate(rates, home, kind, day))
    if home.area == place.area == "US" and whose:
        return _in_the_states(place, row, rates, kind)
    by_residence = who == "consumer" and kind == "electronic"
    abroad = by_residence and lives == "abroad" and not whose
    reason, vatex, basis = row.answer.words, row.answer.vatex if law == "EU" else "", row.law
    if row.answer is SMALL:
        basis, vatex = SMALL_BUSINESS.get(home.area, (basis, vatex))
    return Treatment(
        category=row.answer.category,
        country=(whose or place).country,
        rate=_rate(rates, whose, kind, day) if whose else 0,
        law=basis,
        vatex=vatex,
        reason=reason,
        residence=by_residence and law == "EU" and not seller.small_business,
        caution=row.warning or (ABOVE.get(place.area, "") if abroad else ""),
    )


def _known(seller: Seller, buyer: Buyer, kind: Kind, day: date) -> None:
    if day < _SINCE:
        raise TaxError(
            _("Tax rules before %(day)s are not known here.") % {"day": _SINCE.isoformat()}
        )
    for country in (seller.country, buyer.country):
        code = place_of(country).country
        if (code not in COUNTRIES or code == ANY) and code != NORTHERN_IRELAND:
            raise TaxError(_("The tax depends on the country; please enter it."))
    if kind not in KINDS or buyer.number not in get_args(Number):
        raise TaxError(
            _("Unknown kind of supply; use one of: %(kinds)s.") % {"kinds": ", ".join(KINDS)}
        )


def _need_number(seller: Seller, category: Category) -> None:
    """Refuse what no invoice could be made of (EN 16931 BR-S-02, BR-E-02, BR-AE-02 and so on)."""
    if category in ("AE", "K") and seller.number != "vat":
        raise UnpreparedError(
            _(
                "An invoice of this has to name your VAT number: set TAX_NUMBER to it, with its "
                "country in front."
            )
        )
    if category != "O" and seller.number == "none":
        raise UnpreparedError(
            _(
                "An invoice of this has to name your tax number: set TAX_NUMBER to your VAT "
                "number or, without one, to the number that your tax office gave you."
            )
        )


def _lives(home: Place, place: Place, *, goods: bool) -> str:
    areas = (home.area, place.area)
    same = home.area == place.area or areas == ("GB", NORTHERN_IRELAND)
    if same or (not goods and areas in AT_HOME_FOR_SERVICES):
        return "home"
    return "union" if UNION.issuperset(areas) else "abroad"


def _who(home: Place, buyer: Buyer, place: Place, lives: str) -> str:
    """A business, or a consumer; within the Union the number says so (Reg. 282/2011 Art. 18)."""
    if not buyer.business:
        return "consumer"
    if lives != "union":
        return "business"
    if buyer.number == "pending":
        raise PendingError(
            _("The VAT number is still being checked; this is waiting for the answer.")
        )
    of = place_of(buyer.number_country or place.country).area
    return "business" if buyer.number == "valid" and of != home.area else "consumer"


def _conditions(seller: Seller, home: Place, place: Place) -> set[str]:
    union = place.area in UNION
    charges = not seller.registered.isdisjoint({place.area, place.rates})
    holds = {
        "": True,
        "small": seller.small_business,
        "charges": charges or (union and seller.one_stop_shop),
        "owes": place.area in FROM_THE_FIRST or (union and home.area not in EU),
    }
    return {name for name, it_does in holds.items() if it_does}


def _row(law: str, lives: str, who: str, kind: str, conditions: set[str]) -> Row:
    return next(
        row
        for row in TABLE
        if row.seller in ("", law)
        and row.lives == lives
        and row.buyer in ("", who)
        and (not row.kinds or kind in row.kinds.split())
        and row.when in conditions
    )


def _taxed_at_home(home: Place, place: Place) -> bool:
    """Whether the place has rates of its own in the seller's area, such as Madeira or Réunion."""
    return home.area == place.area or (home.area, place.area) in AT_HOME_FOR_SERVICES


def _rate(rates: Rates, place: Place, kind: Kind, day: date) -> int:
    for kind_of_rate in (kind, "standard"):
        if (rate := rates.get((place.rates, kind_of_rate))) is not None:
            return rate
    raise UnpreparedError(
        _("No rate of tax is known for %(place)s on %(day)s: enter it, or run troth tax rates.")
        % {"place": place.rates, "day": day.isoformat()}
    )


def _exempt(place: Place, exemption: Exemption) -> Treatment:
    words, vatex = GROUNDS[exemption.kind]
    vatex = vatex if place.area in EU else ""
    law = exemption.law
    return Treatment("E", place.country, 0, law, vatex, words, exemption=exemption)


def _by_engine(place: Place, row: Row, local: Local, kind: Kind) -> Treatment:
    if local.refused:
        raise UnpreparedError(
            _("The tax engine has no rate for this place: enter one for %(place)s under “Taxes”.")
            % {"place": place.rates}
        )
    if local.parts is None:
        raise UnratedError(
            _("The tax for this place is still being looked up; this is waiting for it.")
        )
    parts = dict(local.parts).get(kind, ())
    if rate := sum(each for _name, each in parts):
        return Treatment("S", place.country, rate, row.law, parts=parts)
    # What is not subject to tax would need an invoice of its own (EN 16931 BR-O-11).
    category: Category = "E" if any(each for _kind, each in local.parts) else "O"
    return Treatment(category, place.country, 0, row.law, reason=UNTAXED_STATE.words)


def _in_india(home: Place, place: Place, row: Row, rate: int) -> Treatment:
    if not (home.region and place.region):
        raise TaxError(_("Within India the states of seller and buyer decide; please name them."))
    state = "UTGST" if place.region in _UNION_TERRITORIES else "SGST"
    halves = (("CGST", rate // 2), (state, rate - rate // 2))
    parts = halves if home.region == place.region else (("IGST", rate),)
    return Treatment("S", "IN", rate, row.law, parts=parts)


def _in_the_states(place: Place, row: Row, rates: Rates, kind: Kind) -> Treatment:
    rate = rates.get((place.rates, kind), rates.get((place.rates, "standard")))
    if rate:
        return Treatment("S", "US", rate, row.law)
    caution = NO_STATE_RATE if rate is None else ""
    return Treatment("O", "US", 0, row.law, reason=UNTAXED_STATE.words, caution=caution)


def _name(place: Place) -> str:
    return COUNTRIES.get(place.country, place.area)
