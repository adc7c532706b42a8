"""What the body of a person's request may say: it is read strictly, and what goes on to Prefect is written anew from
its model. Prefect's own filters are the models of questions; starting and cancelling a run have ours.
"""

import json
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

from prefect.server.events.counting import TimeUnit
from prefect.server.events.filters import EventFilter
from prefect.server.schemas import filters
from pydantic import AwareDatetime, BaseModel, Field, ValidationError, field_validator

from flows.service.own import MOST_BYTES, Refused

if TYPE_CHECKING:
    from starlette.types import Receive


class _Body(BaseModel, extra="forbid"):
    pass


_Word = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.:-]{1,200}$")]
_Ids = Annotated[list[_Word], Field(max_length=500)]
_Count = Annotated[int, Field(ge=0, le=1_000_000)]


class Question(_Body):
    """Which of the things that Prefect remembers somebody wants to see; each route takes the fields that it knows."""

    sort: _Word | None = None
    limit: _Count | None = None
    offset: _Count | None = None
    page: _Count | None = None
    flows: filters.FlowFilter | None = None
    flow_runs: filters.FlowRunFilter | None = None
    task_runs: filters.TaskRunFilter | None = None
    deployments: filters.DeploymentFilter | None = None
    work_pools: filters.WorkPoolFilter | None = None
    work_pool_queues: filters.WorkQueueFilter | None = None
    work_queues: filters.WorkQueueFilter | None = None
    logs: filters.LogFilter | None = None
    artifacts: filters.ArtifactFilter | None = None
    history_start: datetime | None = None
    history_end: datetime | None = None
    history_interval_seconds: float | None = None
    flow_ids: _Ids | None = None
    flow_run_ids: _Ids | None = None
    prefix: _Word | None = None
    exclude_keys: _Ids | None = None


class LatestQuestion(Question):
    artifacts: filters.ArtifactCollectionFilter | None = None


class EventQuestion(_Body):
    filter: EventFilter | None = None
    limit: _Count | None = None
    time_unit: TimeUnit | None = None
    time_interval: float | None = None


class Validation(_Body):
    """What stands in a form, to be told what is wrong with it; nothing is looked up for it."""

    form: dict[str, Any] = Field(alias="schema")
    values: dict[str, Any]

    @field_validator("values")
    @classmethod
    def _as_it_stands(cls, values: dict[str, Any]) -> dict[str, Any]:
        if "__prefect_kind" in json.dumps(values):  # a template, or a variable of the server
            raise ValueError("rujukan tidak diteruskan")
        return values


class _Planned(_Body):
    """That a run is to begin now, or later."""

    scheduled_time: AwareDatetime | None = None
    pause_reschedule: Literal[False] = Field(False, exclude=True)
    deferred: Literal[False] = Field(False, exclude=True)
    untrackable_result: Literal[False] = Field(False, exclude=True)


class _Policy(_Body):
    resuming: Literal[False] = False
    max_retries: Literal[0] = 0
    retry_delay_seconds: Literal[0] = 0
    retries: Literal[0] = 0
    retry_delay: Literal[0] = 0


class _Scheduled(_Body):
    type: Literal["SCHEDULED"] = "SCHEDULED"
    message: str | None = Field(None, exclude=True)
    state_details: _Planned = _Planned()


class Start(_Body):
    """A run of one of our deployments. What the interface sends along besides may only say what holds anyway."""

    parameters: dict[Literal["request"], Any] = {}
    state: _Scheduled = _Scheduled()
    name: str | None = Field(None, exclude=True)  # a run names itself
    tags: list[str] | None = Field(None, exclude=True)
    enforce_parameter_schema: Literal[True] = True
    empirical_policy: _Policy | None = Field(None, exclude=True)
    job_variables: Annotated[dict, Field(max_length=0)] | None = Field(None, exclude=True)
    work_queue_name: Literal[""] | None = Field(None, exclude=True)


class _Ending(_Body):
    type: Literal["CANCELLING", "CANCELLED"]
    name: Literal["Cancelling", "Cancelled"] | None = None
    message: Annotated[str, Field(max_length=500)] | None = None


class Cancel(_Body):
    """Ends a run. Never by force, whatever the interface asks for: what has ended stays as it ended."""

    state: _Ending
    force: bool = Field(False, exclude=True)


_ALL = (Question, LatestQuestion, EventQuestion, Validation, Start, Cancel)
_MODELS = {model.__name__: model for model in _ALL}
_FILTERS = {"EventFilter": EventFilter, "LogFilter": filters.LogFilter}


def rebuilt(model: str, sent: bytes) -> BaseModel:
    """A body as its model. Raises Refused."""
    return _as_model(_MODELS[model], _read(sent) if sent else {})


def written(body: BaseModel) -> bytes:
    """What goes on to Prefect."""
    return body.model_dump_json(exclude_unset=not isinstance(body, Start), exclude_none=True).encode()


def listening(model: str, sent: str) -> str:
    """The message that says what is listened to, written anew. Raises Refused."""
    message = _read(sent.encode())
    known = isinstance(message, dict) and message.keys() <= {"type", "filter", "backfill"}
    if not known or message.get("type") != "filter":
        raise Refused("Pesan ini tidak dikenal.")
    wanted = _as_model(_FILTERS[model], message.get("filter", {}))
    said = {"type": "filter", "filter": wanted.model_dump(mode="json", exclude_unset=True)}
    return json.dumps(said | {"backfill": message.get("backfill") is not False})


def introduction(sent: str) -> str:
    """The token of the message in which a listener says who it is; '' where there is none. Raises Refused."""
    message = _read(sent.encode())
    if not isinstance(message, dict) or message.get("type") != "auth":
        raise Refused("Pesan pertama harus menyebut siapa yang bertanya.")
    token = message.get("token")
    return token if isinstance(token, str) else ""


def _as_model(model: type[BaseModel], content: Any) -> BaseModel:
    try:
        return model.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "isi"
        raise Refused(f"Permintaan tidak diteruskan: {where} tidak boleh berisi ini.") from error


def _read(sent: bytes) -> Any:
    """JSON in which every name stands once: of two, one program would read the first and another the last. Halves of
    characters, which JSON can write, are none."""
    try:
        read = json.loads(sent.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_number)
        json.dumps(read, ensure_ascii=False).encode()
        return read
    except (ValueError, RecursionError) as error:
        raise error if isinstance(error, Refused) else Refused("Isi permintaan bukan JSON yang benar.") from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Refused("Isi permintaan menyebut satu nama dua kali.")
    return found


def _no_number(_: str) -> None:
    raise Refused("Isi permintaan memuat angka yang bukan angka.")


async def all_of(receive: "Receive") -> bytes:
    """Raises Refused for more than anybody needs to say."""
    sent = b""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Refused("Permintaan terputus.")
        sent += message.get("body", b"")
        if len(sent) > MOST_BYTES:
            raise Refused("Isi permintaan terlalu besar.")
        if not message.get("more_body"):
            return sent
