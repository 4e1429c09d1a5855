"""Recipients that behave as third parties do: well, now and then, and never."""

from troth.erasure.forget import RecipientError


class Obedient:
    """Forgets at once, and remembers only that it was asked."""

    asked: list[str] = []

    def forget(self, reference: str) -> None:
        self.asked.append(reference)


class Flaky:
    """Fails the first time."""

    failed = False

    def forget(self, reference: str) -> None:
        if not self.failed:
            self.failed = True
            raise RecipientError("busy", permanent=False)


class Stubborn:
    """Refuses for good."""

    def forget(self, reference: str) -> None:
        raise RecipientError("no such interface", permanent=True)
