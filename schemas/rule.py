"""A rule of the catalogue `config/rules.toml`."""

from dataclasses import dataclass, field

from schemas.finding import Finding, Severity


@dataclass(frozen=True)
class Rule:
    """`messages` holds one template per variant; the plain case is `default`. `form` says that the way out of it is to
    fill in the form, which goes with the answer."""

    code: str
    severity: Severity
    title: str
    messages: dict[str, str] = field(hash=False)
    form: bool = False

    def finding(
        self, variant: str = "default", /, *, sheet: str = "", cell: str = "", value: object = "", **words: object
    ) -> Finding:
        """A finding with its text filled in. A missing word or variant is our mistake and raises KeyError."""
        shown = shorten(value)
        message = self.messages[variant].format(sheet=sheet, cell=cell, value=shown, **words)
        return Finding(self.code, self.severity, message, sheet, cell, shown, variant=variant)


def shorten(value: object, limit: int = 120) -> str:
    """A cell's content as one short line, numbers without a trailing `.0`."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    text = " ".join(str(value).split()) if value is not None else ""
    return text if len(text) <= limit else text[: limit - 1] + "…"
