"""`uv run python -m bench.attack`: set scanners on a demo of its own (docs/security.md).

Ends with exit code 1 where one of them finds something.
"""

import argparse
import csv
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import requests

from troth.testing.port import free_port

HOST = "127.0.0.1"
TROTH = [sys.executable, "-m", "troth"]
# Modules that need no server of wapiti's makers to be reached.
MODULES = (
    "backup,cookieflags,crlf,csp,csrf,exec,file,htaccess,ldap,methods,permanentxss,redirect,sql,"
    "timesql,upload,xss"
)
# What ends a visit or an account, and so the attack.
LEFT_OUT = ("sign-out", "/end", "erase", "close", "logout")
# What a scanner says of a demo that speaks plain HTTP, and of the theme of the records.
EXPECTED = {
    ("Secure Flag cookie", "/"),
    ("Content Security Policy Configuration", "/desk/records/"),
}
Cookies = dict[str, str]
SLOW = 64  # connections, of eight addresses
PATIENCE = 2  # seconds in which everybody else is answered meanwhile


def main() -> int:
    """Attack as a stranger, a customer and one of staff, then slowly."""
    parser = argparse.ArgumentParser(prog="python -m bench.attack", description=__doc__)
    parser.add_argument("--minutes", type=int, default=2, help="of each scan (default: 2)")
    seconds = parser.parse_args().minutes * 60
    found: list[str] = []
    with tempfile.TemporaryDirectory() as made:
        scratch = Path(made)
        scratch.chmod(0o711)  # PostgreSQL's user passes through
        with demo(scratch) as (site, sign_ins):
            for name, cookies in sign_ins.items():
                print(f"as {name}", flush=True)
                for scan in (wapiti, sqlmap):
                    found += [f"{name}: {each}" for each in scan(site, cookies, scratch, seconds)]
                    if name != "stranger" and not is_signed_in(site, cookies):
                        found.append(f"{name}: {scan.__name__} was signed out, and saw less")
            print("slowly", flush=True)
            found += slowly(site)
            failures = (scratch / "log").read_text()
        found += re.findall(r".* 500 [A-Z]+ /.*", failures)
    print("\n".join(found) or "Nothing was found.")
    return 1 if found else 0


@contextmanager
def demo(scratch: Path) -> Iterator[tuple[str, dict[str, Cookies]]]:
    """A site that is served, and the cookies of a stranger, a customer and one of staff."""
    port = free_port()
    site = f"http://{HOST}:{port}"
    own = {"TROTH_HOME": str(scratch / "home"), "MAIL_URL": f"file:{scratch / 'mail'}"}
    environment = os.environ | own | {"PLAIN_HTTP": "1", "STAFF_TWO_STEPS": "0"}
    environment.pop("DATABASE_URL", None)
    made = subprocess.run(
        [*TROTH, "demo", "--no-serve", "--accounts", "20"],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    serve = [*TROTH, "serve", "--port", str(port)]
    with (
        open(scratch / "log", "w") as log,
        subprocess.Popen(serve, env=environment, stderr=log) as server,
    ):
        try:
            while socket.socket().connect_ex(("127.0.0.1", port)):
                if server.poll() is not None:
                    raise SystemExit((scratch / "log").read_text())
                time.sleep(0.2)
            told = dict(re.findall(r"^  (customer|staff|password) +(\S+)$", made, flags=re.M))
            password = told.pop("password")
            logins = {"stranger": "nobody@customer.example", **told}
            yield site, {who: visit(site, login, password) for who, login in logins.items()}
        finally:
            server.terminate()


def visit(site: str, login: str, password: str) -> Cookies:
    """The cookies of a browser in which somebody signs in and shows that it is them."""
    browser = requests.Session()
    for path in ("/sign-in/", "/security/it-is-me/password/", "/desk/acknowledge/"):
        page = browser.get(site + path).text
        sent = dict(re.findall(r'name="(\w+)" value="([^"]*)"', page))
        browser.post(site + path, sent | {"login": login, "password": password})
    return {each.name: each.value or "" for each in browser.cookies}


def is_signed_in(site: str, cookies: Cookies) -> bool:
    """Whether a browser with these cookies is still somebody's."""
    page = requests.get(f"{site}/security/", cookies=cookies, allow_redirects=False)
    return page.status_code == 200


def wapiti(site: str, cookies: Cookies, scratch: Path, seconds: int) -> Iterator[str]:
    """What wapiti finds, in a line each."""
    report = scratch / "wapiti.json"
    limits = ["--max-scan-time", str(seconds), "--max-attack-time", str(seconds // 8 or 1)]
    limits += ["--max-links-per-page", "50", "--timeout", "20"]
    where = ["--url", f"{site}/account/", "--scope", "domain"]
    where += ["--start", f"{site}/", "--start", f"{site}/sign-in/", "--start", f"{site}/desk/"]
    for out in LEFT_OUT:
        where += ["--exclude", f"{site}/*{out}*"]
    jar = scratch / "cookies.json"
    rest = {"version": 0, "secure": False, "expires": None, "port": None}
    of_host = {name: {"value": value, **rest} for name, value in cookies.items()}
    jar.write_text(json.dumps({HOST: {"/": of_host}}))
    where += ["--cookie", str(jar)]
    written = ["--format", "json", "--output", str(report), "--flush-session", "--verbose", "0"]
    written += ["--no-bugreport", "--store-session", str(scratch), "--store-config", str(scratch)]
    uvx("wapiti3", "wapiti", *where, "--module", MODULES, *limits, *written, within=seconds * 4)
    told = json.loads(report.read_text())
    print(f"  wapiti saw {told['infos']['crawled_pages_nbr']} pages", flush=True)
    # Not its anomalies: answers that fail stand in the log, and those that refuse are meant.
    for name, each in told["vulnerabilities"].items():
        for one in each:
            if not any(name == kind and one["path"].startswith(at) for kind, at in EXPECTED):
                yield f"{name}: {one['method']} {one['path']}: {one['info']}"


def sqlmap(site: str, cookies: Cookies, scratch: Path, seconds: int) -> Iterator[str]:
    """What sqlmap can put SQL into, in a line each."""
    report = scratch / "sqlmap.csv"
    report.unlink(missing_ok=True)
    where = ["-u", f"{site}/account/", "--crawl", "2", "--forms"]
    where += ["--crawl-exclude", "|".join(LEFT_OUT), "--param-exclude", "csrfmiddlewaretoken"]
    where += ["--cookie", "; ".join(f"{name}={value}" for name, value in cookies.items())]
    how = ["--batch", "--technique", "BE", "--dbms", "PostgreSQL", "--ignore-code", "*"]
    how += ["--threads", "2", "--time-limit", str(seconds)]
    written = ["--results-file", str(report), "--output-dir", str(scratch), "-v", "0"]
    uvx("sqlmap", "sqlmap", *where, *how, *written, within=seconds * 2)
    for row in csv.DictReader(report.open()):
        if "false positive" not in row["Note(s)"]:  # by its own second look
            yield f"SQL: {row}"


def uvx(package: str, *command: str, within: int) -> None:
    """Run a program of a package. Raises where it fails or takes more than so many seconds."""
    run = ["uv", "tool", "run", "--from", package, *command]
    subprocess.run(run, timeout=within, check=True, stdout=subprocess.DEVNULL)


def slowly(site: str) -> Iterator[str]:
    """Who is kept waiting while many send a head or a body a byte at a time."""
    port = int(site.rpartition(":")[2])
    head = f"POST /sign-in/ HTTP/1.1\r\nHost: localhost:{port}\r\n"
    with ExitStack() as opened:
        slow = [
            opened.enter_context(
                socket.create_connection(("127.0.0.1", port), 5, (f"127.0.1.{n % 8 + 1}", 0))
            )
            for n in range(SLOW)
        ]
        for n, connection in enumerate(slow):
            connection.sendall(f"{head}{'Content-Length: 9999\r\n\r\n' if n % 2 else ''}".encode())
        for _ in range(30):
            for connection in slow:
                try:
                    connection.sendall(b"a")
                except OSError:
                    continue  # given up by the server, as it should be
            start = time.monotonic()
            try:
                status = urlopen(f"{site}/privacy/", timeout=PATIENCE * 10).status
            except (HTTPError, OSError) as error:
                yield f"while others are slow, /privacy/ fails: {error}"
                return
            if status != 200 or time.monotonic() - start > PATIENCE:
                yield f"while others are slow, /privacy/ took {time.monotonic() - start:.1f} s"
            time.sleep(1)


if __name__ == "__main__":
    raise SystemExit(main())
