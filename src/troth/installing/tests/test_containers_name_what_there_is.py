"""What `deploy/` says of commands, settings, paths and ports is so; no image is built here."""

import argparse
import ast
import re
import shlex
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import yaml

import troth
from troth.cli import COMMANDS
from troth.core.setting_url import database_from_url

ROOT = Path(troth.__file__).parents[2]
CONTAINERFILE = (ROOT / "deploy" / "Containerfile").read_text()
COMPOSE = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text())
SETTINGS = set(re.findall(r"^### `(\w+)`$", (ROOT / "docs" / "provider.md").read_text(), re.M))
OURS = {name: each for name, each in COMPOSE["services"].items() if name != "postgres"}


def told(instruction: str) -> list[str]:
    """What follows an instruction of the Containerfile, wherever it stands, in one line each."""
    lines = CONTAINERFILE.replace("\\\n", " ").splitlines()
    return [line.split(maxsplit=1)[1] for line in lines if line.startswith(f"{instruction} ")]


def command_of(service: dict[str, Any]) -> list[str]:
    own: list[str] = ast.literal_eval(told("CMD")[-1])
    return list(service.get("command", own))


@pytest.mark.parametrize("name", OURS)
def test_each_container_calls_a_command_as_it_is_called(name: str) -> None:
    program, command, *options = command_of(OURS[name])
    assert program == "troth"
    parser = argparse.ArgumentParser(exit_on_error=False)
    import_module(COMMANDS[command][0]).add_arguments(parser)
    parser.parse_args(options)


def test_what_is_copied_into_the_image_is_there_and_all_that_a_wheel_is_built_of() -> None:
    copied = {word for line in told("COPY") for word in shlex.split(line)[:-1]}
    assert all((ROOT / each).exists() for each in copied)
    assert {"pyproject.toml", "uv.lock", "README.md", "LICENSE", "policies", "src"} <= copied


def test_what_is_set_is_a_setting_and_of_the_right_form() -> None:
    set_there = {line.split("=")[0] for line in told("ENV")}
    for service in OURS.values():
        set_there |= service["environment"].keys()
        url = re.sub(r"\$\{.*?\}", "secret", service["environment"]["DATABASE_URL"])
        known = database_from_url(url)
        postgres = COMPOSE["services"]["postgres"]["environment"]
        assert (known["NAME"], known["USER"]) == (
            postgres["POSTGRES_DB"],
            postgres["POSTGRES_USER"],
        )
        assert known["HOST"] in COMPOSE["services"]
    assert set_there <= SETTINGS


def test_nobody_is_root_there_and_the_home_is_kept() -> None:
    assert told("USER") == ["troth"]
    (volume,), (home,) = told("VOLUME"), told("ENV")
    assert home.removeprefix("TROTH_HOME=").startswith(f"{volume}/")
    for service in OURS.values():
        mounted, _, at = service["volumes"][0].partition(":")
        assert mounted in COMPOSE["volumes"] and at == volume


def test_the_port_is_the_one_that_the_samples_for_proxies_lead_to() -> None:
    command = command_of(OURS["serve"])
    port = command[command.index("--port") + 1]
    assert told("EXPOSE") == [port]
    assert OURS["serve"]["ports"] == [f"127.0.0.1:{port}:{port}"]
    samples = Path(troth.__file__).parent / "installing" / "samples"
    for name in ("nginx.conf", "Caddyfile"):
        assert f"127.0.0.1:{port}" in (samples / name).read_text()


def test_what_it_is_built_from_is_there() -> None:
    for service in OURS.values():
        context = ROOT / "deploy" / service["build"]["context"]
        assert (context / service["build"]["dockerfile"]).resolve() == ROOT / "deploy/Containerfile"


@pytest.mark.parametrize(
    ("host", "status", "well"),
    [("my.host.example", 200, True), ("my.host.example", 503, False), ("other", 200, False)],
)
def test_the_health_check_asks_for_the_site_by_its_name(
    host: str, status: int, well: bool, tmp_path: Path
) -> None:
    class Site(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self.send_response(status if self.headers["Host"] == "my.host.example" else 400)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing."""

    (line,) = told("HEALTHCHECK")
    python, script = ast.literal_eval(line.split("CMD")[1].strip())
    assert python == "python"
    assert f"COPY deploy/{Path(script).name} {Path(script).parent}/" in CONTAINERFILE
    (tmp_path / "settings.env").write_text(f"ALLOWED_HOSTS='{host}'\n")
    with HTTPServer(("127.0.0.1", 0), Site) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        done = subprocess.run(
            [sys.executable, ROOT / "deploy" / Path(script).name, str(server.server_port)],
            env={"TROTH_HOME": str(tmp_path)},
            timeout=60,
        )
        server.shutdown()
    assert (done.returncode == 0) == well


def test_the_docs_call_what_there_is() -> None:
    chapter = (ROOT / "docs" / "operating.md").read_text().split("## Containers")[1]
    called = re.findall(r"docker compose (?:run --rm|exec|build) (\w+)(?: troth (\w+))?", chapter)
    assert {service for service, _ in called} <= OURS.keys()
    assert {command for _, command in called if command} <= COMMANDS.keys()
    assert {"setup", "backup", "doctor"} <= {command for _, command in called}
