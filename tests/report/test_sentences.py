"""The sentences of the report, each kind of news as an example."""

import pytest

from schemas.consolidated import OWN_UNKNOWN
from schemas.period import Period
from tasks.report import field_sentences as field
from tasks.report.change_sentences import Moved
from tasks.report.field_sentences import Money, Nihil
from tasks.report.sentences import (
    Index,
    Movements,
    Standing,
    all_of,
    categories,
    completeness,
    extremes,
    headline,
    listed,
    movements,
    part_of_year,
    rupiah_text,
)

TW2, TW3, TW4 = Period(2024, 2), Period(2024, 3), Period(2024, 4)
LAST_YEAR = Period(2023, 4)
UTAMA, MADYA, LOW = Index(92.5, "Tuntas Utama"), Index(82.43, "Tuntas Madya"), Index(40.0, "Belum Tuntas")
FULL = Index(100.0, "Tuntas Paripurna")


@pytest.mark.parametrize(
    ("names", "most", "said"),
    [
        ([], None, ""),
        (["A"], None, "A"),
        (["A", "B"], None, "A dan B"),
        (["A", "B", "C"], None, "A, B, dan C"),
        (["A", "B", "C", "D"], 2, "A, B, dan 2 lainnya"),
        (["A", "B", "C"], 2, "A, B, dan C"),
        (["A", "B"], 2, "A dan B"),
    ],
)
def test_names_are_listed_as_one_writes_them(names, most, said):
    assert listed(names, most) == said


@pytest.mark.parametrize(
    ("index", "counted", "everyone", "said"),
    [
        (
            MADYA,
            ["A", "B"],
            3,
            "Indeks sebesar 82,43 (Tuntas Madya), rata-rata 2 dari 3 kabupaten/kota yang laporannya",
        ),
        (
            MADYA,
            ["A", "B"],
            2,
            "Indeks sebesar 82,43 (Tuntas Madya), rata-rata kedua kabupaten/kota yang laporannya",
        ),
        (MADYA, ["Kota A"], 3, "yaitu indeks Kota A, satu-satunya daerah yang laporannya diterima."),
        (MADYA, ["Kota A"], 1, "yaitu indeks Kota A, satu-satunya daerah di provinsi ini."),
        (None, [], 14, "Indeks belum dapat dihitung karena dari 14 kabupaten/kota belum ada yang laporannya diterima."),
        (None, ["A", "B"], 2, "Indeks tidak mempunyai nilai karena semua pelayanan dinyatakan nihil."),
    ],
)
def test_the_headline_says_where_the_province_stands_and_of_how_many(index, counted, everyone, said):
    assert said in headline("Indeks", index, counted, everyone)


def test_who_declared_everything_nihil_is_in_no_mean_and_is_named():
    told = headline("Indeks", UTAMA, ["A", "B"], 4, nihil=["C"])
    assert "rata-rata 2 dari 4" in told
    assert told.endswith("Laporan C diterima, tetapi semua pelayanannya dinyatakan nihil, sehingga tanpa indeks.")
    assert "A, satu-satunya daerah yang mempunyai indeks" in headline("Indeks", UTAMA, ["A"], 4, nihil=["C"])
    assert "semua pelayanan dinyatakan nihil" in headline("Indeks", None, [], 4, nihil=["C"])


@pytest.mark.parametrize(
    ("moved", "said"),
    [
        (None, ""),
        (Movements(TW3, 0, 0, 0), ""),
        (
            Movements(TW3, 1, 0, 0),
            "Indeks satu-satunya daerah yang dapat dibandingkan dengan Triwulan III Tahun 2024 naik.",
        ),
        (
            Movements(TW3, 0, 4, 0),
            "Indeks semua 4 daerah yang dapat dibandingkan dengan Triwulan III Tahun 2024 turun.",
        ),
        (
            Movements(TW3, 6, 2, 1),
            "Dari 9 daerah yang dapat dibandingkan dengan Triwulan III Tahun 2024, indeks 6 naik, 2 turun, dan 1 tidak "
            "berubah.",
        ),
    ],
)
def test_how_the_regencies_moved(moved, said):
    assert movements(moved) == said


def test_highest_and_lowest_are_named_and_ties_together():
    standings = [Standing("A", UTAMA), Standing("B", UTAMA), Standing("C", LOW)]
    assert extremes(standings) == (
        "Indeks tertinggi dicapai A dan B, yaitu 92,50 (Tuntas Utama); yang terendah C, yaitu 40,00 (Belum Tuntas)."
    )
    assert extremes(standings[:2]) == "Indeks semua daerah yang dihitung sama, yaitu 92,50 (Tuntas Utama)."
    assert extremes(standings[:1]) == ""
    assert extremes([]) == ""


def test_categories_leave_out_what_nobody_reaches():
    counts = [("Tuntas Utama", 3), ("Tuntas Madya", 0), ("Belum Tuntas", 1)]
    assert categories(counts) == "Menurut kategori, 3 daerah Tuntas Utama dan 1 daerah Belum Tuntas."
    assert categories([("Tuntas Utama", 4)]) == "Semua daerah yang dihitung berada pada kategori Tuntas Utama."
    assert categories([("Tuntas Utama", 1)]) == ""


def complete(everyone, accepted, in_time, rejected=(), missing=(), nameless=0):
    return completeness(everyone, accepted, in_time, rejected, missing, nameless, state="21 Januari", due="20 Januari")


def test_while_a_file_is_nobodys_it_is_not_known_who_has_not_reported():
    told = complete(4, 2, 2, ["A"], ["B"], nameless=1)[1]
    assert told.endswith("Laporan B belum dikenali: satu berkas yang masuk tidak diketahui pengirimnya.")
    everybody = complete(4, 0, 0, [], list("ABCD"), nameless=3)[1]
    assert everybody == "Laporan semua kabupaten/kota belum dikenali: 3 berkas yang masuk tidak diketahui pengirimnya."
    assert complete(4, 4, 4, nameless=1)[1] == ""
    own = field.own_services("X", None, OWN_UNKNOWN, 0, 1)
    assert "belum disampaikan" not in own
    assert own.endswith("belum dikenali: satu berkas yang masuk tidak diketahui pengirimnya.")


def test_of_two_all_is_both():
    assert "rata-rata kedua kabupaten/kota" in headline("Indeks", UTAMA, ["A", "B"], 2)
    assert "kedua kabupaten/kota telah" in complete(2, 2, 2)[0]
    assert movements(Movements(LAST_YEAR, 2, 0, 0)).startswith("Indeks kedua daerah yang dapat dibandingkan")
    assert field.personnel("Sosial", 2, 2, 5).startswith("Kedua butir mutu tentang personel bidang Sosial masih kurang")
    assert all_of(3, "daerah") == "semua 3 daerah"


def test_large_money_is_said_in_large_words():
    amounts = (0, 499_999, 950e6, 999e6, 1e9, 12_882e6, 999_999e6, 4_478_912e6)
    assert [rupiah_text(one) for one in amounts] == [
        *("Rp0", "Rp499.999", "Rp950 juta", "Rp1,00 miliar", "Rp1,00 miliar", "Rp12,88 miliar", "Rp1,00 triliun"),
        "Rp4,48 triliun",
    ]


def test_an_amount_is_rounded_once():
    """17.734.999,6 million is 17,73 trillion; as 17.735.000 million it was told as 17,74."""
    assert rupiah_text(17_734_999_600_000) == "Rp17,73 triliun"


def test_completeness_names_the_rejected_and_the_missing():
    told = complete(4, 2, 1, ["A"], ["B"])
    assert told[0].startswith("Sampai 21 Januari, 2 dari 4 kabupaten/kota telah menyampaikan laporan yang diterima.")
    assert told[0].endswith("Sebanyak 1 di antaranya memenuhi batas waktu, 20 Januari.")
    assert told[1] == "Laporan A ditolak dan menunggu perbaikan. B belum menyampaikan laporan."
    assert complete(4, 0, 0, [], list("ABCD"))[1] == "Semua kabupaten/kota belum menyampaikan laporan."
    refused = "Laporan semua kabupaten/kota ditolak dan menunggu perbaikan."
    assert complete(4, 0, 0, list("ABCD"))[1] == refused


def test_completeness_of_all_and_of_none():
    assert complete(4, 4, 4)[0].endswith(
        "seluruh 4 kabupaten/kota telah menyampaikan laporan yang diterima. Semuanya diterima sebelum batas waktu, "
        "20 Januari."
    )
    assert complete(4, 4, 4)[1] == ""
    assert "belum ada yang laporannya diterima. Batas waktu penyampaian adalah" in complete(4, 0, 0)[0]
    assert "satu-satunya daerah telah" in complete(1, 1, 1)[0]
    assert complete(4, 2, 0)[0].endswith("Tidak ada yang memenuhi batas waktu, 20 Januari.")


@pytest.mark.parametrize(
    ("now", "counted", "moved", "said"),
    [
        (
            UTAMA,
            3,
            Moved(LAST_YEAR, 3, MADYA, UTAMA, {}),
            "adalah 92,50 (Tuntas Utama). Pada 3 daerah yang sama, indeks naik dari 82,43 pada Triwulan IV Tahun 2023",
        ),
        (
            UTAMA,
            3,
            None,
            "Rata-rata indeks bidang Sosial pada kabupaten/kota yang dihitung adalah 92,50 (Tuntas Utama).",
        ),
        (UTAMA, 1, None, "Indeks bidang Sosial adalah 92,50 (Tuntas Utama)."),
        (None, 3, None, "Semua pelayanan dasar bidang Sosial dinyatakan nihil"),
        (None, 0, None, "Belum ada laporan yang diterima untuk bidang Sosial"),
    ],
)
def test_the_achievement_of_a_bidang(now, counted, moved, said):
    assert said in field.achievement("Sosial", now, counted, moved)


def test_the_services_that_hold_the_index_down_come_lowest_first():
    standings = [Standing("A", FULL), Standing("B", MADYA), Standing("C", LOW)]
    assert field.services("Sosial", standings) == (
        "Pelayanan yang paling rendah capaiannya adalah C (40,00), diikuti B (82,43). "
        "Indeks 100 di semua daerah yang dihitung dicapai pada A."
    )
    assert field.services("Sosial", [Standing("A", FULL), Standing("B", FULL)]).startswith(
        "Semua pelayanan dasar bidang Sosial"
    )
    assert field.services("Sosial", standings[:1]) == ""


def test_a_service_that_few_deliver_is_named_with_how_many_they_are():
    said = field.services("Sosial", [Standing("A", MADYA), Standing("B", LOW, 2)])
    assert f"B ({LOW.number} di 2 daerah), diikuti A ({MADYA.number})." in said


def test_nihil_is_told_with_what_it_means_for_the_mean():
    declared = [Nihil("A", 4), Nihil("B", 1)]
    assert field.nihil(declared, 5, "exclude") == (
        "Dinyatakan nihil, sehingga tidak ikut dalam rata-rata: A oleh 4 daerah; B oleh 1 daerah."
    )
    assert "indeks 100" in field.nihil(declared, 2, "full")
    one, other = (field.nihil([Nihil(name, 4)], 5, "exclude").split(". ") for name in "AB")
    assert not {*one} & {*other}, "a sentence that stands in every bidang"
    assert field.nihil([], 3, "zero") == ""


def test_services_that_as_many_declared_nihil_are_named_together():
    declared = [Nihil("A", 6), Nihil("B", 2), Nihil("C", 6)]
    assert "rata-rata: A dan C, masing-masing oleh 6 daerah; B oleh 2 daerah." in field.nihil(declared, 3, "exclude")
    alike = [Nihil(name, 6) for name in "ABC"]
    assert "rata-rata: semua 3 pelayanan, masing-masing oleh 6 daerah." in field.nihil(alike, 3, "exclude")


@pytest.mark.parametrize(
    ("money", "said"),
    [
        (None, "Belum ada anggaran yang dilaporkan."),
        (Money(0, 0, None), "Alokasi dan realisasi anggaran yang dilaporkan nihil."),
        (Money(0, 5e6, None), "Realisasi Rp5 juta dilaporkan tanpa alokasi anggaran."),
        (Money(1234e6, 0, 0.0), "Alokasi anggaran Rp1,23 miliar belum ada yang direalisasikan."),
        (
            Money(1234e6, 617e6, 50.0),
            "Dari alokasi anggaran Rp1,23 miliar telah direalisasikan Rp617 juta atau 50,00 persen.",
        ),
    ],
)
def test_the_budget(money, said):
    assert field.budget(money, 4) == said
    assert "belum diketahui" in field.budget(None, 0)


def test_target_personnel_problems_and_activities_say_when_there_is_nothing():
    assert "belum diketahui" in field.target("Sosial", 3, 0, 0)
    assert "nihil" in field.target("Sosial", 3, 0, 5)
    assert field.target("Sosial", 3, 2, 5).startswith("Dari 3 jenis pelayanan bidang Sosial, 2 mempunyai sasaran")
    assert "belum diketahui" in field.personnel("Sosial", 0, 0, 0)
    assert "tidak memuat butir mutu" in field.personnel("Sosial", 0, 0, 4)
    assert "tidak ada personel yang dibutuhkan" in field.personnel("Sosial", 0, 0, 4, asked=True)
    assert "terpenuhi di semua" in field.personnel("Sosial", 3, 0, 4)
    assert field.personnel("Sosial", 3, 2, 4).startswith(
        "Dari 3 butir mutu tentang personel bidang Sosial, 2 masih kurang"
    )
    assert field.personnel("Sosial", 3, 3, 4).startswith(
        "Seluruh 3 butir mutu tentang personel bidang Sosial masih kurang"
    )
    assert field.personnel("Sosial", 1, 1, 4).startswith("Satu butir mutu")
    assert "belum diketahui" in field.problems("Sosial", 0, 0, 0, 0, 0)
    assert field.problems("Sosial", 0, 0, 0, 0, 4).startswith("Daerah yang dihitung tidak melaporkan permasalahan")
    assert field.problems("Sosial", 5, 2, 3, 3, 4) == "Tercatat 5 permasalahan bidang Sosial dari 2 daerah."
    assert "memuat 3 dari 9 permasalahan bidang Sosial" in field.problems("Sosial", 12, 2, 3, 9, 4)
    assert "belum diketahui" in field.actions(0, 0, None, 0)
    assert field.actions(0, 0, None, 4).startswith("Daerah yang dihitung belum melaporkan kegiatan")
    assert "tanpa keterangan anggaran" in field.actions(2, 1, None, 4)
    assert field.actions(2, 1, 30e6, 4).endswith("2 kegiatan dari 1 daerah dengan anggaran Rp30 juta.")


@pytest.mark.parametrize(
    ("done", "said"),
    [
        ([2, 2], "“Sudah” pada semua bidang oleh semua daerah yang dihitung."),
        ([0, 0], "Belum ada daerah yang menyatakan tahap pelaksanaan “Sudah” pada bidang mana pun."),
        (
            [2, 0],
            "pada bidang Sosial. Belum ada daerah yang menyatakan tahap pelaksanaan “Sudah” pada bidang Kesehatan.",
        ),
        ([1, 1], "oleh 1 dari 2 daerah pada tiap bidang."),
    ],
)
def test_stages_are_told_where_all_or_none_are_through(done, said):
    assert field.stages(list(zip(("Sosial", "Kesehatan"), done, strict=True)), 2).endswith(said)


def test_stages_between_all_and_none_are_told_as_a_range():
    assert "oleh 3 sampai 5 dari 6 daerah" in field.stages([("Sosial", 3), ("Kesehatan", 5)], 6)
    assert "belum diketahui" in field.stages([("Sosial", 0)], 0)


def test_before_the_year_is_over_the_index_is_told_to_be_a_part():
    assert "belum menggambarkan" in part_of_year(TW3)
    assert part_of_year(TW4) == ""


def test_the_province_s_own_services():
    assert "sendiri sebesar 92,50" in field.own_services("X", UTAMA, "diterima", 14, 0)
    assert field.own_services("X", None, "belum lapor", 0, 0).endswith("sendiri belum disampaikan.")
    assert field.own_services("X", None, "ditolak", 0, 0).endswith("ditolak dan menunggu perbaikan.")
    assert "dinyatakan nihil" in field.own_services("X", None, "diterima", 14, 0)


def test_what_the_next_category_takes():
    assert field.gaps({"terjangkau": 6, "perlu mutu": 0, "tertinggi": 1, "nihil": 2}) == (
        "Untuk mencapai kategori berikutnya, 6 daerah cukup menambah jumlah yang dilayani dan 1 daerah sudah berada "
        "pada kategori tertinggi."
    )
    assert field.gaps({"terjangkau": 0, "nihil": 2}) == ""
