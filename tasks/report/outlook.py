"""What a figure does not say by itself, in sentences: the mean with those who have not reported, the pace before the
year is over, and that the province's own index has no quality part. For sheet, page and document alike."""

from schemas.movement import Otherwise
from schemas.period import Period
from schemas.wording import number_text
from tasks.report.change_sentences import points_text
from tasks.report.sentences import listed, sentences
from tasks.report.tables.lookups import Facts

COPIED = "H03"
"""The rule that finds a copied report."""
PACE_WORDS = {
    "ahead": "lebih maju",
    "by_target": "lebih maju hanya karena sasaran lebih rendah",
    "level": "sama",
    "behind": "tertinggal",
}
OWN_WITHOUT_QUALITY = (
    "Indeks pemerintah provinsi hanya menghitung penerima: formulirnya tidak memuat butir mutu, sehingga tidak "
    "sebanding dengan indeks kabupaten/kota."
)


def limits(facts: Facts) -> tuple[str, ...]:
    """What the headline does not say by itself, a text each, '' where there is nothing."""
    return pace_text(facts), span_text(facts), copied_text(facts)


def span_text(facts: Facts) -> str:
    """What the mean of all regencies can still be; '' where everybody is counted, or nobody."""
    span = facts.consolidated.span
    if span is None:
        return ""
    low, high = (number_text(facts.printed(value), 2) for value in (span.at_zero, span.at_full))
    theirs = "indeks mereka" if len(span.missing) > 1 else "indeksnya"
    last = ""
    if span.at_last is not None:
        middle = number_text(facts.printed(span.at_last), 2)
        some = number_text(span.over - len(span.unknown))
        over = f"; rata-rata {some} dari {number_text(span.over)} daerah saja" if span.unknown else ""
        last = f"{middle} bila seperti pada {span.last.label} (laporan terakhir yang sebanding{over}); "
    return sentences(
        f"Dengan {number_text(len(span.missing))} daerah yang belum dihitung, rata-rata seluruh daerah dapat bernilai "
        f"{low} bila {theirs} 0; {last}{high} bila 100.",
        _unknown(facts),
    )


def _unknown(facts: Facts) -> str:
    span = facts.consolidated.span
    names = listed([facts.names[code] for code in span.unknown], 4)
    if not names:
        return ""
    if span.at_last is None:
        who = "mereka" if len(span.missing) > 1 else "daerah itu"
        return f"Angka tengah tidak ada karena {who} tidak mempunyai laporan {span.last.label} yang diterima."
    return f"Tanpa laporan {span.last.label} yang diterima, dan tidak ikut dalam angka tengah: {names}."


def pace_text(facts: Facts) -> str:
    """How many are ahead of last year's same quarter, or without that of an even year; '' in a year's last quarter."""
    c = facts.consolidated
    if not len(c.paces):
        return ""
    own = c.paces[c.paces["regency_code"] == c.province_code].iloc[0]
    even = "" if own["last_year"] else f"{_even(facts, own['expected'], own['ahead'])} "
    rows = c.paces[c.paces["regency_code"] != c.province_code]
    told = []
    for last_year, than in ((True, "triwulan yang sama tahun lalu"), (False, "pelayanan yang merata sepanjang tahun")):
        counts = rows.loc[rows["last_year"] == last_year, "pace"].value_counts()
        parts = [f"{number_text(counts[pace])} daerah {word}" for pace, word in PACE_WORDS.items() if pace in counts]
        told += [f"Dibandingkan dengan {than}, {listed(parts)}."] if parts else []
    return f"{even}{' '.join(told)}"


def _even(facts: Facts, expected: float, ahead: float) -> str:
    where = "di atas" if ahead >= 0 else "di bawah"
    return (
        f"Bila pelayanan berjalan merata sepanjang tahun, dengan mutu seperti yang dilaporkan, indeks pada triwulan "
        f"ini {number_text(expected, 2)}; rata-rata daerah yang melapor {number_text(abs(ahead), 2)} poin {where} itu."
    )


def pace_of(facts: Facts) -> dict[str, str]:
    """Regency -> `+2,31 dari tahun lalu`, `−4,00 dari tahun merata`; nothing in a year's last quarter."""
    words, why = {True: "dari tahun lalu", False: "dari tahun merata"}, {"by_target": ", karena sasaran lebih rendah"}
    return {
        row.regency_code: f"{points_text(row.ahead)} {words[row.last_year]}{why.get(row.pace, '')}"
        for row in facts.consolidated.paces.itertuples()
    }


def copied_text(facts: Facts) -> str:
    """Whose counted figures are nearly those of an earlier report (H03); '' where nobody's are."""
    findings = facts.consolidated.findings
    codes = sorted(set(findings.loc[findings["rule"] == COPIED, "regency_code"]) - facts.absent.keys())
    names = listed([facts.names[code] for code in codes if code in facts.names], 4)
    if not names:
        return ""
    return (
        f"Angka {names} hampir seluruhnya sama dengan laporan sebelumnya, sehingga mungkin belum menggambarkan "
        "triwulan ini."
    )


def otherwise_text(facts: Facts) -> str:
    """Which earlier figures were published as others; '' where none was."""
    c, told = facts.consolidated, {}
    names = facts.names | {c.province_code: "rata-rata provinsi"}
    for one in c.otherwise:
        was, now = _then_and_now(one)
        told.setdefault(one.period.label, []).append(f"{names[one.regency_code]} (terbit {was}, kini {now})")
    if not told:
        return ""
    quarters = "; ".join(f"{label}: {listed(changed, 4)}" for label, changed in told.items())
    return (
        "Dihitung dengan pengaturan, koreksi, dan kiriman yang berlaku kini, angka triwulan terdahulu berbeda dari "
        f"laporan yang terbit. {quarters}."
    )


def then_otherwise(facts: Facts, period: Period) -> str:
    """That the province's index of an earlier quarter was published as another; '' where it was not."""
    c = facts.consolidated
    found = [one for one in c.otherwise if one.period == period and one.regency_code == c.province_code]
    if not found:
        return ""
    was, now = _then_and_now(found[0])
    what = f"indeks provinsi {period.label} {was}" if found[0].published else f"{period.label} tanpa indeks provinsi"
    return (
        f"Pada laporan yang terbit dahulu, {what}; kini dihitung {now} karena "
        "pengaturan, koreksi, atau kiriman sesudahnya."
    )


def _then_and_now(one: Otherwise) -> list[str]:
    return [text.replace(".", ",") or "tanpa indeks" for text in (one.published, one.counted)]


def own_note(facts: Facts) -> str:
    """'' where the province's own form has quality items, or was not accepted."""
    own = facts.consolidated.own_service
    return OWN_WITHOUT_QUALITY if len(own) and own["quality_pct"].isna().all() else ""
