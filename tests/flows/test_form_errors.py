"""What stands beside a field that is filled in wrong: a sentence of ours, in the language of who fills it in."""

import pytest
from prefect import Flow

from flows.approval import DecisionOnWarnings
from flows.nightly import nightly_report
from flows.service.deployments import form_of
from flows.service.form_errors import wrong_in
from flows.service.own import Refused
from flows.submission import check_submission

pytestmark = pytest.mark.whole

NO_DATE = "bukan tanggal; tulis tanggal seperti 2025-01-22 atau 2025-01-22T08:00."
FROM_LIST = "Pilih dari daftar; yang baru tampak setelah halaman dimuat ulang."
YOGYAKARTA = "34 Daerah Istimewa Yogyakarta"


def told(flow: Flow, sent: object) -> object:
    """Field -> what is wrong with it, as the interface shows it."""
    found = wrong_in(form_of(flow).model_dump(exclude_unset=True), {"request": sent})
    assert found["valid"] is not bool(found["errors"])
    fields = [one for error in found["errors"] for one in error["errors"]]
    return {one["property"]: one["errors"] for one in fields if isinstance(one, dict)} or fields


@pytest.mark.parametrize(
    ("sent", "wrong"),
    [
        ({"province": YOGYAKARTA}, []),
        ({"province": YOGYAKARTA, "as_of": "2025-01-22"}, []),
        ({}, {"province": ["Belum diisi."]}),
        ({"province": ""}, {"province": ["Belum diisi."]}),
        ({"province": None}, {"province": ["Belum diisi."]}),
        ({"province": "99 Negeri Dongeng"}, {"province": [FROM_LIST]}),
        ({"province": YOGYAKARTA, "period": "2026"}, {"period": [FROM_LIST]}),
        ({"province": YOGYAKARTA, "period": ""}, {"period": ["Belum diisi."]}),
        ({"province": YOGYAKARTA, "what": "Hapus"}, {"what": [FROM_LIST]}),
        ({"province": YOGYAKARTA, "as_of": "x" * 41}, {"as_of": ["Terlalu panjang: paling banyak 40 huruf."]}),
        ({"province": YOGYAKARTA, "as_of": ""}, []),
        ({"province": YOGYAKARTA, "as_of": "kemarin"}, {"as_of": [f"'kemarin' {NO_DATE}"]}),
        ({"province": YOGYAKARTA, "as_of": "22/01/2025"}, {"as_of": [f"'22/01/2025' {NO_DATE}"]}),
        (
            {"province": YOGYAKARTA, "as_of": "2099-01-01"},
            {"as_of": ["Keadaan per '2099-01-01' belum terjadi; pilih saat yang sudah lewat, paling akhir sekarang."]},
        ),
        ({"province": YOGYAKARTA, "inbox": "/etc"}, ["Ada isian yang tidak ada pada formulir ini."]),
        ({"what": "Hapus"}, {"province": ["Belum diisi."], "what": [FROM_LIST]}),
        (None, ["Belum diisi."]),
        ("34", ["Tidak dapat dipakai."]),
    ],
)
def test_every_field_of_a_report_is_told_in_a_sentence(sent: object, wrong: object) -> None:
    assert told(nightly_report, sent) == wrong


def test_a_file_must_be_chosen() -> None:
    assert told(check_submission, {}) == {"file": ["Belum diisi."]}


def test_a_decision_says_what_is_missing() -> None:
    said = {"decision": "Tolak", "name": "S", "office": "", "warnings": "Sudah dijelaskan."}
    assert wrong_in(DecisionOnWarnings.model_json_schema(), said) == {
        "errors": [
            {"property": "name", "errors": ["Terlalu pendek: sedikitnya 3 huruf."]},
            {"property": "office", "errors": ["Belum diisi."]},
            {"property": "reason", "errors": ["Belum diisi."]},
        ],
        "valid": False,
    }


@pytest.mark.parametrize(
    "schema",
    [
        {"properties": {"a": {"$ref": "#/definitions/none"}}},
        {"properties": {"a": {"$ref": "http://127.0.0.1:9/schema"}}},
        {"properties": []},
        {"properties": {"a": {"type": "no such type"}}},
        {"$ref": "#"},
    ],
    ids=str,
)
def test_what_is_no_form_is_refused(schema: dict) -> None:
    with pytest.raises(Refused, match="tidak dapat diperiksa"):
        wrong_in(schema, {"a": "b"})


def test_a_pattern_that_takes_for_ever_is_not_looked_for() -> None:
    schema = {"properties": {"a": {"type": "string", "pattern": "^(a+)+$"}}}
    assert wrong_in(schema, {"a": "a" * 40 + "!"})["valid"]
