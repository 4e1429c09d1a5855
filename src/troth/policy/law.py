"""What the law of some countries asks of those who keep personal data, as far as warnings go by it.

No advice: a warning makes somebody look at what a lawyer then reads. A country that is missing
here is not warned of.
"""

from typing import NamedTuple

EU = frozenset(
    ("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE")
    + ("IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK")
)
EEA = EU | {"IS", "LI", "NO"}

# Where the GDPR holds, or the United Kingdom's own, which asks the same here.
GDPR = EEA | {"GB"}

# To these a transfer needs no safeguards: decisions of the Commission by GDPR Art. 45(3), and the
# United Kingdom's regulations by s. 17A of its Data Protection Act 2018. Not the United States,
# whose decision is of those alone that certified themselves, which `safeguards` can say.
ADEQUATE = GDPR | {
    *("AD", "AR", "CA", "CH", "FO", "GG", "IL", "IM", "JE", "JP", "KR", "NZ", "UY"),
}


def is_far(there: str, home: str) -> bool:
    """Whether a transfer there takes safeguards, from where the provider is (GDPR Art. 44-46)."""
    return home in GDPR and there not in ADEQUATE


class Books(NamedTuple):
    """For how many years a country has invoices kept, and which law says so.

    from_the_end: of the year in which they were issued, not of the day.
    """

    years: int
    source: str
    from_the_end: bool = True

    @property
    def asked(self) -> int:
        """The years to count from the day of issue, so that the last day is never too early."""
        return self.years + self.from_the_end


BOOKS = {
    "AT": Books(7, "§ 132 BAO"),
    "BE": Books(10, "Art. 60 WBTW/CTVA"),
    "CH": Books(10, "Art. 958f OR"),
    "CZ": Books(10, "§ 35 of Act 235/2004 on VAT"),
    "DE": Books(8, "§ 14b UStG, § 147(3) AO"),
    "DK": Books(5, "Bogføringsloven § 12"),
    "ES": Books(6, "Código de Comercio Art. 30"),
    "FI": Books(6, "Kirjanpitolaki ch. 2 § 10"),
    "FR": Books(10, "Code de commerce Art. L123-22"),
    "GB": Books(6, "Value Added Tax Act 1994 Sch. 11 para. 6", from_the_end=False),
    "IE": Books(6, "Taxes Consolidation Act 1997 s. 886", from_the_end=False),
    "IN": Books(8, "Companies Act 2013 s. 128(5)"),
    "IT": Books(10, "Codice civile Art. 2220", from_the_end=False),
    "NL": Books(7, "AWR Art. 52(4)"),
    "NO": Books(5, "Bokføringsloven § 13"),
    "PL": Books(5, "Ordynacja podatkowa Art. 86"),
    "SE": Books(7, "Bokföringslagen ch. 7 § 2"),
}

# Who sells to consumers elsewhere in the EU by the One Stop Shop keeps records for ten years from
# the end of the year: Regulation 282/2011 Art. 63c(3), by Directive 2006/112/EC Art. 369k.
ONE_STOP_SHOP = Books(10, "Regulation 282/2011 Art. 63c")
