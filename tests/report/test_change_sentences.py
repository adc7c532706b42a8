"""What is said of change: over the same regencies, why, and never a rise that is none."""

import pytest

from schemas.period import Period
from tasks.report.change_sentences import Moved, change, composition, development, pace
from tasks.report.sentences import Index

TW3, TW4, LAST_YEAR = Period(2024, 3), Period(2024, 4), Period(2023, 4)
LOW, HIGH = Index(78.9, "Tuntas Pratama"), Index(80.68, "Tuntas Madya")
SERVED = {"recipients": 1.5, "quality": 0.38, "target": -0.1, "nihil": 0.0, "method": 0.001}


def moved(then: Index | None = LOW, now: Index | None = HIGH, since: Period = LAST_YEAR, **more) -> Moved:
    return Moved(**{"since": since, "members": 12, "then": then, "now": now, "causes": SERVED} | more)


def test_a_rise_is_over_the_same_regencies_and_says_why_the_largest_cause_first():
    assert change(moved()) == (
        "Pada 12 daerah yang sama, indeks naik dari 78,90 pada Triwulan IV Tahun 2023 menjadi 80,68, karena jumlah "
        "yang terlayani (+1,50) dan pemenuhan mutu (+0,38); sebaliknya, sasaran yang lebih tinggi (−0,10) "
        "menurunkannya."
    )


def test_nothing_falls_by_what_lifts_it():
    said = change(moved(HIGH, LOW, causes={"recipients": -2.0, "nihil": 0.22}))
    assert said.endswith("karena jumlah yang terlayani (−2,00); sebaliknya, pernyataan nihil (+0,22) menaikkannya.")


@pytest.mark.parametrize("own", [{}, {"recipients": -0.4}])
def test_a_rise_by_lower_targets_alone_is_not_called_one(own):
    said = change(moved(causes={"target": 1.78} | own, by_target=True))
    assert "hanya karena sasaran yang lebih rendah (+1,78); pelayanannya sendiri tidak membaik" in said
    assert "naik" not in said


def test_what_offsets_each_other_beside_a_lower_target_is_told() -> None:
    """ "Tidak membaik" was said although quality had improved."""
    causes = {"target": 1.82, "quality": 0.18, "recipients": -0.18, "nihil": -0.04}
    said = change(moved(causes=causes, by_target=True))
    told = "jumlah yang terlayani −0,18, pemenuhan mutu +0,18, dan pernyataan nihil −0,04"
    assert f"lebih rendah (+1,82); sebab lainnya bersama-sama −0,04: {told}." in said
    assert "tidak membaik" not in said


def test_before_a_year_s_second_quarter_there_is_no_earlier_one_of_it():
    assert "tahun ini" not in development(Period(2026, 1), LOW, [], first=False)
    assert "triwulan sebelumnya pada tahun ini" in development(Period(2026, 2), LOW, [], first=False)


def test_a_fall_is_a_fall_whatever_its_cause():
    assert "indeks turun dari 80,68" in change(moved(HIGH, LOW, causes={"target": -1.78}))


def test_what_is_printed_alike_did_not_change():
    assert (
        change(moved(HIGH, HIGH))
        == "Pada 12 daerah yang sama, indeks tidak berubah sejak Triwulan IV Tahun 2023 (80,68)."
    )


def test_points_that_do_not_add_up_as_printed_say_why():
    """1,50 + 0,38 - 0,10 is 1,78; a reader who subtracts finds 1,77."""
    assert "pembulatan" not in change(moved())
    nearly = change(moved(now=Index(80.67, "Tuntas Madya")))
    assert nearly.endswith("Jumlah poinnya berbeda sedikit dari selisih indeks karena pembulatan.")


def test_without_a_common_regency_nothing_is_compared():
    assert "tidak dapat dibandingkan" in change(moved(None, None, members=0))
    assert composition(moved(None, None, members=0, joined=["A"])) == ""


def test_who_joined_and_who_left_is_named_with_what_it_does():
    said = composition(moved(joined=["A", "B"], left=["C"], causes=SERVED | {"composition": 0.66}))
    assert said == (
        "Pergantian daerah (A dan B kini ikut dihitung; C kali ini belum dihitung) menggeser rata-rata provinsi +0,66 "
        "poin."
    )
    assert composition(moved()) == ""
    assert "tidak mengubah rata-rata" in composition(moved(joined=["A"], causes={"composition": 0.0}))


def test_within_a_year_it_is_pace_and_no_rise():
    said = pace(moved(since=TW3), TW4)
    assert said == (
        "Sepanjang tahun berjalan, indeks kumulatif 12 daerah yang sama bergerak dari 78,90 pada Triwulan III Tahun "
        "2024 menjadi 80,68."
    )


def test_what_is_printed_alike_did_not_move():
    """ "Bergerak dari 51,68 menjadi 51,68" was said."""
    assert pace(moved(HIGH, HIGH, since=TW3), TW4).endswith("tetap 80,68 sejak Triwulan III Tahun 2024.")


def test_a_skipped_quarter_is_named_where_the_pace_passes_over_it():
    assert pace(moved(since=Period(2024, 1)), TW4).endswith(
        "(Triwulan II dan Triwulan III dilewati: tanpa laporan yang diterima)."
    )


def test_last_year_comes_first_and_the_pace_after_it():
    said = development(TW4, HIGH, [moved(), moved(since=TW3)], False)
    assert said.index("naik dari") < said.index("Sepanjang tahun berjalan")
    assert "naik" not in said.partition("Sepanjang")[2]


def test_no_comparison_is_told_as_what_it_is():
    assert development(TW4, HIGH, [], True).startswith("Laporan pertama")
    assert "Triwulan yang sama tahun lalu dan triwulan sebelumnya" in development(TW4, HIGH, [], False)
    assert development(TW4, None, [], True) == ""
    only_pace = development(TW4, HIGH, [moved(since=TW3)], False)
    assert only_pace.startswith("Triwulan IV Tahun 2023 tidak mempunyai laporan yang diterima")


def test_who_cannot_be_taken_apart_is_named():
    assert "Perubahan A tidak dapat dipisah menurut penyebabnya" in change(moved(forced=["A"]))
