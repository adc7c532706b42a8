"""The province's corrections, made on the figures that count and nowhere else: no original and no ledger changes."""

from collections.abc import Iterable, Sequence

import pandas as pd

from config import catalogue
from config.settings import ProvinceSettings
from schemas.correction import CODE_COLUMNS, Correction, CorrectionError, Figure
from schemas.finding import Finding, Severity
from schemas.period import Period
from schemas.submission import Identity, Normalised, Place, with_severity
from schemas.wording import number_text
from tasks.judge.validate import validate

Frames = dict[str, pd.DataFrame]
"""Sheet key -> figures of the submissions that count, `regency_code` and `revision` in place of `submission`."""

_WHAT_TO_DO = "Periksa laporan terbarunya, lalu perbarui atau hapus koreksi ini."


def corrections_of(corrections: Iterable[Correction], province_code: str, period: Period) -> tuple[Correction, ...]:
    """The corrections of one province's quarter."""
    return tuple(one for one in corrections if one.regency_code[:2] == province_code and one.period == period)


def corrected(
    figures: Frames,
    corrections: Sequence[Correction],
    submissions: pd.DataFrame,
    places: pd.DataFrame,
    settings: ProvinceSettings,
) -> Frames:
    """The figures with every correction made. `submissions` and `places` are the ledger's, of the corrected regencies.

    Raises CorrectionError that names every correction whose old value no longer stands in its cell, and every one
    after which a regency breaks a rule that rejects: a correction must not bring in what a sender may not send.
    """
    made, broken = dict(figures), []
    for one in corrections:
        row = _row(figures, one)
        if row is None or figures[one.sheet].at[row, one.column] != one.expected:
            broken.append(f"{described(one)} tidak dapat diterapkan: {_found(figures, one, row)}. {_WHAT_TO_DO}")
            continue
        changed = made[one.sheet].copy()
        changed.loc[row, one.column] = one.value
        made[one.sheet] = changed
    broken = broken or _broken_rules(figures, made, corrections, submissions, places, settings)
    if broken:
        raise CorrectionError(" ".join(broken))
    return made


def described(one: Correction) -> str:
    """`Koreksi ke-1 dalam 'a.toml' (62.01, Penerima, K-KES-01, Jumlah Terlayani)`."""
    sheet = catalogue.layout_for("kabkota").by_key[one.sheet]
    heading = sheet.by_key[one.column].heading
    return f"{one.origin} ({one.regency_code}, {sheet.name}, {one.code}, {heading})"


def figure_text(value: Figure) -> str:
    """A figure as people write it; a statement as the form's choice."""
    if pd.api.types.is_bool(value):
        return "Ya" if value else "Tidak"
    return "kosong" if pd.isna(value) else number_text(value)


def _row(figures: Frames, one: Correction) -> int | None:
    """Of two rows with the same code, which only count where a province allows them, the first is the one computed."""
    frame = figures[one.sheet]
    found = frame.index[(frame["regency_code"] == one.regency_code) & (frame[CODE_COLUMNS[one.sheet]] == one.code)]
    return int(found[0]) if len(found) else None


def _found(figures: Frames, one: Correction, row: int | None) -> str:
    if not any(one.regency_code in set(frame["regency_code"]) for frame in figures.values()):
        return f"daerah itu tidak mempunyai laporan {one.period} yang diterima"
    if row is None:
        return f"laporan {one.period} yang dihitung tidak mempunyai baris itu"
    value = figures[one.sheet].at[row, one.column]
    return f"nilai lama seharusnya {figure_text(one.expected)}, tetapi dalam laporan tertulis {figure_text(value)}"


def _broken_rules(
    before: Frames,
    after: Frames,
    corrections: Sequence[Correction],
    submissions: pd.DataFrame,
    places: pd.DataFrame,
    settings: ProvinceSettings,
) -> list[str]:
    """A sentence a rule that rejects a corrected submission and did not reject it before."""
    books = [_book(frames, one, places) for frames in (before, after) for one in submissions.itertuples()]
    found = [_errors(findings, settings) for findings in validate(books, settings)]
    sentences = []
    for number, code in enumerate(submissions["regency_code"]):
        known = {(one.rule, one.sheet, one.cell) for one in found[number]}
        origins = ", ".join(one.origin for one in corrections if one.regency_code == code)
        for error in found[number + len(submissions)]:
            if (error.rule, error.sheet, error.cell) not in known:
                where = f"{code} {error.sheet}!{error.cell}"
                sentences.append(f"{origins} membuat {where} melanggar {error.rule}: {error.message}")
    return sentences


def _errors(findings: list[Finding], settings: ProvinceSettings) -> list[Finding]:
    return [one for one in with_severity(findings, settings.severity) if one.severity is Severity.ERROR]


def _book(frames: Frames, submission: tuple, places: pd.DataFrame) -> Normalised:
    """A submission's figures as they are when a workbook has just been read, so that the same rules judge them."""
    code, whose = submission.regency_code, ["regency_code", "revision"]
    rows = {
        key: frame[(frame["regency_code"] == code) & (frame["revision"] == submission.revision)].drop(columns=whose)
        for key, frame in frames.items()
    }
    return Normalised(
        kind=submission.kind,
        identity=Identity(code, form_version=submission.form_version),
        figures={key: list(frame.itertuples(index=False, name=None)) for key, frame in rows.items()},
        places={
            one.sheet: Place(one.title, one.header_row, one.letters)
            for one in places[places["submission"] == submission.id].itertuples()
        },
    )
