"""What a province says of the data that it publishes."""

from typing import Literal

from pydantic import BaseModel


class OpenDataSettings(BaseModel, extra="forbid", frozen=True):
    """What only the province can say of its data, in datapackage.json and the metadata sheets of BPS (the names are
    those of config/bps_metadata.toml); '' is left to be filled in."""

    lisensi: str = ""
    lisensi_judul: str = ""
    lisensi_alamat: str = ""
    kode_kegiatan: str = ""
    sektor: str = ""
    rekomendasi: str = ""
    alamat: str = ""
    telepon: str = ""
    faksimile: str = ""
    surel: str = ""
    unit_eselon_1: str = ""
    unit_eselon_2: str = ""
    penanggung_jawab: str = ""
    alamat_penanggung_jawab: str = ""
    telepon_penanggung_jawab: str = ""
    faksimile_penanggung_jawab: str = ""
    surel_penanggung_jawab: str = ""
    jadwal_perencanaan: str = ""
    jadwal_desain: str = ""
    jadwal_diseminasi: str = ""
    jadwal_evaluasi: str = ""
    uji_coba: str = ""
    produk_tercetak: str = ""
    produk_digital: str = ""
    produk_data_mikro: str = ""
    rilis_tercetak: str = ""
    rilis_digital: str = ""
    rilis_data_mikro: str = ""
    akses_umum: Literal["", "Ya", "Tidak"] = ""
