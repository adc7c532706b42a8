"""An index that somebody else has published, shown beside the counted one. It never counts."""

from dataclasses import dataclass

from schemas.failure import Failure
from schemas.period import Period


class ExternalError(Failure, ValueError):
    """A file of indices from outside that cannot be used; the message names the file."""


@dataclass(frozen=True)
class ExternalIndex:
    """The index of Pendidikan of a regency in a quarter, on the word of `source`.

    `file` is the name of the file it stands in, `line` the line there, `sha256` is the file's.
    """

    regency_code: str
    period: Period
    index: float
    source: str
    file: str
    line: int
    sha256: str

    @property
    def origin(self) -> str:
        return f"'{self.file}' baris {self.line}"
