"""What the files of a copy are called: in English and always the same, whoever reads them."""

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


def file_name(table: str, format: str) -> str:
    """The file of a table by its name in a plan: `invoice_line` is in `invoice-lines.json`."""
    return f"{_KEPT.get(table) or _ODD.get(table) or _plural(table.replace('_', '-'))}.{format}"


def _plural(name: str) -> str:
    """English nouns, as far as tables are called by them."""
    if name.endswith(("ss", "x", "ch")):
        return f"{name}es"
    if name.endswith("s"):
        return name
    return f"{name[:-1]}ies" if name.endswith("y") else f"{name}s"
