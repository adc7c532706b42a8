"""Which formulas only compute, from the cells of their own workbook. Every other one fetches something, starts
something or leads somewhere, or is of a function that nobody here knows: a marked copy has none of them."""

import re
from functools import cache, lru_cache

DEAD = "#REF!"
"""What a spreadsheet program itself writes where a reference leads nowhere any more."""

_REACH_OUT = {"HYPERLINK", "RTD"}
_LATER = """
ACOT ACOTH AGGREGATE ANCHORARRAY ARABIC ARRAYTOTEXT BASE BETA.DIST BETA.INV BINOM.DIST BINOM.DIST.RANGE BINOM.INV BITAND
BITLSHIFT BITOR BITRSHIFT BITXOR BYCOL BYROW CEILING.MATH CEILING.PRECISE CHISQ.DIST CHISQ.DIST.RT CHISQ.INV
CHISQ.INV.RT CHISQ.TEST CHOOSECOLS CHOOSEROWS COMBINA CONCAT CONFIDENCE.NORM CONFIDENCE.T COT COTH COVARIANCE.P
COVARIANCE.S CSC CSCH DAYS DBCS DECIMAL DROP ENCODEURL ERF.PRECISE ERFC.PRECISE EXPAND EXPON.DIST F.DIST F.DIST.RT F.INV
F.INV.RT F.TEST FILTER FLOOR.MATH FLOOR.PRECISE FORECAST.ETS FORECAST.ETS.CONFINT FORECAST.ETS.SEASONALITY
FORECAST.ETS.STAT FORECAST.LINEAR FORMULATEXT GAMMA GAMMA.DIST GAMMA.INV GAMMALN.PRECISE GAUSS GROUPBY HSTACK
HYPGEOM.DIST IFNA IFS IMCOSH IMCOT IMCSC IMCSCH IMSEC IMSECH IMSINH IMTAN ISFORMULA ISOMITTED ISOWEEKNUM LAMBDA LET
LOGNORM.DIST LOGNORM.INV MAKEARRAY MAP MAXIFS MINIFS MODE.MULT MODE.SNGL MUNIT NEGBINOM.DIST NORM.DIST NORM.INV
NORM.S.DIST NORM.S.INV NUMBERVALUE PDURATION PERCENTILE.EXC PERCENTILE.INC PERCENTOF PERCENTRANK.EXC PERCENTRANK.INC
PERMUTATIONA PHI PIVOTBY POISSON.DIST QUARTILE.EXC QUARTILE.INC RANDARRAY RANK.AVG RANK.EQ REDUCE REGEXEXTRACT
REGEXREPLACE REGEXTEST RRI SCAN SEC SECH SEQUENCE SHEET SHEETS SINGLE SKEW.P SORT SORTBY STDEV.P STDEV.S SWITCH T.DIST
T.DIST.2T T.DIST.RT T.INV T.INV.2T T.TEST TAKE TEXTAFTER TEXTBEFORE TEXTJOIN TEXTSPLIT TOCOL TOROW TRIMRANGE UNICHAR
UNICODE UNIQUE USDOLLAR VALUETOTEXT VAR.P VAR.S VSTACK WEIBULL.DIST WRAPCOLS WRAPROWS XLOOKUP XMATCH XOR Z.TEST
"""

_PIECES = re.compile(r"""("(?:[^"]|"")*")|('(?:[^']|'')*')|\[(?:[^\[\]']|'.)*\]""", re.S)
"""From left to right: a text, the name of a sheet in quotes, a bracket (a column of a table, or another workbook)."""
_TARGET, _OTHER_TEXT, _SHEET, _FILE, _BRACKET = "\ue000\ue001\ue002\ue003\ue004"
_OPENED = re.compile(r'"(?:#|https?://|mailto:)', re.I)
_NOT_IN_NAMES = re.compile(r"[\[\]\\/?*]")
"""No sheet can be called so: the name is one of a file."""
_OTHER_BOOK = re.compile(rf"{_BRACKET}[^!,;()+*/&=<>^\s-]*!")
"""`[1]Penerima!A1`, `[1]!Nama`; a column of a table (`Tabel[Target]`) has no sheet behind it."""
_PLAIN_LINK = re.compile(rf"HYPERLINK\s*\(\s*{_TARGET}\s*(?=[,)])", re.I)
"""A link that everybody sees before it is clicked, and that sends nothing from the cells."""
_FUNCTION = re.compile(r"([A-Za-z_\\][\w.\\]*)\s*\(")
_PREFIXES = re.compile(r"^(?:_xlfn\.|_xlws\.)+", re.I)


@lru_cache(maxsize=20_000)
def is_live(formula: str) -> bool:
    """Whether it does more than compute."""
    bare = _PLAIN_LINK.sub("(", _PIECES.sub(_placeholder, formula))
    if any(sign in bare for sign in ("'", '"', "|", _FILE)) or "_xleta" in bare.lower():  # cmd|'/c calc'!A0: DDE
        return True
    if _OTHER_BOOK.search(bare):
        return True
    return any(_PREFIXES.sub("", name).upper() not in _computing() for name in _FUNCTION.findall(bare))


@cache
def _computing() -> set[str]:
    from openpyxl.utils import FORMULAE  # 10 MB that only a run with formulas to judge needs

    known = {name for name in FORMULAE if not name.startswith("CUBE")} - _REACH_OUT
    return known | set(_LATER.split())


def _placeholder(piece: re.Match) -> str:
    text, name = piece.groups()
    if text:
        return _TARGET if _OPENED.match(text) else _OTHER_TEXT
    if name:
        return _FILE if _NOT_IN_NAMES.search(name) else _SHEET
    return _BRACKET
