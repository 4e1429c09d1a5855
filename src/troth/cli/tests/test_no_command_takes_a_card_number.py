import pytest

from troth.cli import main
from troth.erasure.models import Hold
from troth.testing import make

pytestmark = pytest.mark.django_db(transaction=True)

CARD = "4111 1111 1111 1111"


@pytest.mark.parametrize(
    "argv",
    [
        [
            "hold",
            "place",
            "E",
            "--reason",
            f"paid by {CARD}",
            "--owner",
            "o",
            "--review",
            "2040-01-01",
        ],
        ["hold", "place", "E", f"--reason=r {CARD}", "--owner", "o", "--review", "2040-01-01"],
        ["hold", "place", "E", "--reason", "r", "--owner", CARD, "--review", "2040-01-01"],
        ["site", "add", f"Shop {CARD}", "https://shop.example/"],
        ["staff", "add", "4111111111111111@staff.example", "--role", "owner"],
    ],
)
def test_where_the_policy_takes_none(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    make.in_force("ispsystem")
    email = make.owner(make.account()).email
    assert main([email if each == "E" else each for each in argv]) == 2
    assert (
        capsys.readouterr().err == "This looks like a card number. We never accept card numbers.\n"
    )
    assert not Hold.objects.exists()


def test_another_number_as_long_is_taken() -> None:
    make.in_force("ispsystem")
    email = make.owner(make.account()).email
    facts = ["--owner", "o", "--review", "2040-01-01"]
    assert main(["hold", "place", email, "--reason", "case 4111 1111 1111 1112", *facts]) == 0
