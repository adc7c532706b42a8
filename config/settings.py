"""Settings: as delivered in `settings.toml`, changed by SPM_HOME/settings.toml, then by environment (SPM_...)."""

import os
from datetime import date, time
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from config.open_data import OpenDataSettings
from config.toml_fault import toml_fault
from schemas.failure import Failure
from schemas.finding import Severity

Weekday = Literal["senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu"]

_DELIVERED = Path(__file__).parent / "settings.toml"
_MERGED = ("severity", "comparison", "doubts", "satu_data", "letter")
"""Where a province that changes a part keeps the others."""
_METHOD = ("quality", "nihil", "recipient_weight", "quality_weight", "served_limit")


class SettingsError(Failure, ValueError):
    """A setting that cannot be used."""


class ReadLimits(BaseModel, extra="forbid", frozen=True):
    """Bounds on one file; beyond them it is answered with F04."""

    file_mb: float = Field(gt=0)
    unpacked_mb: float = Field(gt=0)
    ratio: float = Field(gt=1)
    parts: int = Field(gt=0)
    last_row: int = Field(gt=0, le=1_048_576)
    cells: int = Field(gt=0)
    seconds: int = Field(gt=0)
    memory_mb: int = Field(gt=0)


class LetterSettings(BaseModel, extra="forbid", frozen=True):
    """What a province's letters say of the sender; the names are those of the placeholders in the templates."""

    pemerintah: str = ""
    instansi: str = ""
    alamat: str = ""
    tempat: str = ""
    nomor: str = ""
    sifat: str = ""
    lambang: str = ""
    atas_nama: str = ""
    ttd: str = ""
    penanda_tangan: str = ""
    nama: str = ""
    pangkat: str = ""
    nip: str = ""
    narahubung: str = ""
    pengambilan: str = ""


class ComparisonSettings(BaseModel, extra="forbid", frozen=True):
    """From when on a report that differs from the one before, or from its neighbours', is worth a look (H02 to H04)."""

    target_change: float = Field(gt=0)
    copied_share: float = Field(gt=0, le=1)
    peer_z: float = Field(gt=0)
    peer_factor: float = Field(gt=1)
    fewest_peers: int = Field(ge=3)


class DoubtSettings(BaseModel, extra="forbid", frozen=True):
    """From when on figures of one report do not fit one another, or whoever they are about (L06, R13, R15, H05)."""

    most_people: float = Field(gt=0)
    most_things: float = Field(gt=0)
    least_target: float = Field(ge=0)
    few_to_serve: float = Field(ge=0)
    done_share: float = Field(gt=0, lt=1)
    items_share: float = Field(gt=0, lt=1)
    group_share: float = Field(gt=0, lt=1)


class ProvinceSettings(BaseModel, extra="forbid", frozen=True):
    """What a province may decide itself (rules.md part 1, marked "setting"); `severity` overrides the catalogue's.

    `penetapan`: year -> the last day on which its targets may change (H07)."""

    quality: Literal["mean", "pooled"]
    nihil: Literal["exclude", "full", "zero"]
    recipient_weight: float = Field(ge=0, le=1)
    quality_weight: float = Field(ge=0, le=1)
    served_limit: float = Field(gt=1)
    least_budget: float = Field(ge=0)
    least_cost: float = Field(ge=0)
    most_budget: float = Field(gt=0)
    most_per_person: float = Field(gt=0)
    most_of_others: float = Field(gt=1)
    comparison: ComparisonSettings
    doubts: DoubtSettings
    severity: dict[str, Severity] = {}
    reminder_days: tuple[int, ...] = ()
    letter: LetterSettings = LetterSettings()
    satu_data: OpenDataSettings = OpenDataSettings()
    penetapan: dict[Annotated[int, Field(ge=2000, le=2999)], date] = {}

    @property
    def method(self) -> dict[str, str]:
        """The settings that decide a figure."""
        return {key: str(getattr(self, key)) for key in _METHOD}

    @property
    def publisher(self) -> dict[str, str]:
        """Who publishes a report's data and on what terms; '' where that is not set."""
        return self.satu_data.model_dump() | self.letter.model_dump(include={"pemerintah", "instansi"})

    @model_validator(mode="after")
    def _weights_make_a_whole(self) -> "ProvinceSettings":
        if abs(self.recipient_weight + self.quality_weight - 1) > 1e-9:
            raise ValueError("recipient_weight dan quality_weight harus berjumlah 1")
        return self

    @model_validator(mode="after")
    def _targets_are_fixed_in_their_year(self) -> "ProvinceSettings":
        if wrong := next((year for year, day in self.penetapan.items() if day.year != year), None):
            raise ValueError(f"penetapan {wrong} harus tanggal dalam tahun itu, contoh {wrong}-04-30")
        return self


class Schedule(BaseModel, extra="forbid", frozen=True):
    """When a province's runs start by themselves, in its own time zone."""

    nightly: time
    intake_minutes: int = Field(ge=0, le=30)
    intake_hours: tuple[Annotated[int, Field(ge=0, le=23)], Annotated[int, Field(ge=1, le=24)]]
    intake_days: tuple[Weekday, ...]

    @model_validator(mode="after")
    def _hours_make_a_day(self) -> "Schedule":
        if self.intake_hours[0] >= self.intake_hours[1]:
            raise ValueError("jam mulai harus sebelum jam selesai")
        return self


class NotifySettings(BaseModel, extra="forbid", frozen=True):
    """By what channels messages are sent; none: they only lie ready as files."""

    channels: dict[str, SecretStr] = {}
    fresh_days: int = Field(ge=1)


class DoorSettings(BaseModel, extra="forbid", frozen=True):
    """The page on which a regency sends its workbook."""

    port: int = Field(gt=0, lt=65536)
    address: str
    keep_minutes: int = Field(ge=1)
    spool_mb: float = Field(gt=0)
    files_per_minute: int = Field(ge=1)
    requests_per_minute: int = Field(ge=1)
    idle_minutes: float = Field(gt=0)
    reasons: tuple[str, ...] = Field(min_length=1)


class Settings(BaseSettings):
    """All settings of a site. `inbox` and `outbox` are in the home where nothing else is said."""

    model_config = SettingsConfigDict(env_prefix="SPM_", env_nested_delimiter="__", extra="forbid", frozen=True)

    home: Path = Path("data")
    inbox: Path
    outbox: Path
    reports_url: str = ""
    interface_addresses: tuple[Annotated[str, Field(pattern=r"^https?://[a-z0-9.-]+(:[0-9]+)?$")], ...] = ()
    approval_days: int = Field(gt=0, le=90)
    database_url: str
    worker_login: SecretStr = SecretStr("")
    settle_seconds: float = Field(ge=0)
    limits: ReadLimits
    province_defaults: ProvinceSettings
    province: dict[str, dict] = {}
    notify: NotifySettings
    schedule_defaults: Schedule
    schedule: dict[str, dict] = {}
    door_defaults: DoorSettings
    door: dict | None = None

    @field_validator("worker_login")
    @classmethod
    def _not_to_be_guessed(cls, login: SecretStr) -> SecretStr:
        name, _, secret = login.get_secret_value().partition(":")
        if name and len(secret) < 20:
            raise ValueError("harus berbentuk nama:rahasia, dan rahasianya paling sedikit 20 huruf")
        return login

    @model_validator(mode="before")
    @classmethod
    def _folders_in_the_home(cls, values: dict) -> dict:
        home = Path(values.get("home", "data"))
        return values | {name: values.get(name) or home / name for name in ("inbox", "outbox")}

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        **_: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        own = Path(os.environ.get("SPM_HOME", "data")) / "settings.toml"
        return (
            init_settings,
            env_settings,
            TomlConfigSettingsSource(settings_cls, own),
            TomlConfigSettingsSource(settings_cls, _DELIVERED),
        )

    def of_province(self, province_code: str) -> ProvinceSettings:
        """The delivered defaults with what this province decided differently."""
        delivered, changed = self.province_defaults.model_dump(), self.province.get(province_code, {})
        parts = {name: delivered[name] | changed.get(name, {}) for name in _MERGED}
        return ProvinceSettings.model_validate(delivered | changed | parts)

    def schedules(self) -> dict[str, Schedule]:
        """Province code -> when its runs start; the provinces this site serves."""
        delivered = self.schedule_defaults.model_dump()
        return {code: Schedule.model_validate(delivered | own) for code, own in sorted(self.schedule.items())}

    @property
    def of_door(self) -> DoorSettings:
        """Also where `spm serve` is to start none: `spm door` does."""
        return DoorSettings.model_validate(self.door_defaults.model_dump() | (self.door or {}))

    @property
    def archive(self) -> Path:
        return self.home / "archive"

    @property
    def corrections(self) -> Path:
        return self.home / "corrections"

    @property
    def external(self) -> Path:
        return self.home / "external"

    @property
    def contacts(self) -> Path:
        return self.home / "contacts.csv"

    @property
    def ledger_url(self) -> str:
        return self.database_url or f"sqlite:///{(self.home / 'spm.db').absolute()}"


@cache
def settings() -> Settings:
    """The settings of this process. Raises SettingsError with one sentence that names the wrong setting."""
    try:
        found = Settings()
        for code in found.province:
            found.of_province(code)
        found.schedules()
        _ = found.of_door
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        what = f"tidak dapat bernilai {first['input']!r}. Penjelasannya"
        if first["type"] == "value_error":  # ours, which says what is wrong
            raise SettingsError(f"Pengaturan '{where}': {first['ctx']['error']}.") from error
        if first["type"] == "extra_forbidden":
            what = "tidak dikenal. Yang dikenal"
        raise SettingsError(f"Pengaturan '{where}' {what} ada di config/settings.toml.") from error
    except ValueError as error:
        raise SettingsError(f"Berkas pengaturan tidak dapat dibaca: {toml_fault(error, 'settings.toml')}.") from error
    return found
