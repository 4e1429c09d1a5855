"""Rates of states and postcodes are read from the files that a provider puts into a directory."""

from datetime import date
from pathlib import Path

import pytest

from troth.calls.errors import Refused, Unavailable
from troth.tax.csv_rates import CsvRates
from troth.tax.engine import Asked, Line, Part, TaxEngine, Where
from troth.testing.tax_engine import TaxEngineContract

HEAD = (
    "State,ZipCode,TaxRegionName,EstimatedCombinedRate,StateRate,EstimatedCountyRate,"
    "EstimatedCityRate,EstimatedSpecialRate,RiskLevel\n"
)
AUSTIN = "TX,78701,AUSTIN,0.0825,0.0625,0,0.01,0.01,1\n"
NEW_YORK = "NY,10001,NEW YORK CITY,0.08875,0.04,0,0.045,0.00375,1\n"


class TestCsvRates(TaxEngineContract):
    @pytest.fixture(autouse=True)
    def _files(self, tmp_path: Path) -> None:
        self.directory = tmp_path
        (tmp_path / "tx.csv").write_text(HEAD + AUSTIN)

    def engine(self) -> TaxEngine:
        return CsvRates(str(self.directory), kinds="electronic goods")

    def asked(self, postcode: str = "78701-1234", region: str = "US-TX") -> Asked:
        lines = (Line("electronic", 10_00), Line("standard", 5_00))
        here = Where("US", region, postcode, "Austin")
        return Asked(date(2026, 6, 15), "USD", Where("US", "TX"), here, lines)

    def nowhere(self) -> Where:
        return Where("US", "US-TX", "00000", "Nowhere")

    def out_of_order(self) -> TaxEngine:
        (self.directory / "broken.csv").write_text("State\nTX\n")
        return self.engine()

    def test_by_jurisdiction_and_kind(self) -> None:
        parts = (Part("State", 6_2500), Part("City", 1_0000), Part("Special district", 1_0000))
        assert self.engine().rates(self.asked()) == (parts, ())

    def test_a_state_in_small_letters_is_the_same(self) -> None:
        (self.directory / "tx.csv").write_text(HEAD + AUSTIN.replace("TX,", "tx ,"))
        assert self.engine().rates(self.asked())[0][0] == Part("State", 6_2500)

    def test_a_file_that_is_put_there_anew_holds_at_once(self) -> None:
        engine = self.engine()
        engine.rates(self.asked())
        (self.directory / "tx2.csv").write_text(HEAD + AUSTIN.replace("0.0625", "0.07"))
        assert engine.rates(self.asked())[0][0] == Part("State", 7_0000)

    @pytest.mark.parametrize("line", ["TX,78701\n", AUSTIN.replace("0.01,", "1e99999,")])
    def test_a_file_that_is_damaged_is_unavailable(self, line: str) -> None:
        (self.directory / "tx.csv").write_text(HEAD + line)
        with pytest.raises(Unavailable):
            self.engine().rates(self.asked())

    @pytest.mark.parametrize("rate", ["-0.01", "1.01", "NaN", "1e9"])
    def test_what_is_no_part_of_a_whole_is_refused(self, rate: str) -> None:
        (self.directory / "tx.csv").write_text(HEAD + AUSTIN.replace("0.0625", rate))
        with pytest.raises(Refused):
            self.engine().rates(self.asked())

    def test_a_rate_has_four_digits_behind_the_point_of_a_percentage(self) -> None:
        (self.directory / "ny.csv").write_text(HEAD + NEW_YORK)
        parts = (Part("State", 4_0000), Part("City", 4_5000), Part("Special district", 3750))
        assert self.engine().rates(self.asked("10001", "US-NY"))[0] == parts

    def test_a_rate_that_no_invoice_can_tell_is_refused(self) -> None:
        (self.directory / "ny.csv").write_text(HEAD + NEW_YORK.replace("0.00375", "0.0037501"))
        with pytest.raises(Refused):
            self.engine().rates(self.asked("10001", "US-NY"))
