"""The notes that we write on cells of a marked copy, and how they are known when the copy comes back."""

import re

from schemas.finding import SEVERITIES

AUTHOR = "SPM Provinsi"
BELOW = f"\n----- {AUTHOR} -----\n"
"""What parts our note from the sender's on the same cell."""
OWN = re.compile(rf"(?:{'|'.join(SEVERITIES.values())}|Informasi) [A-Z]\d\d: ")
"""How our notes begin, those of older copies too: LibreOffice forgets who wrote a note."""


def senders_words(author: str, text: str) -> str:
    """What a note says without what we wrote there; '' where that is all."""
    return "" if author == AUTHOR or OWN.match(text) else text.partition(BELOW.strip())[0].strip()
