"""What staff do to carry each right out: the rooms' steps in one table."""

from troth.copies.desk.answer import Copy
from troth.erasure.desk.answer import Erase
from troth.identity.desk.answer import Recover
from troth.requests.desk.answers import Answer, Object, Restrict, Withdraw

ANSWERS: dict[str, type[Answer]] = {
    "erase": Erase,
    "access": Copy,
    "export": Copy,
    "restrict": Restrict,
    "object": Object,
    "withdraw": Withdraw,
    "recover": Recover,
}
