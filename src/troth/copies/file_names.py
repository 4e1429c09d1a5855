"""What the files of a copy are called: in English and always the same, whoever reads them.

What somebody sent keeps the name that they gave it, as far as every computer can store it so.
"""

import re

# Those that another provider brings in (`bring_in.py`) keep the names that every release knows.
_KEPT = {"account": "account", "person": "person", "preferences": "preferences"}
_ODD = {
    "activity": "activity",
    "signin": "sign-ins",
    "own_price": "agreed-prices",
    "dunning_rest": "paused-reminders",
    "sign": "signs-of-country",
    "read_limit": "privacy-options",
    "staff_read": "staff-access",
    "log_entry": "staff-log",
}
_LONGEST = 50  # characters, of at most four bytes each: file systems take 255 bytes
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def file_name(table: str, format: str) -> str:
    """The file of a table by its name in a plan: `invoice_line` is in `invoice-lines.json`."""
    return f"{_KEPT.get(table) or _ODD.get(table) or _plural(table.replace('_', '-'))}.{format}"


def attached_name(stored: str, called: str) -> str:
    """An attachment in a copy: the rows name its folder, in which it has the name of its sender.

    stored: where it lies with us. called: how its sender called it; blank where nobody did.
    """
    return f"{stored}/{_storable(called)}" if called else stored


def _storable(called: str) -> str:
    """A name without what leads elsewhere or is reserved on some system (such as `NUL.txt`)."""
    name = re.sub(r"[^\w .()+-]+", "_", " ".join(called.split())).strip(". ")
    if len(name) > _LONGEST:
        name = f"{name[: _LONGEST - 10]}{name[-10:]}"
    return f"_{name}" if not name or _RESERVED.match(name) else name


def _plural(name: str) -> str:
    """English nouns, as far as tables are called by them."""
    if name.endswith(("ss", "x", "ch")):
        return f"{name}es"
    if name.endswith("s"):
        return name
    return f"{name[:-1]}ies" if name.endswith("y") else f"{name}s"
