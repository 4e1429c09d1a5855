import pytest

from troth.gates.inputs.card import holds_card_number, without_card_numbers


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("4111111111111111", "••••••••••••1111"),
        ("my Visa4111 1111 1111 1111, 12/27, 123", "my Visa•••• •••• •••• 1111, 12/27, 123"),
        ("12/27 4111-1111-1111-1111", "12/27 ••••-••••-••••-1111"),
        ("4222222222222", "•••••••••2222"),
        ("3782 822463 10005", "•••• •••••• •0005"),
        ("30569309025904", "••••••••••5904"),
        ("2223003122003222", "••••••••••••3222"),
        ("6304 0000 0000 0000", "•••• •••• •••• 0000"),
        ("Tel. 030 5555 4111 1111 1111 1111", "Tel. 030 5555 •••• •••• •••• 1111"),
        ("4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1", "• • • • • • • • • • • • 1 1 1 1"),
        ("5555-5555-5555-4444 4111111111111111", "••••-••••-••••-4444 ••••••••••••1111"),
        ("4111\n1111\n1111\n1111", "••••\n••••\n••••\n1111"),
        ("> 4111\r\n>\r\n> 1111\r\n> 1111\r\n> 1111", "> ••••\r\n>\r\n> ••••\r\n> ••••\r\n> 1111"),
        ("Amex:\n3782\n822463\n10005\n1227", "Amex:\n••••\n••••••\n•0005\n1227"),
        ("Card\n4111\n1111\n1111\n1111\n1227\n123", "Card\n••••\n••••\n••••\n1111\n1227\n123"),
        ("| 4111 | 1111 | 1111 | 1111 |", "| •••• | •••• | •••• | 1111 |"),
        ("4111111111111111@mail.example", "••••••••••••1111@mail.example"),
        ("a.4111-1111-1111-1111+b@mail.example", "a.••••-••••-••••-1111+b@mail.example"),
        ("４１１１１１１１１１１１１１１１", "••••••••••••１１１１"),
    ],
)
def test_its_last_four_digits_are_left(text: str, masked: str) -> None:
    assert without_card_numbers(text) == masked
    assert holds_card_number(text) and not holds_card_number(masked)


@pytest.mark.parametrize(
    "apart",
    ["\u00a0", "\u202f", "\u2009", "\t", "\u2011", "–", "\u2212", "\u200b", " - ", ".", "/", " / "],
)
def test_whatever_stands_between_its_groups(apart: str) -> None:
    masked = apart.join(["••••"] * 3 + ["1111"])
    assert without_card_numbers(apart.join(["4111"] + ["1111"] * 3)) == masked


@pytest.mark.parametrize(
    "text",
    [
        "4111 1111 1111 1112",  # the check digit is wrong
        "1234567812345670",  # no issuer's
        "4111-111-11111111-11",  # no card is written so
        "11222363000198",  # a company of Brazil
        "500100732259",  # a company of Russia
        "+49 170 1234567",
        "+4915112345678",
        "invoice 20240101-000123",
        "2026-06-15 14:30:22.123456",
        "20260615143022",
        "1718450000000",
        "1718450000000000",
        "DE89 3704 0044 0532 0130 00",
        "DK5000400440116243",
        "FR76 3000 6000 0112 3456 7890 189",
        "4111\n1111\n1111\n1112",
        "4111\n1111\n1111\nand 1111",
        "4111\n1111\n1111\n1111\n2024\n2025",  # a list of numbers
        "36000\n00900\n0140",
        "+49\n1511\n2345\n678",
        "2026-06-15\n1430\n2212\n3456",
        "550e8400-e29b-41d4-a716-446655440000",
    ],
)
def test_other_numbers_are_left_as_they_are(text: str) -> None:
    assert not holds_card_number(text) and without_card_numbers(text) == text
