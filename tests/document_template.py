"""Makes the Word template of the document that is delivered: `python -m tests.document_template`.

A province changes its own copy in Word and needs none of this. What a placeholder is filled with stands in
config/templates/BACA-SAYA.md; how it is laid out and said stands here.
"""

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX
from docx.shared import Cm

from tasks.report.document.word import DELIVERED
from tests.document_styles import (
    add_contents,
    add_footer,
    add_header,
    add_numbered_caption,
    keep_whole,
    prepare,
    repeat_as_header,
    saved,
    set_widths,
)

NAME = "laporan-spm.docx"
FILL_IN = "[diisi oleh provinsi: {}]"


class _Writer:
    """Adds to a document the few things the template consists of."""

    def __init__(self, document: WordDocument) -> None:
        self._document = document

    def heading(self, text: str, level: int) -> None:
        self._document.add_heading(text, level)

    def front(self, text: str) -> None:
        self._document.add_paragraph(text, style="Judul Tanpa Nomor")

    def text(self, *texts: str, style: str = "Body Text", with_next: bool | None = None) -> None:
        for text in texts:
            self._document.add_paragraph(text, style=style).paragraph_format.keep_with_next = with_next

    def control(self, tag: str) -> None:
        """A paragraph that only steers the filling in and vanishes by it."""
        self._document.add_paragraph(f"{{%p {tag} %}}", style="Body Text")

    def each(self, names: str, style: str = "Body Text") -> None:
        """A paragraph for every text of a list."""
        self.control(f"for kalimat in {names}")
        self.text("{{ kalimat }}", style=style)
        self.control("endfor")

    def fill_in(self, *hints: str) -> None:
        for hint in hints:
            run = self._document.add_paragraph(style="Body Text").add_run(FILL_IN.format(hint))
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW

    def picture(self, name: str, caption: str) -> None:
        self.control(f"if {name}")
        self._document.add_paragraph(f"{{{{ {name} }}}}", style="Gambar")
        add_numbered_caption(self._document, "Gambar", caption, below=True)
        self.control("endif")

    def table(
        self,
        caption: str,
        rows: str,
        *columns: tuple[str, str, float],
        note: str = "",
        heading: str = "",
        together: bool = False,
    ) -> None:
        """Heading, placeholder and width (cm) a column; a name that ends in `>` is set to the right. Nothing where
        there are no rows. `heading` is another style for the headings; a short table stays `together` on a page."""
        self.control(f"if {rows}")
        add_numbered_caption(self._document, "Tabel", caption)
        table = self._document.add_table(rows=4, cols=len(columns), style="Tabel SPM")
        head, start, row, end = table.rows
        start.cells[0].text, end.cells[0].text = f"{{%tr for baris in {rows} %}}", "{%tr endfor %}"
        for number, (label, name, _) in enumerate(columns):
            style = "Angka Tabel" if name.endswith(">") else "Isi Tabel"
            for cell, text in ((head.cells[number], label), (row.cells[number], f"{{{{ baris.{name.rstrip('>')} }}}}")):
                cell.paragraphs[0].text, cell.paragraphs[0].style = text, style
                cell.paragraphs[0].paragraph_format.keep_with_next = True if together else None
            if heading:
                head.cells[number].paragraphs[0].style = heading
                if not name.endswith(">"):
                    head.cells[number].paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.LEFT
            head.cells[number].paragraphs[0].paragraph_format.keep_with_next = True
        repeat_as_header(head)
        keep_whole(row)
        set_widths(table, [Cm(width) for _, _, width in columns])
        if note:
            self.text(note, style="Catatan")
        self.control("endif")


def template() -> bytes:
    """The delivered template, always the same bytes."""
    document = Document()
    prepare(document)
    add_header(document, "Laporan Penerapan SPM Provinsi {{ provinsi }}, {{ triwulan }}", "{{ status }}")
    add_footer(document, "Keadaan data {{ keadaan }}")
    writer = _Writer(document)
    for part in (_cover, _summary, _introduction, _overview, _field, _own, _activities, _closing, _matrix):
        part(writer)
    document.core_properties.title = "Laporan Penerapan SPM Provinsi {{ provinsi }}, {{ triwulan }}"
    document.core_properties.language = "id-ID"
    return saved(document)


def _cover(w: _Writer) -> None:
    w.text("{{ status }}", style="Sampul Kecil")
    w.text("LAPORAN PENERAPAN DAN PENCAPAIAN STANDAR PELAYANAN MINIMAL", style="Title")
    w.text("PROVINSI {{ provinsi|upper }}", "{{ triwulan|upper }}", style="Subtitle")
    w.text("Disusun dari laporan kabupaten/kota menurut keadaan data {{ keadaan }}", style="Sampul Kecil")
    w.text("{{ persetujuan }}", style="Sampul Kecil")
    w.text("PEMERINTAH PROVINSI {{ provinsi|upper }}", style="Sampul Bawah")
    w.text("SATU HALAMAN UNTUK GUBERNUR", style="Judul Halaman Depan")
    w.control("for bagian in halaman_depan")
    w.text("{{ bagian.judul }}", style="Bagian Depan")
    w.control("if bagian.peta")
    w.text("{{ bagian.peta }}", style="Peta Depan")
    w.control("endif")
    w.control("if bagian.utama")
    w.text("{{ bagian.utama }}", style="Utama Depan")
    w.control("endif")
    w.each("bagian.kalimat", style="Isi Depan")
    w.control("endfor")
    w.text("DAFTAR ISI", style="Judul Daftar Isi")
    add_contents(w._document)


def _summary(w: _Writer) -> None:
    w.front("IKHTISAR")
    w.text(
        "Capaian, perubahannya, warga yang belum terlayani, dan yang perlu diputuskan ada pada Satu Halaman untuk "
        "Gubernur di depan."
    )
    w.each("perkembangan")
    w.picture("grafik_bidang", "Rata-rata indeks SPM kabupaten/kota menurut bidang")
    w.table(
        "Indeks SPM provinsi menurut bidang",
        "indeks_bidang",
        ("Bidang", "bidang", 5.2),
        ("Rata-rata daerah yang melapor", "pelapor>", 2.2),
        ("Kategori", "kategori", 3.1),
        ("Rata-rata seluruh daerah", "seluruh>", 2.8),
        ("Indeks gabungan provinsi", "gabungan>", 2.7),
        note="Rata-rata daerah yang melapor adalah angka utama; arti ketiga angka diuraikan pada bagian Gambaran Umum "
        "Provinsi.",
    )


def _introduction(w: _Writer) -> None:
    w.heading("PENDAHULUAN", 1)
    w.heading("Latar Belakang", 2)
    w.text(
        "Standar Pelayanan Minimal (SPM) adalah ketentuan mengenai jenis dan mutu pelayanan dasar yang merupakan "
        "urusan pemerintahan wajib yang berhak diperoleh setiap warga negara secara minimal. SPM mencakup enam bidang: "
        "pendidikan; kesehatan; pekerjaan umum; perumahan rakyat; ketenteraman, ketertiban umum, dan pelindungan "
        "masyarakat; serta sosial. Target pencapaian setiap pelayanan dasar adalah seluruh warga negara yang berhak.",
        "Gubernur sebagai wakil Pemerintah Pusat membina dan mengawasi penerapan SPM oleh pemerintah kabupaten/kota. "
        "Laporan ini menghimpun laporan {{ triwulan }} dari pemerintah daerah di Provinsi {{ provinsi }}, seluruhnya "
        "{{ jumlah_daerah }}. Angka bersifat kumulatif sejak awal tahun sampai akhir triwulan.",
    )
    w.each("kelengkapan")
    w.heading("Dasar Hukum", 2)
    w.text(
        "Undang-Undang Nomor 23 Tahun 2014 tentang Pemerintahan Daerah;",
        "Peraturan Pemerintah Nomor 2 Tahun 2018 tentang Standar Pelayanan Minimal;",
        "Peraturan Menteri Dalam Negeri Nomor 59 Tahun 2021 tentang Penerapan Standar Pelayanan Minimal;",
        style="List Number",
    )
    w.control("for dasar in dasar_hukum")
    w.text("Bidang {{ dasar.bidang }}: {{ dasar.peraturan }}{{ '.' if loop.last else ';' }}", style="List Number")
    w.control("endfor")
    w.heading("Kebijakan Umum", 2)
    w.text(
        "Penerapan SPM dilakukan melalui empat tahap: pengumpulan data, penghitungan kebutuhan pemenuhan pelayanan "
        "dasar, penyusunan rencana pemenuhan, dan pelaksanaan pemenuhan. {{ kalimat_tahapan }}"
    )
    w.table(
        "Jumlah daerah yang menyatakan tahap penerapan “Sudah”",
        "tahapan",
        ("Bidang", "bidang", 5.6),
        ("Pengumpulan data", "pengumpulan>", 2.6),
        ("Penghitungan kebutuhan", "penghitungan>", 2.8),
        ("Penyusunan rencana", "penyusunan>", 2.6),
        ("Pelaksanaan", "pelaksanaan>", 2.4),
        together=True,
    )
    w.heading("Arah Kebijakan", 2)
    w.text("{{ kalimat_arah }} {{ kalimat_kesenjangan }}")
    w.table(
        "Pelayanan yang didahulukan",
        "didahulukan",
        ("Jenis pelayanan dasar", "nama", 6.0),
        ("Kenaikan indeks", "kenaikan>", 1.6),
        ("{{ belum }}", "jumlah>", 2.7),
        ("Biaya (juta rupiah)", "biaya>", 1.7),
        ("Daerah yang menjalankan", "daerah>", 2.2),
        ("Terhadap indeks daerah", "selisih>", 1.8),
        note="Kenaikan indeks: bertambahnya rata-rata daerah yang melapor bila semua sasaran pelayanan itu terlayani. "
        "Terhadap indeks daerah: selisih indeks pelayanan itu dari indeks daerah yang menjalankannya; negatif berarti "
        "tertinggal. Hanya pelayanan yang dijalankan sedikitnya tiga daerah.",
    )
    w.table(
        "Catatan: yang diperlukan untuk mencapai kategori berikutnya",
        "kesenjangan",
        ("Kabupaten/kota", "daerah", 4.9),
        ("Indeks", "indeks>", 1.4),
        ("Kategori berikutnya", "berikutnya", 3.1),
        ("Tambahan yang dilayani", "tambahan>", 4.0),
        ("Perkiraan biaya (juta rupiah)", "biaya>", 2.6),
        note="Tambahan yang dilayani adalah jumlah terkecil (orang, rumah tangga, rumah). Segelintir: kategori "
        "tercapai lewat paling banyak 10 sasaran, bukan tanda pelayanan sudah merata. Biaya menurut realisasi per "
        "satuan daerah itu sendiri. Rincian per bidang dan pelayanan ada pada lembar Kesenjangan buku kerja laporan.",
    )


def _overview(w: _Writer) -> None:
    w.heading("PENERAPAN DAN PENCAPAIAN SPM", 1)
    w.heading("Gambaran Umum Provinsi", 2)
    w.each("gambaran")
    w.table(
        "Indeks SPM provinsi menurut cara menghitungnya",
        "indeks_provinsi",
        ("Indeks", "nama", 4.2),
        ("Nilai", "nilai>", 2.0),
        ("Kategori", "kategori", 3.0),
        ("Artinya", "arti", 6.8),
    )
    w.picture("grafik_perkembangan", "Rata-rata indeks SPM kabupaten/kota per triwulan")
    w.table(
        "Rata-rata indeks SPM kabupaten/kota per triwulan, menurut bidang",
        "tren",
        ("Triwulan", "triwulan", 3.5),
        ("Daerah berindeks", "melapor>", 1.8),
        *_field_columns(1.45),
        ("Indeks", "ALL>", 1.2),
        note="Angka kumulatif sejak 1 Januari; setiap tahun hitungan mulai lagi. Daerahnya dapat berbeda dari triwulan "
        "ke triwulan.",
        heading="Kepala Tabel Sempit",
    )
    w.picture("grafik_perubahan", "{{ judul_perubahan }}")
    w.table(
        "Perubahan indeks kabupaten/kota, daerah yang dihitung pada kedua triwulan",
        "perubahan_daerah",
        ("Kabupaten/kota", "daerah", 3.6),
        ("Dahulu", "dahulu>", 1.3),
        ("Sekarang", "sekarang>", 1.4),
        ("Selisih", "selisih>", 1.4),
        ("Terlayani", "terlayani>", 1.4),
        ("Mutu", "mutu>", 1.3),
        ("Sasaran", "sasaran>", 1.3),
        ("Peringkat", "peringkat>", 1.4),
        ("Gerak peringkat", "gerak", 2.9),
        note="Terlayani, mutu, dan sasaran: poin perubahan karenanya; penyebab lain (nihil, cara menghitung) ada dalam "
        "selisih. Sasaran yang turun menaikkan indeks tanpa ada pelayanan yang membaik. Peringkat di antara daerah "
        "yang sama.",
        heading="Kepala Tabel Sempit",
    )
    w.each("catatan_perubahan")
    w.picture("grafik_peringkat", "Indeks SPM kabupaten/kota menurut peringkat")
    w.table(
        "Peringkat indeks SPM kabupaten/kota",
        "peringkat",
        ("Peringkat", "peringkat>", 1.9),
        ("Kabupaten/kota", "daerah", 6.1),
        ("Indeks", "indeks>", 1.8),
        ("Kategori", "kategori", 6.2),
        note="Peringkat menurut nilai pasti indeks; nilai yang sama berbagi peringkat. Daerah yang belum lapor atau "
        "laporannya ditolak tidak diperingkat.",
    )
    w.heading("Warga yang Belum Terlayani", 2)
    w.text(
        "{% if belum_terlayani %}Rincian dalam satuan pelayanannya masing-masing; satuan yang berbeda tidak "
        "dijumlahkan.{% else %}Belum ada yang dapat dirinci.{% endif %}"
    )
    w.table(
        "{{ belum }} menurut pelayanan",
        "belum_terlayani",
        ("Jenis pelayanan dasar", "nama", 7.0),
        ("{{ belum }}", "jumlah>", 3.8),
        ("Daerah yang belum semua", "daerah>", 2.4),
        ("Biaya (juta rupiah)", "biaya>", 2.8),
        note="Biaya melayani semua menurut biaya per satuan daerah itu sendiri (realisasi dibagi terlayani); yang "
        "tidak diketahui tidak ikut dijumlahkan.",
    )
    w.table(
        "{{ belum }} menurut kabupaten/kota",
        "belum_terlayani_daerah",
        ("Kabupaten/kota", "regency_name", 4.0),
        ("Orang", "orang>", 2.2),
        ("Rumah tangga", "rumah_tangga>", 2.0),
        ("Unit rumah", "unit_rumah>", 1.8),
        ("Biaya (juta rupiah)", "cost>", 2.2),
        ("Pelayanan belum semua", "short>", 2.0),
        ("Di antaranya biaya diketahui", "cost_known>", 1.8),
        note="Orang yang menunggu beberapa pelayanan dihitung pada tiap pelayanan.",
    )
    w.heading("Anggaran", 2)
    w.text("{{ kalimat_anggaran }}")
    w.picture("grafik_anggaran", "Alokasi dan realisasi anggaran menurut bidang (juta rupiah)")


def _field(w: _Writer) -> None:
    """Once for every bidang."""
    w.control("for bidang in daftar_bidang")
    w.heading("Bidang {{ bidang.nama }}", 2)
    w.heading("Jenis Pelayanan Dasar", 3)
    w.table(
        "Jenis pelayanan dasar bidang {{ bidang.singkat }}",
        "bidang.layanan",
        ("No.", "nomor>", 1.1),
        ("Jenis pelayanan dasar", "nama", 7.2),
        ("Penerima pelayanan", "penerima", 7.7),
    )
    w.heading("Target Pencapaian", 3)
    w.text("{{ bidang.kalimat_target }}", with_next=True)
    w.table(
        "Jumlah yang harus dilayani, bidang {{ bidang.singkat }}",
        "bidang.target",
        ("Jenis pelayanan dasar", "nama", 9.0),
        ("Harus dilayani", "sasaran>", 4.4),
        ("Daerah nihil", "nihil>", 2.6),
    )
    w.heading("Realisasi", 3)
    w.each("bidang.kalimat_realisasi")
    w.picture("bidang.grafik", "Rata-rata indeks pelayanan, bidang {{ bidang.singkat }}")
    w.table(
        "Realisasi pelayanan dasar, bidang {{ bidang.singkat }}",
        "bidang.realisasi",
        ("Jenis pelayanan dasar", "nama", 4.9),
        ("Terlayani", "terlayani>", 2.7),
        ("Rata-rata indeks", "indeks>", 1.8),
        ("Kategori", "kategori", 2.5),
        ("Indeks terendah", "terendah", 4.1),
    )
    w.table(
        "Indeks Pendidikan dari luar di samping yang dihitung",
        "bidang.dari_luar",
        ("Kabupaten/kota", "daerah", 5.6),
        ("Dihitung dari laporan", "dihitung>", 2.6),
        ("Dari luar", "luar>", 2.2),
        ("Sumber", "sumber", 5.6),
        note="Indeks dari luar diterbitkan pihak lain dengan cara hitungnya sendiri dan tidak ikut dihitung.",
    )
    w.heading("Alokasi Anggaran", 3)
    w.text("{{ bidang.kalimat_anggaran }}")
    w.table(
        "Anggaran bidang {{ bidang.singkat }} (juta rupiah)",
        "bidang.anggaran",
        ("Jenis pelayanan dasar", "nama", 8.2),
        ("Alokasi", "alokasi>", 2.7),
        ("Realisasi", "realisasi>", 2.7),
        ("Serapan (%)", "serapan>", 2.4),
    )
    w.heading("Dukungan Personel", 3)
    w.text("{{ bidang.kalimat_personel }}")
    w.table(
        "Personel menurut standar mutu (tersedia: paling banyak sebesar kebutuhan), bidang {{ bidang.singkat }}",
        "bidang.personel",
        ("Personel", "nama", 5.4),
        ("Pelayanan", "layanan", 4.2),
        ("Dibutuhkan", "dibutuhkan>", 2.3),
        ("Tersedia", "tersedia>", 2.3),
        ("Daerah kurang", "kurang>", 1.8),
    )
    w.heading("Permasalahan dan Solusi", 3)
    w.text("{{ bidang.kalimat_masalah }}")
    w.table(
        "Permasalahan dan solusi, bidang {{ bidang.singkat }}",
        "bidang.masalah",
        ("Permasalahan", "masalah", 4.4),
        ("Solusi", "solusi", 4.4),
        ("Pelayanan", "layanan", 3.7),
        ("Daerah", "daerah", 3.5),
    )
    w.control("endfor")


def _own(w: _Writer) -> None:
    w.heading("Pelayanan Dasar Pemerintah Provinsi", 2)
    w.text("{{ kalimat_milik_provinsi }}")
    w.table(
        "Pelayanan dasar Pemerintah Provinsi {{ provinsi }}",
        "milik_provinsi",
        ("Jenis pelayanan dasar", "nama", 6.4),
        ("Harus dilayani", "sasaran>", 2.7),
        ("Terlayani", "terlayani>", 2.6),
        ("Indeks", "indeks>", 1.7),
        ("Kategori", "kategori", 2.6),
    )


def _activities(w: _Writer) -> None:
    w.heading("PROGRAM DAN KEGIATAN", 1)
    w.text("{{ kalimat_rencana }}")
    w.control("for rencana in daftar_rencana")
    w.heading("Bidang {{ rencana.nama }}", 2)
    w.text("{{ rencana.kalimat }}")
    w.table(
        "Rencana aksi bidang {{ rencana.singkat }}",
        "rencana.kegiatan",
        ("Kegiatan", "kegiatan", 5.4),
        ("Pelayanan", "layanan", 4.2),
        ("Daerah", "daerah", 3.9),
        ("Anggaran (juta rupiah)", "anggaran>", 2.5),
    )
    w.control("endfor")
    w.heading("Tindak Lanjut Triwulan Sebelumnya", 2)
    w.text("{{ kalimat_tindak_lanjut }}")
    for caption, rows, name in (
        ("Permasalahan dan rencana aksi triwulan sebelumnya menurut perangkat daerah", "tindak_lanjut_perangkat",
         "Perangkat daerah"),
        ("Permasalahan dan rencana aksi triwulan sebelumnya menurut kabupaten/kota", "tindak_lanjut", "Kabupaten/kota"),
    ):  # fmt: skip
        w.table(caption, rows, (name, "nama", 4.0), *_FOLLOWED_UP, heading="Kepala Tabel Sempit")


_FOLLOWED_UP = tuple(
    (f"{label} {state}", f"{kind}_{key}>", 2.0)
    for kind, label in (("problems", "Masalah"), ("actions", "Rencana aksi"))
    for key, state in (("same", "disebut lagi"), ("changed", "berubah"), ("gone", "tidak disebut lagi"))
)


PROVINCES_OWN = (
    ("Dasar Hukum", "peraturan daerah dan peraturan gubernur yang menjadi dasar penerapan SPM"),
    ("Kebijakan Umum", "kebijakan umum daerah tentang SPM menurut RPJMD, RKPD, dan APBD"),
    ("Arah Kebijakan", "arah kebijakan pemenuhan SPM tahun berjalan dan tahun berikutnya"),
    ("Dukungan Personel", "jumlah dan kualifikasi personel perangkat daerah pelaksana setiap bidang"),
    ("Program dan Kegiatan", "program dan kegiatan pemerintah provinsi dalam pembinaan dan pengawasan penerapan SPM"),
    ("Simpulan", "simpulan, saran, dan tindak lanjut"),
    ("Pengesahan", "tempat dan tanggal; jabatan, nama, dan tanda tangan"),
)
"""What no regency reports, by the section it belongs to: all of it on one page, so that none is overlooked."""


def _closing(w: _Writer) -> None:
    w.heading("PENUTUP", 1)
    w.text("Bagian berikut tidak ada dalam laporan daerah dan ditulis oleh Pemerintah Provinsi {{ provinsi }}.")
    for section, hint in PROVINCES_OWN:
        w.heading(section, 3)
        w.fill_in(hint)


def _field_columns(width: float) -> list[tuple[str, str, float]]:
    """Of this width at least: wide enough for the longest word of each name."""
    least = {"PR": 1.65, "TRA": 2.1}
    return [
        (f"{{{{ nama_bidang.{code} }}}}", f"{code}>", max(width, least.get(code, 0)))
        for code in ("DIK", "KES", "PU", "PR", "TRA", "SOS")
    ]


def _matrix(w: _Writer) -> None:
    w.control("if matriks")
    w.front("LAMPIRAN")
    w.table(
        "Indeks SPM menurut kabupaten/kota dan bidang",
        "matriks",
        ("Kabupaten/kota", "daerah", 4.2),
        *_field_columns(1.65),
        ("Indeks", "ALL>", 1.45),
        note="Nihil: semua pelayanan dasar bidang itu dinyatakan nihil.",
        heading="Kepala Tabel Sempit",
    )
    w.control("endif")


if __name__ == "__main__":
    (DELIVERED / NAME).write_bytes(template())
