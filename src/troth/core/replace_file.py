"""Write a file that is whole, or as it was before."""

import os
from pathlib import Path
from secrets import token_hex


def replace_file(path: Path, data: bytes) -> None:
    """Put `data` in place of what `path` holds, on the disk before it returns; also after a crash.

    Raises OSError.
    """
    draft = path.with_name(f"{path.name}.{token_hex(8)}")
    with draft.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(draft, path)
