"""Files of nobody: which of them may be somebody's report."""

import pandas as pd

from tasks.ledger.ledger import Ledger

_NO_WORKBOOK = "F03"
_MEANT_AS_ONE = tuple(
    f".{ending}"
    for ending in ("xlsx", "xlsm", "xls", "xlsb", "ods", "csv", "xml", "htm", "html", "mht", "zip", "rar", "7z", "gz")
)
"""How the names end of what Excel opens though we do not, or of what a workbook is packed into."""


def nameless_reports(ledger: Ledger, files: pd.DataFrame) -> int:
    """How many contents there are that may be the report of somebody who is said not to have reported. One that is
    damaged, locked or no form of ours may be; a photo is nobody's report, whoever sent it."""
    nobody = files[files["regency_code"] == ""]
    found = ledger.findings([int(id_) for id_ in nobody["id"]])
    foreign = [any(one.rule == _NO_WORKBOOK for one in found[id_]) for id_ in nobody["id"]]
    meant = nobody["file_name"].str.lower().str.endswith(_MEANT_AS_ONE)
    return nobody.loc[meant | ~pd.Series(foreign, index=nobody.index, dtype=bool), "sha256"].nunique()
