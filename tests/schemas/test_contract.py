"""Whether a frame keeps its contract is seen without pandera; whatever breaks it, pandera tells."""

from unittest.mock import patch

import pandas as pd
import pandera.pandas as pa
import pytest
from pandera.errors import SchemaErrors
from pandera.typing.pandas import Series

from schemas.contract import Frame


class Pupils(Frame):
    code: Series[str] = pa.Field(unique=True, str_matches=r"^\d\d$")
    name: Series[str] = pa.Field(str_length={"min_value": 1})
    grade: Series[str] = pa.Field(isin=["a", "b"])
    age: Series[int] = pa.Field(gt=5)
    mark: Series[float] = pa.Field(ge=0, le=10, nullable=True)
    rank: Series[pd.Int64Dtype] = pa.Field(ge=1, nullable=True)

    class Config:
        unique = ["name", "grade"]  # noqa: RUF012 - pandera's own way to say it


class TypedPupils(Pupils):
    class Config:
        coerce = True


class Short(Frame):
    name: Series[str] = pa.Field(str_length={"max_value": 3})


class Even(Frame):
    number: Series[int]

    @pa.dataframe_check
    def are_even(cls, frame: pd.DataFrame) -> pd.Series:
        return frame["number"] % 2 == 0


def pupils(**columns: list) -> pd.DataFrame:
    usual = {"code": ["01", "02"], "name": ["Ani", "Budi"], "grade": ["a", "a"], "age": [6, 7], "mark": [10, None]}
    frame = pd.DataFrame(usual | {"rank": [1, None]} | columns)
    return frame.astype({"mark": "float64", "rank": "Int64"})


BROKEN = {
    "a column twice the same": pupils(code=["01", "01"]),
    "a wrong code": pupils(code=["01", "2"]),
    "a name without letters": pupils(name=["Ani", ""]),
    "not one of those there are": pupils(grade=["a", "c"]),
    "not above": pupils(age=[5, 7]),
    "below": pupils(mark=[-0.1, 1]),
    "beyond": pupils(mark=[10.1, 1]),
    "below, of those that may be missing": pupils(rank=[0, None]),
    "missing": pupils(name=["Ani", None]),
    "two columns twice the same": pupils(name=["Ani", "Ani"]),
    "numbers in place of texts": pupils(name=[1, 2]),
    "fractions in place of whole numbers": pupils(age=[6.0, 7.0]),
    "another order": pupils()[["name", "code", "grade", "age", "mark", "rank"]],
    "one column less": pupils().drop(columns="age"),
    "one column more": pupils(more=[1, 2]),
}


@pytest.mark.parametrize("frame", BROKEN.values(), ids=BROKEN)
def test_what_breaks_a_contract_is_told_by_pandera(frame):
    with pytest.raises(SchemaErrors):
        Pupils.validate(frame, lazy=True)


def test_a_check_that_is_none_of_the_usual_is_left_to_pandera():
    for model, kept, broken in ((Short, ["Ani"], ["Budi"]), (Even, [2], [3])):
        (column,) = model.to_schema().columns
        assert len(model.validate(pd.DataFrame({column: kept}), lazy=True)) == 1
        with pytest.raises(SchemaErrors):
            model.validate(pd.DataFrame({column: broken}), lazy=True)


def test_a_contract_that_is_kept_is_seen_at_a_glance():
    with patch.object(pa.DataFrameModel, "validate", side_effect=AssertionError):
        pd.testing.assert_frame_equal(Pupils.validate(pupils(), lazy=True), pupils())
        pd.testing.assert_frame_equal(TypedPupils.validate(pupils().astype({"age": "str"})), pupils())


def test_a_text_that_is_no_number_is_told_by_pandera():
    with pytest.raises(SchemaErrors):
        TypedPupils.validate(pupils(age=["6", "tujuh"]), lazy=True)


def test_who_changes_what_was_validated_changes_nobody_elses():
    given = pupils()
    validated = Pupils.validate(given)
    validated["age"] = 99
    pd.testing.assert_frame_equal(given, pupils())
