"""Where a quarter stands: who has reported, who was on time, how full the sheets are. For terminal and Prefect."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

import pandas as pd

from config import catalogue
from config.provinces import provinces
from schemas.frames import COUNTING, STATUSES
from schemas.ledger import DUPLICATE, IMPORTED
from schemas.ledger import messages as attempts
from schemas.period import Period
from schemas.shown import markdown_table, markdown_text
from schemas.wording import KEPT, yes_or_no
from tasks.compute.changed_much import changed_much
from tasks.compute.counting import by_kept, counting, is_last, latest, resent, tied, waiting
from tasks.compute.fill_rate import entries, sheet_fill
from tasks.compute.gather import submission_states
from tasks.compute.unmended import unmended
from tasks.home.trouble import Troubles
from tasks.intake.arrivals import ahead
from tasks.ledger.ledger import Ledger
from tasks.ledger.quarter import Quarter
from tasks.ledger.rows import local_text
from tasks.notify.nights import LastNight, last_night
from tasks.publish.approval import standing
from tasks.report.echo_text import lines_for_the_province
from tasks.report.tables.lookups import date_text, to_ask, waiting_text
from tasks.understand.identity import region_name

_REJECTED, _MISSING = STATUSES[2:]
_BAR = 20


@dataclass(frozen=True)
class Fill:
    """How full a sheet is over all submissions: cells the form requires, and those that hold something readable."""

    sheet: str
    required: int
    filled: int

    @property
    def pct(self) -> float:
        return 100 * self.filled / self.required

    @property
    def bar(self) -> str:
        done = int(_BAR * self.filled / self.required)  # full only when nothing is left out
        return "█" * done + "░" * (_BAR - done)


@dataclass(frozen=True)
class Board:
    """A province's quarter as known at its `as_of`. `regencies` is `schemas.frames.Submissions`, `fill` a sheet of the
    form each, `sent` and `unsent` count the messages of the quarter, `waiting` maps a regency of which some bidang are
    missing to those that are ready, `came` one that has sent something to the row of `Ledger.files` that is shown,
    `rejected` and `kept` name whose last submission was rejected, of `kept` an earlier one goes on counting, `asks` is
    what there is to ask of senders, `changed` names reports that are far from what was sent before, `ahead` a sentence
    on what a wrong clock has recorded."""

    province_name: str
    quarter: Quarter
    regencies: pd.DataFrame
    fill: tuple[Fill, ...]
    night: LastNight
    approval: str
    sent: int
    unsent: int
    waiting: dict[str, tuple[str, ...]]
    came: dict[str, pd.Series]
    rejected: tuple[str, ...]
    kept: tuple[str, ...]
    asks: list[str]
    ahead: str
    changed: tuple[str, ...]

    @property
    def counts(self) -> dict[str, int]:
        """What a reader looks for first, in this order; on time are those of the accepted."""
        status, on_time = self.regencies["status"], self.regencies["on_time"].fillna(False).astype(bool)
        return {
            "Diterima": int(status.isin(COUNTING).sum()),
            "Tepat waktu": int((status.isin(COUNTING) & on_time).sum()),
            "Ditolak": int((status == _REJECTED).sum()),
            "Belum lapor": int((status == _MISSING).sum()),
        }

    @property
    def title(self) -> str:
        return f"SPM {self.province_name}, {self.quarter.period.label}"

    @property
    def time_left(self) -> str:
        """`5 hari lagi`, `hari ini`, `lewat 2 hari`."""
        as_of = self.quarter.as_of.astimezone(self.quarter.zone)
        days = (self.quarter.deadline.date() - as_of.date()).days
        return f"{days} hari lagi" if days > 0 else "hari ini" if days == 0 else f"lewat {-days} hari"

    @property
    def lines(self) -> dict[str, str]:
        """What else there is to know, label and sentence."""
        found = {
            "Batas waktu": f"{date_text(self.quarter.deadline)} ({self.time_left})",
            "Penyusunan laporan": self.night.sentence,
        }
        if self.approval:
            found["Persetujuan"] = self.approval
        if self.sent or self.unsent:
            failed = f", {self.unsent} belum terkirim" if self.unsent else ""
            found["Pesan"] = f"{self.sent} terkirim{failed}"
        if imported := [code for code, one in sorted(self.came.items()) if one["way"] == IMPORTED]:
            reasons = "; ".join(sorted({self.came[code]["reason"] for code in imported}))
            found["Waktu terima menurut operator"] = f"{', '.join(imported)} ({reasons})"
        if self.kept:
            found["Minta perbaikan"] = f"{KEPT}: {', '.join(self.kept)}"
        asks, changed = "; ".join(self.asks), "; ".join(self.changed)
        told = {"Jam": self.ahead, "Tanyakan pengirim": asks, "Pastikan": changed}
        found |= {label: text for label, text in told.items() if text}
        if self.waiting:
            names = self.regencies.set_index("regency_code")["regency_name"]
            parts = (f"{names[code]} {waiting_text(ready)}" for code, ready in sorted(self.waiting.items()))
            found["Baru sebagian"] = "; ".join(parts)
        return found

    @property
    def rows(self) -> list[dict[str, object]]:
        """A row a regency with Indonesian headings."""
        return [
            {
                "Kode": one.regency_code,
                "Kabupaten/Kota": one.regency_name,
                "Status": one.status,
                "Diterima": _moment_text(one.received_at),
                "Tepat waktu": yes_or_no(one.on_time),
                "Tanggal berkas menurut pengirim": self._stated(one.regency_code),
                "Kesalahan": one.errors,
                "Peringatan": one.warnings,
            }
            for one in self.regencies.itertuples()
        ]

    def _stated(self, code: str) -> str:
        stated = self.came[code]["stated_at"] if code in self.came else ""
        return _moment_text(local_text(stated, self.quarter.zone))


def board_of(ledger: Ledger, quarter: Quarter, now: datetime) -> Board:
    """The board of a quarter from the ledger; `now` decides whether the last night is overdue."""
    files = ledger.files(quarter.province_code, quarter.period, quarter.as_of)
    sent = files[files["status"] != DUPLICATE]
    open_ = unmended(ledger, sent)
    steps, regencies = _last_steps(ledger, quarter), submission_states(open_, quarter)
    rejected, kept = _to_mend(open_)
    mine = open_[open_["regency_code"].isin(quarter.regions["code"])]
    return Board(
        province_name=provinces()[quarter.province_code].name,
        quarter=quarter,
        regencies=regencies,
        fill=_fill(sheet_fill(entries(ledger.figures, latest(mine)))),
        night=last_night(ledger, quarter.province_code, now),
        approval=standing(ledger, quarter),
        sent=steps["terkirim"],
        unsent=steps["gagal"] + steps["mulai"],
        waiting=waiting(mine),
        came=_came(sent, regencies),
        rejected=rejected,
        kept=kept,
        asks=to_ask(tied(sent), resent(files)),
        ahead=ahead(ledger, quarter.province_code, now),
        changed=_changed(ledger, quarter),
    )


def _changed(ledger: Ledger, quarter: Quarter) -> tuple[str, ...]:
    since = Period(quarter.period.year, 1)
    sent = ledger.files(quarter.province_code, quarter.period, quarter.as_of, since)
    quiet = Troubles(quiet=True)  # the night tells the operator of what cannot be compared
    return lines_for_the_province(changed_much(ledger, sent[sent["status"] != DUPLICATE], quarter, quiet))


def _came(sent: pd.DataFrame, regencies: pd.DataFrame) -> dict[str, pd.Series]:
    """Regency -> the row of its submission that is shown."""
    shown = regencies[["regency_code", "revision"]].dropna()
    rows = sent.merge(shown.astype({"revision": int}), on=["regency_code", "revision"])
    return {row["regency_code"]: row for _, row in rows.iterrows()}


def _to_mend(sent: pd.DataFrame) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names of those whose last submission was rejected: of whom nothing counts, and of whom an earlier one does."""
    last = sent[is_last(sent) & (sent["status"] == _REJECTED) & (sent["regency_code"] != "")]
    last = last.sort_values("regency_code").assign(name=last["regency_code"].map(region_name))
    return by_kept(last, counting(sent), "name")


def markdown(board: Board) -> str:
    """The board as a page of Prefect."""
    rows = board.rows
    parts = [
        f"# {markdown_text(board.title)}",
        markdown_table([{name: str(count) for name, count in board.counts.items()}]),
        "\n".join(f"- **{label}**: {markdown_text(text)}" for label, text in board.lines.items()),
        markdown_table(rows),
        "## Keterisian menurut lembar",
        markdown_table([{"Lembar": one.sheet, "Terisi": one.bar, "": f"{pct_text(one.pct)} %"} for one in board.fill])
        if board.fill
        else "Belum ada kiriman.",
    ]
    return "\n\n".join(parts)


def pct_text(value: float) -> str:
    """One decimal, never rounded up to 100: 99,9 is not everything."""
    return f"{int(value * 10) / 10:.1f}".replace(".", ",")


def _fill(fill: pd.DataFrame) -> tuple[Fill, ...]:
    """In the order of the form."""
    sums = fill.groupby("sheet")[["required_cells", "filled_cells"]].sum()
    sheets = catalogue.layout_for("kabkota").sheets
    return tuple(Fill(one.name, *map(int, sums.loc[one.key])) for one in sheets if one.key in sums.index)


def _last_steps(ledger: Ledger, quarter: Quarter) -> Counter[str]:
    """How each message of the quarter stands: its last step, counted."""
    rows = ledger.rows(attempts, province_code=quarter.province_code)
    mine = (row for row in rows if row.state.startswith(f"{quarter.period.key}/"))
    return Counter({(row.recipient, row.state, row.channel, row.address): row.step for row in mine}.values())


def _moment_text(received: str) -> str:
    return f"{datetime.fromisoformat(received):%d/%m/%Y %H.%M}" if received else "-"
