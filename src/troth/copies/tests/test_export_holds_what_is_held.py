import csv
import io
import json
import zipfile

import pytest

from troth.accounts.models import Account
from troth.copies.export import export
from troth.core.errors import TrothError
from troth.requests.ask import ask
from troth.requests.hand_in_proof import hand_in_proof
from troth.support.models import TicketMessage
from troth.testing import make

pytestmark = pytest.mark.django_db(transaction=True)


def exported(account: Account, format: str) -> zipfile.ZipFile:
    output = io.BytesIO()
    export(make.owner(account), output, format=format, at=make.NOW)  # type: ignore[arg-type]
    return zipfile.ZipFile(output)


def test_json_holds_every_record_and_no_credential() -> None:
    make.in_force("softsys")
    account = make.full_account(attachment=b"a screenshot")
    make.full_account()
    archive = exported(account, "json")

    rows = {name: json.loads(archive.read(name)) for name in archive.namelist() if ".json" in name}
    manifest = rows.pop("manifest.json")
    assert [row["name"] for row in rows["account.json"]] == ["An Account"]
    assert [row["total"] for row in rows["invoices.json"]] == [1190]
    assert [row["body"] for row in rows["ticket-messages.json"]] == ["It does not work."]
    assert "password" not in rows["person.json"][0]
    assert "pseudonym" not in rows["person.json"][0]
    assert {f["file"]: f["rows"] for f in manifest["files"]} == {n: len(r) for n, r in rows.items()}
    attachment = rows["ticket-messages.json"][0]["attachment"]
    assert archive.read(f"{attachment}/screenshot.png") == b"a screenshot"


def test_a_proof_of_identity_is_readable() -> None:
    make.in_force("websoft")
    account = make.full_account()
    document = b"%PDF-1.7 made up"
    request = ask(make.owner(account), "erase", at=make.NOW, channel="email")
    proof = hand_in_proof(request, document, at=make.NOW)
    archive = exported(account, "json")
    assert archive.read(str(proof.file.name)) == document
    assert "key" not in json.loads(archive.read("identity-proofs.json"))[0]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "'\uff20"])
def test_csv_neutralises_formulas(start: str) -> None:
    make.in_force("ispsystem")
    account = make.full_account()
    formula = f'{start}HYPERLINK("x")\nsecond line'
    TicketMessage.objects.update(body=formula, author_name="-1")
    archive = exported(account, "csv")

    text = io.StringIO(archive.read("ticket-messages.csv").decode(), newline="")
    (row,) = csv.DictReader(text)
    assert row["body"] == f"'{formula}"
    assert row["author_name"] == "-1"


def test_odd_text_survives() -> None:
    make.in_force("softsys")
    account = make.full_account()
    odd = 'quote " backslash \\ newline \n tab \t back \b emoji 🦉 \u2028 \x01 \x02'
    TicketMessage.objects.update(body=odd)
    rows = json.loads(exported(account, "json").read("ticket-messages.json"))
    assert rows[0]["body"] == odd


def test_a_format_that_the_policy_does_not_offer_is_refused() -> None:
    make.in_force("softsys")
    with pytest.raises(TrothError, match="as json only"):
        exported(make.full_account(), "csv")
