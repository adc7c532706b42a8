"""The program itself, as a digest: what an older one has made may not be what this one would make."""

from functools import cache
from hashlib import sha256
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]
_PACKAGES = ("tasks", "schemas", "config")


@cache
def program() -> str:
    """Digest of all that decides what a report says: after an update it is made anew."""
    digest = sha256()
    for package in _PACKAGES:
        for path in sorted((_ROOT / package).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(path.relative_to(_ROOT).as_posix().encode() + sha256(path.read_bytes()).digest())
    return digest.hexdigest()
