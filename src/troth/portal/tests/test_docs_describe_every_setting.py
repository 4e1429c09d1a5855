import re
from pathlib import Path

import troth

PACKAGE = Path(troth.__file__).parent
READ = re.compile(r'(?:environ(?:\.get\(|\.setdefault\(|\[)|\bread\(\s*[a-z_]+,)\s*"([A-Z_]+)"')
# Others' variables: Django's own, and what other programs' processes are told.
OTHERS = {"DJANGO_SETTINGS_MODULE", "PYDANTIC_DISABLE_PLUGINS", "XDG_RUNTIME_DIR"}


def settings_read() -> set[str]:
    return {
        name
        for path in PACKAGE.rglob("*.py")
        if "tests" not in path.parts and "testing" not in path.parts
        for name in READ.findall(path.read_text())
    } - OTHERS


def test_each_setting_has_its_heading() -> None:
    docs = PACKAGE.parent.parent / "docs" / "provider.md"
    headings = set(re.findall(r"^### `([A-Z_]+)`", docs.read_text(), re.M))
    assert headings == settings_read()


def test_the_search_finds_settings() -> None:
    assert {"TROTH_HOME", "DATABASE_URL", "SECRET_KEY"} <= settings_read()
