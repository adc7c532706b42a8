"""What the report says of people not served, and of the money it takes."""

import pytest

from tasks.report.people_sentences import Cost, cost, no_ranking, unserved

UNITS = [("orang", 628_695.0), ("rumah tangga", 71_166.0), ("unit rumah", 0.0)]


@pytest.mark.parametrize(
    ("amounts", "counted", "sentence"),
    [
        (
            UNITS,
            11,
            "Di 11 daerah yang dihitung, yang belum terlayani 628.695 orang dan 71.166 rumah tangga; yang menunggu "
            "beberapa pelayanan dihitung pada tiap pelayanan.",
        ),
        ([("orang", 0.0)], 2, "Semua sasaran pelayanan dasar di kedua daerah yang dihitung sudah terlayani."),
        ([], 0, "Berapa warga yang belum terlayani tidak diketahui karena belum ada laporan yang diterima."),
    ],
)
def test_units_are_never_added_and_not_known_is_not_none(amounts, counted, sentence):
    assert unserved(amounts, counted) == sentence


def test_while_the_year_goes_on_they_are_still_to_be_served():
    assert unserved(UNITS, 11, running=True).startswith(
        "Di 11 daerah yang dihitung, yang masih harus dilayani sampai akhir tahun 628.695 orang"
    )


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (Cost(None, 0, 0), ""),
        (Cost(None, 0, 3), "Biaya melayani mereka tidak diketahui."),
        (Cost(1_250e6, 3, 3), "Melayani semuanya memerlukan sekitar Rp1,25 miliar menurut biaya daerah sendiri."),
        (
            Cost(1_250e6, 2, 3),
            "Biaya melayani semuanya baru diketahui sebagian: Rp1,25 miliar untuk 2 dari 3 pelayanan daerah.",
        ),
    ],
)
def test_a_cost_says_how_much_of_it_is_known(found, sentence):
    assert cost(found) == sentence


def test_too_few_regencies_for_a_ranking_is_said_of_those_few_and_not_of_the_services():
    assert no_ranking(0) == "belum ada laporan yang diterima"
    assert no_ranking(2).startswith("baru 2 daerah yang dihitung")
    assert no_ranking(3).endswith("belum melayani semua")


def test_where_nobody_is_to_be_served_nobody_is_said_to_be():
    assert unserved([("orang", 0)], 2, all_nihil=True) == (
        "Tidak ada sasaran: semua pelayanan dasar di kedua daerah yang dihitung dinyatakan nihil."
    )
