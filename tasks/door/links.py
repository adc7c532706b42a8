"""Who may: a secret link for each regency and office. Only the hash of the secret is kept; nobody can read it again.

The secret stands behind the `#` of the link, which a browser sends to nobody: it is in no log and in no Referer. The
page asks for it once and keeps it in a cookie.
"""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from config import catalogue
from schemas.ledger import links, revocations
from schemas.submission import Normalised
from tasks.compute.counting import covered_fields
from tasks.ledger.ledger import Ledger
from tasks.ledger.rows import utc_text
from tasks.understand.identity import region_name

_BYTES = 32
_CODE = re.compile(r"[\w-]+", re.ASCII)
_LONGEST = 100
"""Characters of what is tried as a secret."""
_FILL_IN = "Isi {} pada lembar Identitas, simpan, lalu pilih lagi berkasnya."


@dataclass(frozen=True)
class Link:
    """Whose workbooks come by it: all of a regency's, or those of the office of one bidang. `until` is '' for ever."""

    id: int
    regency_code: str
    field: str
    until: str = ""
    made_at: str = ""
    revoked_at: str = ""

    @property
    def province_code(self) -> str:
        return self.regency_code[:2]

    @property
    def regency_name(self) -> str:
        return region_name(self.regency_code)

    @property
    def office(self) -> str:
        """`Kesehatan`; '' for the whole regency."""
        if not self.field:
            return ""
        names = catalogue.fields().set_index("field_code")["field_name"]
        return str(names.loc[self.field])

    def opens(self, now: datetime) -> bool:
        return not self.revoked_at and (not self.until or utc_text(now) <= self.until)

    def covers(self, form_version: str) -> bool:
        """Whether a workbook of that form is this office's; every one is the regency's."""
        return not self.field or covered_fields(form_version) == (self.field,)

    def why_not(self, read: Normalised) -> str:
        """Why a workbook cannot be sent by this link, and what to do; '' where it can."""
        said = read.identity
        if not read.sheet_order:
            return "Berkas ini tidak dapat dibaca. Sebabnya dan yang perlu dilakukan tertulis di bawah."
        if not said.regency_code and (read.is_no_form or read.other_system):
            return "Berkas ini bukan formulir SPM. Yang perlu dilakukan tertulis di bawah."
        if not said.regency_code and _says_one(read):
            return "Berkas ini belum dapat dikirim: daerahnya belum pasti. Yang perlu dibetulkan tertulis di bawah."
        if not said.regency_code:
            return (
                "Berkas ini belum menyebut daerahnya, jadi belum dapat dikirim. Isi Kode Wilayah pada lembar Identitas."
            )
        if said.regency_code != self.regency_code:
            whose = f"{region_name(said.regency_code)} ({said.regency_code})"
            mine = f"{self.regency_name} ({self.regency_code})"
            return f"Berkas ini milik {whose}, sedangkan tautan Anda untuk {mine}. Pilih berkas yang benar."
        if not said.period:
            return f"Berkas ini belum menyebut triwulannya. {_FILL_IN.format('Tahun dan Triwulan')}"
        if not self.covers(said.form_version):
            return (
                f"Tautan Anda hanya untuk formulir bidang {self.office}; berkas ini formulir {said.form_version}. "
                "Pakai formulir bidang itu, atau kirim dengan tautan kabupaten/kota."
            )
        return ""


def _says_one(read: Normalised) -> bool:
    """Whether a workbook names a regency that cannot be taken for its own: a finding says why."""
    said = read.identity
    return bool(said.may_be) or any((one.sheet, one.cell) == said.code_cell and one.value for one in read.findings)


def make_link(ledger: Ledger, regency_code: str, field: str, until: datetime | None, now: datetime) -> tuple[int, str]:
    """Its number, and the secret, which is told this once."""
    secret = secrets.token_urlsafe(_BYTES)
    of = {"regency_code": regency_code, "field": field, "until": utc_text(until) if until else ""}
    ledger.append(links, secret=_digest(secret), **of, made_at=now)
    (row,) = ledger.rows(links, secret=_digest(secret))
    return row.id, secret


def revoke(ledger: Ledger, link: int, now: datetime) -> bool:
    """Whether there was such a link to revoke."""
    found = [one for one in all_links(ledger) if one.id == link and not one.revoked_at]
    if found:
        ledger.append(revocations, link=link, revoked_at=now)
    return bool(found)


def all_links(ledger: Ledger) -> list[Link]:
    revoked = {row.link: row.revoked_at for row in reversed(ledger.rows(revocations))}
    return [_link(row, revoked.get(row.id, "")) for row in ledger.rows(links)]


def code_in(typed: str) -> str:
    """The secret in a link, or in what somebody copied with it: the end of a sentence, an empty place."""
    found = _CODE.search(typed.rsplit("#", 1)[-1])
    return found[0] if found else ""


def link_of(ledger: Ledger, secret: str, now: datetime) -> Link | None:
    """The link of a secret, if it still opens. A hash needs no comparison of equal time: who has one has no secret."""
    if not secret or len(secret) > _LONGEST:
        return None
    rows = ledger.rows(links, secret=_digest(secret))
    found = [_link(row, next((each.revoked_at for each in ledger.rows(revocations, link=row.id)), "")) for row in rows]
    return next((one for one in found if one.opens(now)), None)


def _digest(secret: str) -> str:
    return sha256(secret.encode(errors="surrogatepass")).hexdigest()


def _link(row: tuple, revoked_at: str) -> Link:
    return Link(row.id, row.regency_code, row.field, row.until, row.made_at, revoked_at)
