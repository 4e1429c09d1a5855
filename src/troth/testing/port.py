"""A port of this machine for a server of one's own."""

from socket import socket

SOON = 0.01  # seconds after which a server of ours that is to end has noticed it


def free_port() -> int:
    """A port that nothing listened on a moment ago."""
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
