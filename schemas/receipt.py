"""The receipt of a submission (tanda terima): what was received when, how it was decided, what was read from it."""

from dataclasses import dataclass

EDITION = "tanda-terima-1"
"""What the JSON says it is. A receipt must verify for years: a change of its content or its page is a new edition."""

TOTALS: dict[str, tuple[str, ...]] = {
    "recipients": ("target", "served"),
    "quality": ("required", "available"),
    "budget": ("allocation", "realised"),
    "problems": (),
    "stages": (),
    "actions": (),
}
"""Sheet key -> its columns that a receipt adds up, so that the sender can compare. Unreadable cells add nothing."""


@dataclass(frozen=True)
class Receipt:
    """One submission as it stands in the ledger; nothing here changes when later revisions come.

    `received_at` and `deadline` are ISO 8601 in the province's zone, `on_time` compares them. `totals` maps every
    sheet's key to the number of rows read (`rows`) and the sums of `TOTALS`. `cells` counts the
    filled cells of the file by what became of them (`schemas.reconciliation`). `code` says that we issued exactly this.
    `fields` are the codes of the bidang that an office's file covers (`KES`, or `KES, SOS`); a whole report's receipt
    has '' and says nothing of them.
    """

    number: str
    province_code: str
    province_name: str
    regency_code: str
    regency_name: str
    period: str
    revision: int
    file_name: str
    sha256: str
    received_at: str
    deadline: str
    on_time: bool
    status: str
    errors: int
    warnings: int
    infos: int
    totals: dict[str, dict[str, int | float]]
    cells: dict[str, int]
    code: str = ""
    fields: str = ""

    @property
    def content(self) -> dict[str, object]:
        """What the JSON holds, in its order."""
        said = {"format": EDITION, **vars(self)}
        return said if self.fields else {name: value for name, value in said.items() if name != "fields"}
