"""What staff do to carry each right out: the rooms' steps in one table."""

from troth.copies.desk.answer import Copy
from troth.erasure.desk.answer import Erase
from troth.identity.desk.answer import Recover
from troth.requests.desk.answers import Answer, Object, ObjectToUse, OptOut, Restrict, Withdraw

ANSWERS: dict[str, type[Answer]] = {
    "erase": Erase,
    "access": Copy,
    "export": Copy,
    "restrict": Restrict,
    "object": Object,
    "object-to-use": ObjectToUse,
    "opt-out": OptOut,
    "withdraw": Withdraw,
    "recover": Recover,
}
