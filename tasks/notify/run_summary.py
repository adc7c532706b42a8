"""A run in a few lines: how it ended, who has to act, where the reports lie. For the screen and for Prefect's pages."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from config import catalogue
from schemas.category import as_read
from schemas.consolidated import Consolidated
from schemas.echo import ChangedMuch
from schemas.frames import STATUSES
from schemas.period import Period
from schemas.reminder import REMIND
from schemas.shown import markdown_names, markdown_table, markdown_text
from schemas.submission import answer_name
from schemas.wording import KEPT, yes_or_no
from tasks.compute.counting import by_kept
from tasks.home.trouble import Trouble
from tasks.intake.elsewhere import elsewhere_text
from tasks.report.echo_text import lines_for_the_province
from tasks.report.tables.lookups import date_text, waiting_text
from tasks.report.tables.summary import MEASURES

CHANGED = "Pastikan kepada pengirimnya"
"""What there is to do about figures that are far from those sent before. A revision that is right stays told, so it is
no reason to call for action."""
_NAMED = 3
"""So many reports that are far from what was sent before are named in a line."""
TO_DO = "Perlu tindakan"
"""The state of a run after which somebody has to act."""

_REJECTED, _MISSING = STATUSES[2:]
PARTLY = "kiriman untuk sebagian bidangnya ditolak"
_NOBODYS, _OF_OTHERS = "tanpa kode daerah", "milik provinsi lain"
_REVISION, _OF_SOME_FIELDS = "perbaikan", "sebagian bidang"


@dataclass(frozen=True)
class Figure:
    """An index of the province as it is printed; '' and '' where there is none."""

    name: str
    printed: str
    category: str


@dataclass(frozen=True)
class Summary:
    """One province, one quarter, after a run.

    `regencies` has a row a regency: regency_code, regency_name, status, revision, on_time, errors, warnings,
    printed_index, category. `rejected` and `kept` name whoever's last file was rejected, of `kept` an earlier
    one goes on counting, `beside` says how many of their files are of each kind that the rows of `regencies` do not
    show as rejected; `tied` the codes of those of which files of one second differ, `resent` of those that sent
    older content again; `troubles` tell of files that a disturbance of ours kept from being worked on, `elsewhere`
    counts what came for other quarters. `folder` is None where nothing was published. Without `news` the report that
    was published before stands. `changed` are reports that count and are far from what
    the same regency sent before.
    """

    province_name: str
    period: Period
    as_of: datetime
    deadline: datetime
    regencies: pd.DataFrame
    figures: tuple[Figure, ...]
    rejected: tuple[str, ...]
    kept: tuple[str, ...]
    beside: Mapping[str, int]
    missing: tuple[str, ...]
    tied: tuple[str, ...] = ()
    resent: tuple[str, ...] = ()
    folder: Path | None = None
    troubles: tuple[Trouble, ...] = ()
    elsewhere: dict[Period, int] = field(default_factory=dict)
    news: bool = True
    changed: tuple[ChangedMuch, ...] = ()

    @property
    def to_mend(self) -> tuple[str, ...]:
        """Whoever's last file was rejected, whether or not an earlier one counts."""
        return self.rejected + self.kept

    @property
    def to_confirm(self) -> tuple[str, ...]:
        """What is to be asked of whoever sent figures that are far from those before, regency and multiple."""
        return lines_for_the_province(self.changed)

    @property
    def silent(self) -> bool:
        """Whether nobody has reported: no regency, neither rightly nor wrongly."""
        return (self.regencies["status"] == _MISSING).all()

    @property
    def chase(self) -> bool:
        """Whether it is time to ask for the missing reports."""
        return bool(self.missing) and (self.silent or self.as_of >= self.deadline - REMIND)

    @property
    def state(self) -> str:
        if not self.news and not self.troubles:
            return "Tidak ada yang baru"
        acts = self.to_mend, self.tied, self.resent, self.troubles, self.elsewhere, self.chase
        return TO_DO if any(acts) else "Selesai"

    @property
    def outcome(self) -> str:
        """What there is to do, in one line, beside the state, which says itself that there is no news."""
        parts = [f"0 dari {len(self.regencies)} melapor"] if self.silent else []
        rejected = int((self.regencies["status"] == _REJECTED).sum())  # as page and board have it
        own = f"Provinsi {self.province_name}" in self.to_mend
        parts += [f"{rejected} ditolak"] if rejected else []
        parts += ["laporan pemerintah provinsi ditolak"] if own else []
        parts += [f"{count} berkas {kind} ditolak" for kind, count in self.beside.items()]
        at_once, older = "berkas berbeda isi pada detik yang sama", "lagi isi lama, yang tidak dihitung"
        asked = (self.tied, at_once), (self.resent, older)
        parts += [f"{', '.join(codes)} mengirim {what}; tanyakan mana yang benar" for codes, what in asked if codes]
        if self.troubles:
            parts.append(disturbed_text(self.troubles))
        if self.missing:
            parts.append(f"{len(self.missing)} belum lapor (batas waktu {date_text(self.deadline)})")
        parts += filter(None, [elsewhere_text(self.elsewhere)])
        told = ", ".join(parts) or f"{len(self.regencies)} kabupaten/kota sudah diterima"
        several = f"{len(self.to_confirm)} laporan yang angkanya jauh dari kiriman terdahulunya"
        which = "; ".join(self.to_confirm) if len(self.to_confirm) <= _NAMED else several
        told += f"; pastikan {which}" if which else ""
        return f"tidak ada yang baru; {told}" if self.troubles and not self.news else told

    @property
    def files(self) -> list[Path]:
        """The reports a person opens, then the folders."""
        if self.folder is None:
            return []
        reports = [path for ending in ("xlsx", "html", "docx") for path in self.folder.glob(f"laporan-*.{ending}")]
        return reports + sorted(path for path in self.folder.iterdir() if path.is_dir())


def summarise(
    consolidated: Consolidated,
    folder: Path | None = None,
    troubles: tuple[Trouble, ...] = (),
    news: bool = True,
    answered: Collection[str] = (),
    elsewhere: Mapping[Period, int] = MappingProxyType({}),
) -> Summary:
    """What a consolidated quarter comes down to; `answered` names the submissions answered before this run."""
    regencies, unmended = _regencies(consolidated), _unmended(consolidated, answered)
    rejected, kept = by_kept(unmended, consolidated.intake[consolidated.intake["counts"]], "whose")
    return Summary(
        **{name: getattr(consolidated, name) for name in ("province_name", "period", "as_of", "deadline", "changed")},
        regencies=regencies,
        figures=_figures(consolidated),
        rejected=rejected,
        kept=kept,
        beside=_beside(unmended, regencies, consolidated.province_code),
        missing=_missing(regencies, consolidated.waiting, rejected),
        **{name: tuple(sorted(getattr(consolidated, name))) for name in ("tied", "resent")},
        folder=folder,
        troubles=troubles,
        elsewhere=dict(elsewhere),
        news=news,
    )


def _regencies(consolidated: Consolidated) -> pd.DataFrame:
    indices = consolidated.regency[["regency_code", "printed_index", "category"]]
    found = consolidated.submissions.merge(indices, on="regency_code", how="left", validate="1:1")
    found = found.fillna({"printed_index": "", "category": ""}).sort_values("regency_code", ignore_index=True)
    return found.assign(category=found["category"].map(_categories(consolidated.period)))


def _figures(consolidated: Consolidated) -> tuple[Figure, ...]:
    whole = consolidated.province[consolidated.province["field_code"] == "ALL"].set_index("measure")
    shown = _categories(consolidated.period)
    return tuple(
        Figure(name, whole.loc[measure, "printed_value"], shown[whole.loc[measure, "category"]])
        for measure, (name, _) in MEASURES.items()
        if measure in whole.index
    )


def _categories(period: Period) -> dict[str, str]:
    """Category -> how people read it in that quarter."""
    return {"": "", **as_read(catalogue.categories(), period.quarter)}


def _unmended(consolidated: Consolidated, answered: Collection[str]) -> pd.DataFrame:
    """The last files of all that were rejected, even where an earlier one counts; one that is nobody's stands for
    itself, one of another province is called so.

    No later file can replace one that is nobody's, so it would be told for ever: once is enough.
    """
    intake = consolidated.intake
    nobody = intake["regency_code"] == ""
    old = nobody & intake["sha256"].isin([one for one in intake["sha256"] if answer_name("", one) in answered])
    others = ~nobody & ~intake["regency_code"].str.startswith(consolidated.province_code)
    whose = intake["regency_name"].mask(nobody, intake["file_name"])
    whose = whose.mask(others, whose + f" ({_OF_OTHERS})")
    return intake.assign(whose=whose)[intake["last"] & (intake["status"] == _REJECTED) & ~old]


def _beside(unmended: pd.DataFrame, regencies: pd.DataFrame, province_code: str) -> dict[str, int]:
    """What kind the rejected files are of which no row of `regencies` says that it was rejected -> how many. The
    province's own report is told by itself."""
    status = regencies.set_index("regency_code")["status"].to_dict()
    kinds: Counter[str] = Counter()
    for one in unmended.itertuples():
        if not one.regency_code:
            kinds[_NOBODYS] += 1
        elif not one.regency_code.startswith(province_code):
            kinds[_OF_OTHERS] += 1
        elif status.get(one.regency_code, _REJECTED) != _REJECTED:
            kinds[_OF_SOME_FIELDS if status[one.regency_code] == _MISSING else _REVISION] += 1
    return dict(kinds)


def _missing(
    regencies: pd.DataFrame, waiting: dict[str, tuple[str, ...]], rejected: tuple[str, ...]
) -> tuple[str, ...]:
    """Names of who has not reported, with what is ready, or was rejected, of those who have reported in part."""
    found = []
    for one in regencies[regencies["status"] == _MISSING].itertuples():
        told = [waiting_text(waiting[one.regency_code])] if one.regency_code in waiting else []
        told += [PARTLY] if one.regency_name in rejected else []
        found.append(one.regency_name + (f" ({'; '.join(told)})" if told else ""))
    return tuple(found)


def disturbed_text(troubles: tuple[Trouble, ...]) -> str:
    """`1 berkas belum selesai karena gangguan, ...`"""
    names = len({one.file_name for one in troubles})
    return f"{names} berkas belum selesai karena gangguan, diulang pada proses berikutnya"


def shown_number(printed: str) -> str:
    """A printed index as Indonesians write it."""
    return printed.replace(".", ",") or "-"


def rows(summary: Summary) -> list[dict[str, object]]:
    """A row a regency with Indonesian headings."""
    return [
        {
            "Kode": one.regency_code,
            "Kabupaten/Kota": one.regency_name,
            "Status": one.status,
            "Revisi": "-" if pd.isna(one.revision) else int(one.revision),
            "Tepat waktu": yes_or_no(one.on_time),
            "Kesalahan": one.errors,
            "Peringatan": one.warnings,
            "Indeks": shown_number(one.printed_index),
            "Kategori": one.category or "-",
        }
        for one in summary.regencies.itertuples()
    ]


def markdown(summary: Summary, link: Callable[[Path], str] = lambda path: markdown_text(path.absolute())) -> str:
    """The run's page: where the province stands, what is to be done, where the reports lie (as `link` shows a file)."""
    figures = [
        {"Indeks SPM": one.name, "Angka": shown_number(one.printed), "Kategori": one.category or "-"}
        for one in summary.figures
    ]
    counts = summary.regencies["status"].value_counts()
    reported = ", ".join(f"{counts.get(status, 0)} {status}" for status in STATUSES)
    lines = [
        f"# Penerapan SPM Provinsi {markdown_text(summary.province_name)}, {summary.period.label}",
        f"Keadaan {date_text(summary.as_of)}. Batas waktu {date_text(summary.deadline)}.",
        markdown_table(figures) if figures else "",
        f"**Kabupaten/kota:** {reported}.",
        "## Yang perlu dilakukan",
        "\n".join(_to_do(summary)) or "Tidak ada.",
        "## Laporan",
        "\n".join(f"- {link(path)}" for path in summary.files) or "Belum ada.",
    ]
    return "\n\n".join(lines)


def _to_do(summary: Summary) -> list[str]:
    tasks = []
    if summary.rejected:
        names = markdown_names(summary.rejected)
        tasks.append(f"- Minta perbaikan (umpan balik ada di folder `umpan-balik`): {names}.")
    if summary.kept:
        tasks.append(f"- Minta perbaikan, {KEPT}: {markdown_names(summary.kept)}.")
    if summary.chase:
        tasks.append(f"- Tagih laporan: {markdown_names(summary.missing)}.")
    tasks += [f"- {CHANGED}, {markdown_text(told)}." for told in summary.to_confirm]
    tasks += [f"- Gangguan, diulang pada proses berikutnya: {markdown_text(one.sentence)}." for one in summary.troubles]
    if summary.elsewhere:
        tasks.append(f"- {elsewhere_text(summary.elsewhere)}.")
    return tasks
