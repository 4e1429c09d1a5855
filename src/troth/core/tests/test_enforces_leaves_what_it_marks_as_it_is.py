from troth.core.enforces import enforces


def test_a_function_and_a_class_stay_themselves() -> None:
    def keep() -> int:
        return 1

    class Erase:
        pass

    assert enforces("keep.*")(keep) is keep
    assert enforces("right.erase", "right.withdraw")(Erase) is Erase
