"""What a run is called in Prefect's lists. All that ended well is green there, also where somebody has to act: so the
name of such a run begins with that, the only thing in a list that we can say."""

from prefect import runtime
from prefect.client.orchestration import get_client

from config.provinces import provinces
from schemas.period import Period


def run_title(kind: str, province_code: str, period: Period | None = None) -> str:
    """`Laporan 62 Kalimantan Tengah 2024-TW4`."""
    words = (kind, province_code, provinces()[province_code].name, period.key if period else "")
    return " ".join(filter(None, words))


def call_to_act(what: str) -> None:
    """The present run is called `<what>: <its name>` from now on."""
    with get_client(sync_client=True) as client:
        client.update_flow_run(runtime.flow_run.id, name=f"{what}: {runtime.flow_run.name}")
