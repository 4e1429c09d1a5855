"""`troth addresses`: who signs in with an address that is somebody else's in another spelling."""

import argparse

from troth.cli.platform import ready


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """It takes none."""


def run(args: argparse.Namespace) -> int:
    """Exit code 0 where there is nobody; 1 where there is, each on a line, by their numbers."""
    ready()
    from troth.accounts.models import Person
    from troth.core.database.respell import misspelled

    found = ((each, Person.objects.by_email(email)) for each, email in misspelled(Person, "email"))
    left = [(person.pk, other.pk) for person, other in found if other]
    for person, other in left:
        print(
            f"Person {person} has the address of person {other} in another spelling, and cannot "
            "sign in with it; ask them for another address, and let them in with that."
        )
    if not left:
        print("Each address is one person's.")
    return 1 if left else 0
