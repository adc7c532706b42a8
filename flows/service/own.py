"""What a deployment of ours is: the flows it may run, with the form of each. Whatever a server says beyond that is not
ours, and is neither started nor loaded."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from flows.command.arguments import WrongUse
from schemas.failure import Failure

if TYPE_CHECKING:
    from pydantic import BaseModel
    from pydantic_core import ErrorDetails


MOST_BYTES = 100_000
"""Of what a person says at once: more than anybody needs."""

Ask = Callable[[str, str, dict | None], Awaitable[tuple[int, Any]]]
"""Method, path and body for Prefect's API; status and answer."""


class Refused(Failure, ValueError):
    """What is asked for is not passed on."""


FLOWS = {
    "flows.nightly.nightly_report": "Request",
    "flows.reprocess.reprocess": "ReprocessRequest",
    "flows.approval.publish_final": "QuarterRequest",
    "flows.submission.check_submission": "FileRequest",
    "flows.watch.watch_nights": "",
}
"""Entrypoint -> the model of its request, in flows.forms."""
_WRONG = {
    "missing": "belum diisi",
    "enum": "harus dipilih dari daftar",
    "literal_error": "harus dipilih dari daftar",
    "string_pattern_mismatch": "harus dipilih dari daftar",
    "string_too_long": "terlalu panjang",
    "extra_forbidden": "tidak ada pada formulir",
}


def foreign(deployment: dict[str, Any]) -> str:
    """What in a deployment, as Prefect's API gives it, is not ours; '' where all is."""
    entrypoint = deployment.get("entrypoint")
    if entrypoint not in FLOWS:
        return f"entrypoint {entrypoint!r}"
    for name, allowed in (("path", (None, "", ".")), ("pull_steps", (None, [])), ("job_variables", (None, {}))):
        if deployment.get(name) not in allowed:
            return name
    return "storage_document_id" if deployment.get("storage_document_id") else ""


def request_of(entrypoint: str, sent: Any) -> dict[str, Any]:
    """The request of a run as its own model has it. Raises Refused."""
    from pydantic import ValidationError

    from flows import forms

    model: type[forms.Form] | None = getattr(forms, FLOWS[entrypoint], None)
    if model is None:
        raise Refused("Proses ini tidak mempunyai isian.")
    try:
        request = model.model_validate(sent)
        request.check()
    except ValidationError as error:
        raise Refused(_told(error.errors()[0], model)) from error
    except WrongUse as error:
        raise Refused(str(error)) from error
    return request.model_dump(mode="json", exclude_unset=True)


def _told(wrong: "ErrorDetails", model: "type[BaseModel]") -> str:
    """What is wrong with a field, by the name that it has in the form."""
    name = str(wrong["loc"][0]) if wrong["loc"] else ""
    field = model.model_fields.get(name)
    what = f"Isian '{field.title if field else name or 'formulir'}'"
    return f"{what} {_WRONG.get(wrong['type'], 'tidak dapat dipakai')}."
