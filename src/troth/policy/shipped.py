"""The policies that come with the platform."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def home() -> Path:
    """Where the shipped policies lie: in an installed package, or beside the source."""
    installed = _PACKAGE / "policies"
    return installed if installed.is_dir() else _PACKAGE.parent.parent / "policies"


def shipped() -> dict[str, Path]:
    """Each shipped policy's file by its name, such as `softsys`."""
    return {path.stem: path for path in sorted(home().glob("*.md"))}


def locate(policy: str) -> Path:
    """The file that `policy` means: a path, or the name of a shipped policy."""
    path = Path(policy)
    return path if path.exists() else shipped().get(policy, path)


def promises_csv() -> Path:
    """The promises that the shipped policies make, one a row."""
    return home() / "promises.csv"
