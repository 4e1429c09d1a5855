"""Numbers of bank accounts."""


def fours(iban: str) -> str:
    """`DE02 1203 0000 0000 2020 51`: as people read one, in groups of four (ISO 13616)."""
    bare = iban.replace(" ", "")
    return " ".join(bare[start : start + 4] for start in range(0, len(bare), 4))
