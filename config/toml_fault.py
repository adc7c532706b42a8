"""What is wrong with a TOML file that somebody wrote: the parser's own words are English."""

import re
import tomllib


def toml_fault(error: ValueError, name: str) -> str:
    """Where the file of that name is wrong; any other error in its own words."""
    if not isinstance(error, tomllib.TOMLDecodeError):
        return str(error)
    place = re.search(r"line (\d+), column (\d+)", str(error))
    return f"tulisan {name} salah " + (f"pada baris {place[1]}, kolom {place[2]}" if place else "di akhir berkas")
