"""A stand-in for VIES, which answers what it is told to."""

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

SHARE = """
[share.vies]
name = "The European Commission (VIES)"
role = "controller"
function = "says whether a VAT number is valid"
country = ["BE"]
receives = ["company"]
"""
VALID = {"valid": True, "requestIdentifier": "WAPIAAAAW1", "name": "A COMPANY", "address": "A ST"}
INVALID = {"valid": False, "requestIdentifier": "", "name": "---"}


class StandIn(ThreadingHTTPServer):
    """VIES as far as it is asked; `says` is a status and a text."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.asked: list[dict[str, Any]] = []
        self.says = (200, json.dumps(VALID))


class _Answers(BaseHTTPRequestHandler):
    server: StandIn

    def do_POST(self) -> None:
        self.server.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        status, text = self.server.says
        self.send_response(status)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""
