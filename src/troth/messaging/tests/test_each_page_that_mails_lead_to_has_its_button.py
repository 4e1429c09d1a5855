"""Whatever page a mail leads to, its button says what one does there."""

import re
from pathlib import Path

from django.urls import get_resolver

import troth
from troth.messaging.button import LABELS

_LINKS = re.compile(r'\blink\(\s*"(\w+)"')
# What leads there has its words beside it, or is no mail.
_NO_BUTTON = {"overview", "security_txt", "unsubscribe"}


def test_each_has_its_label() -> None:
    root = Path(troth.__file__).parent
    code = "".join(
        path.read_text() for path in root.rglob("*.py") if not {"tests", "proofs"} & {*path.parts}
    )
    led_to = {*_LINKS.findall(code)} - _NO_BUTTON
    assert led_to - {*LABELS} == set()
    assert {*LABELS} <= {name for name in get_resolver().reverse_dict if isinstance(name, str)}
