"""Interfaces as third parties publish them (OpenAPI 3.0), against which tests hold what is sent.

TROTH_OPENAPI names the folder they are in. They are no part of Troth; without them a test that
compares with them is skipped.
"""

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from openapi_schema_validator import OAS30Validator

FOLDER = "TROTH_OPENAPI"
_JSON = "application/json"


class Published:
    """An interface: what a request and an answer of each path may be."""

    def __init__(self, said: dict[str, Any]) -> None:
        self._said = said

    def require_request(self, method: str, path: str, body: Any) -> None:
        """Raise ValueError for a body that is not what is published."""
        self._require(self._operation(method, path)["requestBody"]["content"], body, path)

    def require_answer(self, method: str, path: str, status: int, body: Any) -> None:
        """Raise ValueError for an answer that is not what is published."""
        answers = self._operation(method, path)["responses"]
        answer = self._at(answers.get(str(status)) or answers["default"])
        self._require(answer.get("content", {}), body, path)

    def _at(self, said: dict[str, Any]) -> dict[str, Any]:
        """It, or what it refers to."""
        if "$ref" not in said:
            return said
        found: Any = self._said
        for name in said["$ref"].removeprefix("#/").split("/"):
            found = found[name]
        return dict(found)

    def _operation(self, method: str, path: str) -> Any:
        try:
            return self._said["paths"][path][method.lower()]
        except KeyError:
            raise ValueError(f"{method} {path} is not published") from None

    def _require(self, content: dict[str, Any], body: Any, path: str) -> None:
        if _JSON not in content:
            if body:
                raise ValueError(f"{path}: a body that is not published")
            return
        schema = {**content[_JSON]["schema"], "components": self._said["components"]}
        for error in OAS30Validator(schema).iter_errors(body):
            # Not the value itself, which may be long.
            where = "/".join(str(each) for each in error.absolute_path)
            raise ValueError(f"{path}: {where or 'the body'}: {error.validator}")


@cache
def _read(file: Path) -> Published:
    text = file.read_text()
    if file.suffix == ".json":
        return Published(json.loads(text))
    return Published(yaml.load(text, Loader=yaml.CSafeLoader))  # noqa: S506  (a safe one)


def published(name: str) -> Published:
    """The interface in a file of that name. Skips the test where it is not there."""
    folder = os.environ.get(FOLDER, "")
    file = Path(folder, name)
    if not folder or not file.exists():
        pytest.skip(f"needs {name} in the folder that {FOLDER} names")
    return _read(file)
