"""The table by which `decide` finds how a supply is taxed. The first row that fits is the answer.

seller: by whose law: "EU", a country, or any. lives: the buyer's place lies at home in the
seller's area, elsewhere in the Union ("union"), or abroad. buyer: a business, or a consumer, which
within the Union is whoever has no valid number. when: what must hold beside: "small", the seller is
a small business that charges no tax; "charges", the seller charges the tax of the buyer's place, by
the One Stop Shop or since it is registered there; "owes", it would have to from the first sale on.
"""

from typing import Literal, NamedTuple

from troth.policy.words import gettext_noop as _

Kind = Literal["electronic", "standard", "goods", "exempt"]
KINDS: tuple[Kind, ...] = ("electronic", "standard", "goods", "exempt")
# UNCL 5305, as EN 16931 uses it (BT-118, BT-151).
Category = Literal["S", "Z", "E", "AE", "K", "G", "O"]


class Answer(NamedTuple):
    """category: on the invoice. whose: the rate of the seller's or the buyer's place; or none.

    vatex: the code of the reason by CEF's list, under the Union's law. words: for the invoice.
    """

    category: Category
    whose: Literal["seller", "buyer", ""] = ""
    vatex: str = ""
    words: str = ""


OWN_RATE = Answer("S", "seller")
THEIR_RATE = Answer("S", "buyer")
REVERSE = Answer("AE", vatex="VATEX-EU-AE", words=_("Reverse charge: the customer owes the tax."))
INTRA = Answer(
    "K", vatex="VATEX-EU-IC", words=_("Tax-exempt supply of goods to another state of the Union.")
)
EXPORT = Answer("G", vatex="VATEX-EU-G", words=_("Tax-free export."))
OUTSIDE = Answer(
    "O",
    vatex="VATEX-EU-O",
    words=_("Not taxed here: the place of supply lies outside (%(law)s)."),
)
EXEMPT = Answer("E", words=_("Exempt from tax (%(law)s)."))
SMALL = Answer("E", words=_("Exempt from tax as a small business (%(law)s)."))
UNREGISTERED = Answer("O", words=_("No tax is charged: the seller is not registered for it."))
BY_STATE = Answer("S", "buyer")
UNTAXED_STATE = Answer("O", words=_("No sales tax is due."))
EXPORT_OF_INDIA = Answer(
    "G",
    # In these words by Rule 46 of the CGST Rules 2017, in whatever language the invoice is.
    words="SUPPLY MEANT FOR EXPORT UNDER BOND OR LETTER OF UNDERTAKING WITHOUT PAYMENT OF "
    "INTEGRATED TAX",
)
REFUSED = None

NO_STATE_RATE = _(
    "No rate has been entered for this state, so that nothing is charged: please see whether it "
    "taxes this, and whether you owe it there."
)
THRESHOLD = _(
    "Taxed at home: that holds while such sales to consumers in the Union stay below 10,000 euros "
    "a year. Above, take part in the One Stop Shop (Directive 2006/112/EC Art. 59c)."
)
UNKNOWN_LAW = _(
    "What the law of the seller's country says of sales abroad is not known here: please have it "
    "looked at."
)


class Row(NamedTuple):
    seller: str
    lives: str
    buyer: str
    kinds: str
    when: str
    answer: Answer | None
    law: str
    warning: str = ""


_SERVICES = "electronic standard"
_ANY = ""
# fmt: off
TABLE = (
    # Sellers in the Union; articles are of Directive 2006/112/EC.
    Row("EU", "home", _ANY, "exempt", _ANY, EXEMPT, "Directive 2006/112/EC Art. 131"),
    Row("EU", "home", _ANY, _ANY, "small", SMALL, "Directive 2006/112/EC Art. 284"),
    Row("EU", "home", _ANY, _ANY, _ANY, OWN_RATE, "Directive 2006/112/EC Art. 96"),
    Row("EU", "union", _ANY, "exempt", _ANY, EXEMPT, "Directive 2006/112/EC Art. 131"),
    Row("EU", "union", "business", "goods", "small", SMALL, "Directive 2006/112/EC Art. 139"),
    Row("EU", "union", "business", "goods", _ANY, INTRA, "Directive 2006/112/EC Art. 138"),
    Row("EU", "union", "business", _SERVICES, _ANY, REVERSE, "Directive 2006/112/EC Art. 196"),
    Row("EU", "union", "consumer", "electronic", "charges", THEIR_RATE,
        "Directive 2006/112/EC Art. 58"),
    Row("EU", "union", "consumer", "goods", "charges", THEIR_RATE,
        "Directive 2006/112/EC Art. 33"),
    Row("EU", "union", "consumer", _ANY, "small", SMALL, "Directive 2006/112/EC Art. 284"),
    Row("EU", "union", "consumer", "standard", _ANY, OWN_RATE, "Directive 2006/112/EC Art. 45"),
    Row("EU", "union", "consumer", _ANY, _ANY, OWN_RATE, "Directive 2006/112/EC Art. 59c",
        THRESHOLD),
    Row("EU", "abroad", _ANY, "goods", _ANY, EXPORT, "Directive 2006/112/EC Art. 146"),
    Row("EU", "abroad", "business", _ANY, _ANY, OUTSIDE, "Directive 2006/112/EC Art. 44"),
    Row("EU", "abroad", "consumer", "exempt", _ANY, EXEMPT, "Directive 2006/112/EC Art. 131"),
    Row("EU", "abroad", "consumer", "standard", "small", SMALL, "Directive 2006/112/EC Art. 284"),
    Row("EU", "abroad", "consumer", "standard", _ANY, OWN_RATE, "Directive 2006/112/EC Art. 45"),
    # Electronic services to consumers bear the tax of where these live, whoever sells.
    Row(_ANY, "abroad", "consumer", "electronic", "charges", THEIR_RATE,
        "law of the customer's country"),
    Row(_ANY, "abroad", "consumer", "electronic", "owes", REFUSED, ""),
    Row("EU", "abroad", "consumer", "electronic", _ANY, OUTSIDE, "Directive 2006/112/EC Art. 58"),
    # The United Kingdom: Value Added Tax Act 1994.
    Row("GB", "home", _ANY, _ANY, "small", UNREGISTERED, "VATA 1994 Sch. 1"),
    Row("GB", "home", _ANY, "exempt", _ANY, EXEMPT, "VATA 1994 Sch. 9"),
    Row("GB", "home", _ANY, _ANY, _ANY, OWN_RATE, "VATA 1994 s. 2"),
    Row("GB", "abroad", _ANY, "goods", _ANY, EXPORT, "VATA 1994 s. 30(6)"),
    Row("GB", "abroad", "consumer", "standard", "small", UNREGISTERED, "VATA 1994 Sch. 1"),
    Row("GB", "abroad", "consumer", "standard", _ANY, OWN_RATE, "VATA 1994 s. 7A(2)(b)"),
    Row("GB", "abroad", "consumer", "exempt", _ANY, EXEMPT, "VATA 1994 Sch. 9"),
    Row("GB", "abroad", _ANY, _ANY, _ANY, OUTSIDE, "VATA 1994 s. 7A"),
    # Switzerland and Liechtenstein: Mehrwertsteuergesetz (MWSTG).
    Row("CH", "home", _ANY, _ANY, "small", UNREGISTERED, "MWSTG Art. 10(2)"),
    Row("CH", "home", _ANY, "exempt", _ANY, EXEMPT, "MWSTG Art. 21"),
    Row("CH", "home", _ANY, _ANY, _ANY, OWN_RATE, "MWSTG Art. 25"),
    Row("CH", "abroad", _ANY, "goods", _ANY, EXPORT, "MWSTG Art. 23"),
    Row("CH", "abroad", _ANY, _ANY, _ANY, OUTSIDE, "MWSTG Art. 8(1)"),
    # Norway: merverdiavgiftsloven (mval.).
    Row("NO", "home", _ANY, _ANY, "small", UNREGISTERED, "mval. § 2-1"),
    Row("NO", "home", _ANY, "exempt", _ANY, EXEMPT, "mval. ch. 3"),
    Row("NO", "home", _ANY, _ANY, _ANY, OWN_RATE, "mval. § 5-1"),
    Row("NO", "abroad", _ANY, "exempt", _ANY, EXEMPT, "mval. ch. 3"),
    Row("NO", "abroad", _ANY, "goods", _ANY, EXPORT, "mval. § 6-21"),
    Row("NO", "abroad", "consumer", "standard", "small", UNREGISTERED, "mval. § 2-1"),
    Row("NO", "abroad", "consumer", "standard", _ANY, OWN_RATE, "mval. § 3-1"),
    Row("NO", "abroad", _ANY, _ANY, _ANY, EXPORT, "mval. § 6-22"),
    # India: integrated tax between states, central and state tax within one.
    Row("IN", "home", _ANY, _ANY, "small", UNREGISTERED, "CGST Act 2017 s. 22"),
    Row("IN", "home", _ANY, "exempt", _ANY, EXEMPT, "CGST Act 2017 s. 11"),
    Row("IN", "home", _ANY, _ANY, _ANY, OWN_RATE, "IGST Act 2017 s. 7 and 8"),
    Row("IN", "abroad", _ANY, _ANY, _ANY, EXPORT_OF_INDIA, "IGST Act 2017 s. 16"),
    # The United States: what each state taxes, staff enter by hand.
    Row("US", "home", _ANY, "exempt", _ANY, EXEMPT, "law of the state"),
    Row("US", "home", _ANY, _ANY, "small", UNREGISTERED, "law of the state"),
    Row("US", "home", _ANY, _ANY, _ANY, BY_STATE, "law of the state"),
    Row("US", "abroad", _ANY, _ANY, _ANY, OUTSIDE, "law of the state"),
    # Whoever sells from elsewhere.
    Row(_ANY, "home", _ANY, _ANY, "small", UNREGISTERED, "law of the seller's country"),
    Row(_ANY, "home", _ANY, "exempt", _ANY, EXEMPT, "law of the seller's country"),
    Row(_ANY, "home", _ANY, _ANY, _ANY, OWN_RATE, "law of the seller's country"),
    Row(_ANY, "abroad", _ANY, "goods", _ANY, EXPORT, "law of the seller's country", UNKNOWN_LAW),
    Row(_ANY, "abroad", _ANY, _ANY, _ANY, OUTSIDE, "law of the seller's country", UNKNOWN_LAW),
)
# fmt: on

# By which national law a small business of the Union charges no tax, with the code where CEF has
# one; another is named by the Directive.
SMALL_BUSINESS = {
    "AT": ("§ 6 Abs. 1 Z 27 UStG", ""),
    "DE": ("§ 19 UStG", ""),
    "FR": ("Art. 293 B CGI", "VATEX-FR-FRANCHISE"),
}
# Who taxes electronic services to its consumers from abroad from the first sale on, beside the
# Union (Art. 58; no threshold for who is not established in it), and who above a turnover.
FROM_THE_FIRST = frozenset({"GB", "IN"})
ABOVE = {
    "CH": _(
        "Switzerland has its tax charged by who sells for CHF 100,000 a year world-wide: please "
        "see whether you must register (MWSTG Art. 10)."
    ),
    "NO": _(
        "Norway has its tax charged above NOK 50,000 in twelve months: please see whether you must "
        "register (VOEC, mval. § 14-4)."
    ),
}
# French and Finnish law taxes services to these as at home, at rates of their own.
AT_HOME_FOR_SERVICES = frozenset({("FR", "GP"), ("FR", "MQ"), ("FR", "RE"), ("FI", "AX")})
