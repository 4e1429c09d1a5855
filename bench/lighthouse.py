"""Have Lighthouse look at the overview, the privacy centre and the policy page."""

import json
import os
import shutil
import subprocess

from django.conf import settings
from django.test import Client

from bench import database
from bench.measure import show_goal
from bench.pages import pages_of, served, signed_in
from bench.subject import add_subjects

GOAL = 95  # of 100
LIGHTHOUSE = ["npx", "--yes", "lighthouse@12"]
CATEGORIES = ("performance", "accessibility", "best-practices")


def run(*, rows: int = 10_001) -> None:
    with database.fresh():
        [person] = add_subjects(1, rows=rows)
        database.settle()
        client = signed_in(person)
        with served() as port:
            for page in (*pages_of(person), "/privacy/"):
                scores = _scores(f"http://localhost:{port}{page}", client)
                figures = ", ".join(f"{name} {score}" for name, score in scores.items())
                print(f"lighthouse: {page}: {figures}")
                show_goal(f"at least {GOAL} each", min(scores.values()) >= GOAL)


def _scores(address: str, client: Client) -> dict[str, int]:
    """What Lighthouse says of a page, as it looks to the person who is signed in."""
    name = settings.SESSION_COOKIE_NAME
    headers = json.dumps({"Cookie": f"{name}={client.cookies[name].value}"})
    done = subprocess.run(
        [
            *LIGHTHOUSE,
            address,
            "--quiet",
            "--output=json",
            f"--only-categories={','.join(CATEGORIES)}",
            f"--extra-headers={headers}",
            "--chrome-flags=--headless=new --no-sandbox --disable-gpu",
        ],
        env={**os.environ, "CHROME_PATH": shutil.which("chromium") or "chromium"},
        capture_output=True,
        check=True,
    )
    found = json.loads(done.stdout)["categories"]
    return {category: round(100 * found[category]["score"]) for category in CATEGORIES}
