"""The machine that this runs on."""

THIS_MACHINE = ("localhost", "127.0.0.1", "::1")  # what reaches no other
