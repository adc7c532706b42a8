"""What `spm serve` offers and starts by itself: a deployment for every schedule, and one for every form."""

from uuid import UUID
from zoneinfo import ZoneInfo

from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import DeploymentUpdate
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.deployments.runner import EntrypointType, RunnerDeployment
from prefect.flows import Flow, load_flow_from_entrypoint
from prefect.runner import Runner
from prefect.schedules import Cron, Schedule
from prefect.utilities.callables import ParameterSchema, parameter_schema

from config.provinces import provinces
from config.settings import Schedule as Times
from config.settings import Settings, settings
from flows.approval import publish_final
from flows.command.arguments import province_of, zone_of
from flows.forms import INTAKE, Province
from flows.nightly import nightly_report
from flows.reprocess import reprocess
from flows.submission import check_submission
from flows.watch import watch_nights

_ONE_AT_A_TIME = ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW)
"""After an outage the missed runs start together: one runs, the others are cancelled, which is what is wanted."""

_CRON_DAYS = {"minggu": 0, "senin": 1, "selasa": 2, "rabu": 3, "kamis": 4, "jumat": 5, "sabtu": 6}


_CHECK = check_submission, "periksa-satu-berkas", "Memeriksa satu berkas tanpa mencatatnya."
_OFFERED = (
    (
        nightly_report,
        "jalankan-sekarang",
        "Laporan satu provinsi dan triwulan, sekarang. Tekan **Run**, isi formulir, lalu ikuti kemajuannya.",
    ),
    _CHECK,
    (
        reprocess,
        "setelah-aturan-berubah",
        "Membaca ulang arsip dengan aturan hari ini: siapa yang putusannya berubah, sebelum apa pun diterbitkan.",
    ),
    (
        publish_final,
        "setujui-laporan",
        "Laporan final: prosesnya berhenti menunggu keputusan. Tautannya ada pada **Artifacts** prosesnya.",
    ),
)
"""Flow, name and description of what people start; of all but a check they choose the province."""
_WATCH = "Setiap jam: mengabari operator bila malam tidak berhasil lebih dari 26 jam, atau persetujuan lewat waktu."


def deployments(site: Settings) -> list[RunnerDeployment]:
    """Everything this site serves. Raises WrongUse for a schedule of a province that does not exist."""
    scheduled = [one for code, times in site.schedules().items() for one in _scheduled(province_of(code), times)]
    first = next(iter(site.schedules()), "")
    served = {"request": {"province": Province[first].value}} if first else None
    offered = [_deployment(*one, parameters=None if one == _CHECK else served) for one in _OFFERED]
    return [*scheduled, *offered, _deployment(watch_nights, "jaga-malam", _WATCH, schedule=Cron("45 * * * *"))]


def offer(deployment: RunnerDeployment, runner: Runner) -> UUID:
    """Makes it known to the server; gives its id there. What a run of it executes is the flow handed over here, in the
    runner's memory: no entrypoint, path, pull step or job variable that the server may hold by then is looked at."""
    one_at_a_time = deployment.concurrency_limit is not None
    id_ = runner.add_flow(
        load_flow_from_entrypoint(deployment.entrypoint),
        name=deployment.name,
        description=deployment.description,
        schedules=deployment.schedules,
        parameters=deployment.parameters,
        concurrency_limit=_ONE_AT_A_TIME if one_at_a_time else None,
        entrypoint_type=EntrypointType.MODULE_PATH,  # found from any working folder
        tags=deployment.tags,
    )
    renew_form(id_, deployment.entrypoint, None)
    return id_


def told(site: Settings) -> list[str]:
    """A line a province: when its runs start."""
    lines = []
    for code, times in site.schedules().items():
        zone = zone_name(zone_of(code))
        line = f"{code} {provinces()[code].name}: laporan setiap malam pukul {times.nightly:%H.%M} {zone}"
        if times.intake_minutes:
            first, last = times.intake_hours
            days = ", ".join(times.intake_days)
            line += f"; kiriman baru setiap {times.intake_minutes} menit pukul {first:02}.00-{last:02}.00 ({days})"
        lines.append(line)
    return lines


def zone_name(zone: ZoneInfo) -> str:
    """`Asia/Makassar` -> `WITA`."""
    return {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}.get(zone.key, zone.key)


def form_of(flow: Flow) -> ParameterSchema:
    """The form of a flow as people see it: Prefect labels a parameter by its name in the program, and of the provinces
    those are offered that this site serves."""
    schema = parameter_schema(flow.fn)
    for parameter in schema.properties.values():
        parameter["title"] = "Permintaan"
    served = set(settings().schedules())
    if served and "Province" in schema.definitions:
        choice = schema.definitions["Province"]
        choice["enum"] = [province for province in choice["enum"] if province[:2] in served]
    return schema


def renew_form(deployment_id: UUID, entrypoint: str, known: dict | None) -> dict:
    """Gives the schema of a deployment's form as it would be made now, and sends it where it differs from `known`."""
    schema = form_of(load_flow_from_entrypoint(entrypoint)).model_dump(exclude_unset=True)
    if schema != known:
        with get_client(sync_client=True) as client:
            client.update_deployment(deployment_id, DeploymentUpdate(parameter_openapi_schema=schema))
    return schema


def _scheduled(code: str, times: Times) -> list[RunnerDeployment]:
    name, zone, province = provinces()[code].name, zone_of(code), {"province": Province[code].value}
    nightly = _deployment(
        nightly_report,
        f"malam-{code}",
        f"Laporan {name} setiap malam pukul {times.nightly:%H.%M} {zone_name(zone)}.",
        schedule=Cron(f"{times.nightly.minute} {times.nightly.hour} * * *", timezone=zone.key),
        parameters={"request": province},
    )
    if not times.intake_minutes:
        return [nightly]
    intake = _deployment(
        nightly_report,
        f"kiriman-{code}",
        f"Mengambil kiriman baru {name} dan menjawab pengirimnya, setiap {times.intake_minutes} menit pada jam kerja.",
        schedule=Cron(_intake_cron(times), timezone=zone.key),
        parameters={"request": province | {"what": INTAKE}},
    )
    return [nightly, intake]


def _intake_cron(times: Times) -> str:
    first, last = times.intake_hours
    days = ",".join(str(_CRON_DAYS[day]) for day in times.intake_days)
    return f"*/{times.intake_minutes} {first}-{last - 1} * * {days}"


def _deployment(
    flow: Flow, name: str, description: str, schedule: Schedule | None = None, parameters: dict | None = None
) -> RunnerDeployment:
    made = flow.to_deployment(
        name,
        description=description,
        schedule=schedule,
        parameters=parameters,
        concurrency_limit=_ONE_AT_A_TIME if schedule else None,
        entrypoint_type=EntrypointType.MODULE_PATH,
        tags=["spm"],
    )
    made._parameter_openapi_schema = form_of(flow)
    return made
