"""What is wrong with a form that is being filled in, in the words of who fills it in. Prefect's own are English, and
those of JSON Schema."""

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from jsonschema import Draft202012Validator
from prefect.utilities.schema_tools.validation import (
    CircularSchemaRefError,
    ValidationError,
    build_error_obj,
    is_valid_schema,
    validate,
)

from flows.command.arguments import WrongUse, moment_of
from flows.forms import MOMENT, SEEN, seen
from flows.service.own import Refused, foreign, request_of

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError as Wrong

_MISSING = "Belum diisi."
_SENTENCES = {
    "required": _MISSING,
    "enum": "Pilih dari daftar; yang baru tampak setelah halaman dimuat ulang.",
    "const": "Pilih dari daftar.",
    "minLength": "Terlalu pendek: sedikitnya {limit} huruf.",
    "maxLength": "Terlalu panjang: paling banyak {limit} huruf.",
    "additionalProperties": "Ada isian yang tidak ada pada formulir ini.",
}
_EASTERNMOST = ZoneInfo("Asia/Jayapura")
_EXPENSIVE = ("pattern", "patternProperties")
"""Who sends a schema could have the server look for a pattern until tomorrow; what ours have one for has a list too."""


@Draft202012Validator.FORMAT_CHECKER.checks(MOMENT, raises=WrongUse)
def _is_moment(text: object) -> bool:
    """As far as can be said without the province, where it may be later than here: the start of the run looks again."""
    if isinstance(text, str) and text:
        moment_of(text, _EASTERNMOST)
    return True


@Draft202012Validator.FORMAT_CHECKER.checks(SEEN, raises=WrongUse)
def _is_seen(text: object) -> bool:
    if isinstance(text, str):
        seen(text)
    return True


def wrong_in(schema: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
    """As Prefect answers: `valid`, and of each field what is wrong with it. Raises Refused for what is no form."""
    return build_error_obj([_at(wrong, place) for place, wrong in _found(schema, values).items()])


def first_wrong(schema: dict[str, Any], values: dict[str, Any]) -> str:
    """The same of the first field that is filled in wrong, as a sentence that names it; '' where all is right."""
    for place, wrong in _found(schema, values).items():
        if place == ("request",):
            return "Formulirnya belum diisi: pilih Custom run, isi, lalu tekan Submit."
        title = _title(schema, place)
        return f"Isian '{title}': {wrong.message[0].lower()}{wrong.message[1:]}" if title else wrong.message
    return ""


def parameters_of(deployment: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    """With what a run of a deployment, as Prefect's API gives it, is begun: the request as our model has it. Raises
    Refused where the deployment is not ours, or its form does not allow it."""
    if strange := foreign(deployment):
        raise Refused(f"Deployment ini bukan milik layanan ini ({strange}).")
    asked = {"request": request_of(deployment["entrypoint"], given["request"])} if "request" in given else {}
    if wrong := first_wrong(deployment["parameter_openapi_schema"], deployment["parameters"] | asked):
        raise Refused(wrong)
    return asked


def _found(schema: dict[str, Any], values: dict[str, Any]) -> "dict[tuple, Wrong]":
    """Place -> what is wrong there."""
    try:
        bare = _without_patterns(schema)
        is_valid_schema(bare)
        found = validate(values, bare)
    except (CircularSchemaRefError, ValidationError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise Refused("Formulir ini tidak dapat diperiksa.") from error
    told: dict[tuple, Wrong] = {}
    for wrong in sorted(found, key=lambda one: one.validator == "format"):  # what is too long is told as that
        wrong.message = _sentence(wrong)
        for place in _places(wrong):
            told.setdefault(place, wrong)
    return told


def _title(schema: dict[str, Any], place: tuple) -> str:
    """What the field of a form of ours is called in it."""
    forms = (schema, *schema.get("definitions", {}).values())
    fields = (form.get("properties", {}).get(place[-1], {}) for form in forms if place)
    return next((field["title"] for field in fields if "title" in field), "")


def _sentence(wrong: "Wrong") -> str:
    if wrong.instance in (None, ""):
        return _MISSING
    if isinstance(wrong.cause, WrongUse):
        return str(wrong.cause)
    return _SENTENCES.get(wrong.validator, "Tidak dapat dipakai.").format(limit=wrong.validator_value)


def _places(wrong: "Wrong") -> list[tuple]:
    """The fields that it is told beside: what is missing is no field of what was sent."""
    place = tuple(wrong.absolute_path)
    if wrong.validator != "required":
        return [place]
    return [(*place, name) for name in wrong.validator_value if name not in wrong.instance]


def _at(wrong: "Wrong", place: tuple) -> "Wrong":
    return type(wrong)(wrong.message, validator="told", path=place, instance=wrong.instance)


def _without_patterns(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_without_patterns(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    return {name: _without_patterns(one) for name, one in schema.items() if name not in _EXPENSIVE}
