"""The page as people use it: in Chromium, from a file, without a network."""

import re
import zlib
from contextlib import suppress
from dataclasses import replace
from functools import cache

import pandas as pd
import pytest

from config import catalogue
from schemas.category import printed
from schemas.consolidated import Consolidated
from schemas.external import ExternalIndex
from schemas.period import Period
from schemas.wording import number_text
from tasks.report.page.write import write_page
from tasks.report.tables import charts
from tasks.report.tables.contents import report_tables
from tasks.report.tables.lookups import facts_of
from tests.report_builders import PERIOD, consolidated

CHARTS = ("#plot-fields", "#plot-ranking", "#plot-trend", "#plot-budget", "#plot-absorption")
SERIOUS = {"serious", "critical"}
MOST_PAGES, LEAST_POINTS = 12, 7
"""With what is open when the page opens."""
DRAWN = re.compile(rb"^\.2399+ 0 0 -\.2399+ 0 841\.\d+ cm\s+q\s+([\d.]+) 0 0 ", re.MULTILINE)
SMALL_PRINT = """
least => [...document.querySelectorAll("body *")].flatMap(one => {
  const own = [...one.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.textContent.trim());
  const points = parseFloat(getComputedStyle(one).fontSize) * (one.getScreenCTM?.().a ?? 1) * 0.75;
  return own && one.checkVisibility() && points < least - 0.01 ? [`${one.textContent.trim()}: ${points}`] : [];
})
"""
COLLIDING = """
texts => texts.filter(one => one.textContent.trim()).flatMap((one, at, all) => {
  const [a, b] = [one.getBoundingClientRect(), document.documentElement.clientWidth];
  const outside = a.left < 0 || a.right > b ? [`${one.textContent}: keluar layar`] : [];
  return outside.concat(all.slice(at + 1).filter(other => {
    const c = other.getBoundingClientRect();
    const near = Math.abs(a.left - c.left) < 2 && Math.abs(a.top - c.top) < 2;
    return !(near && other.textContent === one.textContent) && Math.min(a.right, c.right) - Math.max(a.left, c.left) > 1
      && Math.min(a.bottom, c.bottom) - Math.max(a.top, c.top) > 3;
  }).map(other => `${one.textContent} / ${other.textContent}`));
})
"""
"""Labels of a drawing that lie on each other or outside the screen; each is drawn twice, as outline and as text."""


@cache
def quarter():
    return consolidated(problem="Data </script><img src=x onerror=alert(1)> belum padan")


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> str:
    path = tmp_path_factory.mktemp("page") / "laporan.html"
    write_page(quarter(), report_tables(quarter()), path)
    return path.as_uri()


@pytest.fixture
def visit(browser, address):
    """Opens the page; afterwards nothing was fetched beside it, and neither script nor policy complained."""
    contexts, requests, complaints = [], [], []

    def opened(width: int = 1280, theme: str = "light"):
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=theme, offline=True)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: requests.append(request.url))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
        page.on("dialog", lambda dialog: complaints.append(dialog.message))
        page.goto(address)
        for chart in CHARTS:
            page.locator(f"{chart} svg").first.wait_for()
        return page

    yield opened
    for context in contexts:
        context.close()
    assert set(requests) == {address}
    assert complaints == []


def texts(page, selector: str) -> list[str]:
    return [" ".join(text.split()) for text in page.locator(selector).all_inner_texts()]


def test_the_page_opens_without_a_network_and_draws_its_charts(visit):
    page = visit()
    best = quarter().regency.sort_values("rank").iloc[0]
    label = f"{best['printed_index'].replace('.', ',')}  B"
    assert label in page.locator("#plot-ranking svg").first.evaluate(
        "svg => [...svg.querySelectorAll('text')].map(t => t.textContent)"
    )
    assert texts(page, ".measures h3")[:3] == [
        "Rata-rata daerah yang melapor",
        "Rata-rata seluruh daerah",
        "Indeks gabungan provinsi",
    ]


@pytest.mark.browser
def test_what_is_seen_are_the_figures_of_the_quarter(visit):
    page, categories = visit(), catalogue.table("categories")
    for measure, shown in zip(
        ("mean_reported", "mean_all", "pooled", "own"), texts(page, ".measures .figure"), strict=True
    ):
        row = quarter().province.set_index(["measure", "field_code"]).loc[(measure, "ALL")]
        assert shown == row["printed_value"].replace(".", ",")
    fields = quarter().field.set_index(["regency_code", "field_code"])["field_index"]
    for place, field in enumerate(catalogue.fields()["field_code"], start=1):
        for code in quarter().regency["regency_code"]:
            [cell] = texts(page, f'#t-matrix tr[data-code="{code}"] > :nth-child({place + 1})')
            assert cell.split()[0] == (printed(fields[code, field], categories).replace(".", ",") or "nihil")


@pytest.mark.browser
def test_search_filter_and_order_leave_what_was_asked_for(visit):
    page = visit()
    page.fill("#search", "barito")
    names = texts(page, "#tiles li:visible .name")
    assert len(names) > 2
    assert all("Barito" in name for name in names)
    assert sorted(texts(page, "#t-matrix tbody tr:visible th")) == sorted(names)
    page.fill("#search", "")
    page.select_option("#category", "belum lapor")
    assert texts(page, "#tiles li:visible .name") == ["Kabupaten Seruyan", "Kabupaten Murung Raya"]
    assert texts(page, "#shown") == ["Menampilkan 2 dari 14 daerah."]
    page.select_option("#category", "")
    for wanted, found in (
        ("palangka raya", "Kota Palangkaraya"),
        ("62.09", "Kabupaten Lamandau"),
        ("KOTIM", "Kabupaten Kotawaringin Timur"),
        ("Kab. Kapuas", "Kabupaten Kapuas"),
    ):
        page.fill("#search", wanted)
        assert texts(page, "#tiles li:visible .name") == [found]
        assert texts(page, "#t-matrix tbody tr:visible th") == [found]
    page.fill("#search", "")
    page.select_option("#order", "name")
    assert texts(page, "#tiles .name") == sorted(texts(page, "#tiles .name"))


@pytest.mark.browser
def test_the_matrix_begins_with_the_lowest_index(visit):
    shown = [text.split()[0] for text in texts(visit(), "#t-matrix tbody td:last-child")]
    numbers = [float(text.replace(",", ".")) for text in shown[:-3]]
    assert numbers == sorted(numbers)
    assert set(shown[-3:]) == {"belum", "ditolak"}


@pytest.mark.browser
def test_of_a_rejected_report_it_is_said_which_cell_to_mend_and_how(visit):
    page = visit()
    page.locator('button.tile[data-open="62.05"]').click()
    [row] = page.locator("#detail table.t-errors tbody tr").all()
    assert [" ".join(cell.split()) for cell in row.locator("th, td").all_inner_texts()] == [
        "Kabupaten Barito Utara",
        catalogue.rules()["C05"].title,
        "Penerima",
        "F12",
        "Sel ini wajib diisi.",
    ]


@pytest.mark.browser
def test_what_was_spent_is_drawn_beside_what_was_reached(visit):
    drawn = visit().locator("#plot-absorption svg text").all_text_contents()
    for row in charts.result_by_regency(facts_of(quarter())).frame.itertuples():
        both = [f"{value:.2f}".replace(".", ",") for value in (row.absorbed, row.index)]
        assert "serapan {}, indeks {}".format(*both) in drawn


@pytest.mark.browser
def test_labels_do_not_collide_on_a_phone_with_the_quarters_of_two_years(browser, tmp_path):
    trend = quarter().trend
    now, first = trend["period"] == "2024-TW4", trend["period"].min()
    earlier = [trend[now].assign(period=f"2023-TW{number}", segment=90) for number in (1, 2, 3)]
    kept = trend[trend["period"] >= "2023-TW4"]
    long = replace(quarter(), trend=pd.concat([*earlier, kept], ignore_index=True))
    assert first >= "2023"
    write_page(long, report_tables(long), tmp_path / "a.html")
    page = browser.new_page(viewport={"width": 360, "height": 900})
    page.goto((tmp_path / "a.html").as_uri())
    page.select_option("#trend-regency", "62.02")
    for chart in (*CHARTS, "#plot-steps"):
        page.locator(f"{chart} svg").first.wait_for()
        assert page.locator(f"{chart} svg text").evaluate_all(COLLIDING) == [], chart
    page.close()


@pytest.mark.browser
def test_a_heading_sorts_by_number_and_reasons_stay_last(visit):
    page = visit()
    for direction, ascending in (("descending", False), ("ascending", True)):
        page.locator("#t-matrix thead th").last.get_by_role("button").click()
        shown = [text.split()[0] for text in texts(page, "#t-matrix tbody td:last-child")]
        numbers = [float(text.replace(",", ".")) for text in shown[:-3]]
        assert numbers == sorted(numbers, reverse=not ascending)
        assert set(shown[-3:]) == {"belum", "ditolak"}
        assert page.locator("#t-matrix thead th").last.get_attribute("aria-sort") == direction


@pytest.mark.browser
def test_from_a_regency_down_to_a_service_and_its_items_by_keyboard(visit):
    page = visit()
    tile = page.locator('button.tile[data-open="62.01"]')
    tile.focus()
    page.keyboard.press("Enter")
    assert texts(page, "#detail-name") == ["Kabupaten Kotawaringin Barat"]
    page.locator('#detail [data-field="KES"] > summary').press("Enter")
    row = quarter().service.set_index(["regency_code", "service_code"]).loc[("62.01", "K-KES-01")]
    [target, served] = texts(page, '#detail [data-service="K-KES-01"] td')[1:3]
    assert [target, served] == [number_text(row["target"]), number_text(row["served"])]
    page.locator('#detail [data-service="K-KES-01"] button').press("Enter")
    items = quarter().quality.query("regency_code == '62.01' and service_code == 'K-KES-01' and required > 0")
    shown = texts(page, "#detail .items tbody td:nth-child(3)")
    assert sorted(shown) == sorted(number_text(value) for value in items["required"])
    page.keyboard.press("Escape")
    assert not page.locator("#detail").is_visible()
    assert tile.evaluate("one => one === document.activeElement")


@pytest.mark.browser
def test_every_service_of_a_regency_shows_the_figures_of_the_data_file(visit):
    page, categories = visit(), catalogue.table("categories")
    page.evaluate("openDetail('62.02')")
    page.evaluate("all('#detail details').forEach((one) => { one.open = true; })")
    for row in quarter().service.query("regency_code == '62.02'").itertuples():
        texts_ = texts(page, f'#detail tr[data-service="{row.service_code}"] td')
        assert texts_[1:3] == [number_text(row.target, 0), number_text(row.served, 0)]
        for shown, value in zip(texts_[3:6], (row.recipient_pct, row.quality_pct, row.service_index), strict=True):
            if value == value:
                assert shown.split()[0] == printed(value, categories).replace(".", ",")
            else:
                assert shown in ("nihil", "tanpa butir", "sasaran 0")


@pytest.mark.browser
def test_the_trend_of_a_regency_is_drawn_beside_the_province(visit):
    page = visit()
    page.select_option("#trend-regency", "62.01")
    page.select_option("#trend-field", "KES")
    assert texts(page, "#trend-caption") == [
        "Indeks bidang Kesehatan Kabupaten Kotawaringin Barat dan provinsi per triwulan"
    ]
    rows = quarter().trend.query("field_code == 'KES' and regency_code in ('62', '62.01')")
    wanted = {printed(value, catalogue.table("categories")).replace(".", ",") for value in rows["value"]}
    page.locator("#plot-trend svg").first.wait_for()
    drawn = page.locator("#plot-trend svg text").all_text_contents()
    assert wanted <= set(drawn)


@pytest.mark.browser
def test_the_heat_map_goes_down_to_the_services_of_a_bidang(visit):
    page = visit()
    page.select_option("#depth", "KES")
    row = quarter().service.set_index(["regency_code", "service_code"])["service_index"]
    codes = [code for regency, code in row.index if regency == "62.01" and code.startswith("K-KES")]
    shown = [text.split()[0] for text in texts(page, '#services tr[data-code="62.01"] td')]
    expected = [printed(row["62.01", code], catalogue.table("categories")).replace(".", ",") for code in codes]
    assert shown == [text or "nihil" for text in expected]
    page.locator('#services tr[data-code="62.01"] td').first.click()
    assert page.locator('#detail details[data-field="KES"]').evaluate("one => one.open")


@pytest.mark.browser
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_people_with_a_screen_reader_or_weak_eyes_can_use_it(visit, theme):
    from axe_playwright_python.sync_playwright import Axe

    page = visit(theme=theme)
    assert [one for one in Axe().run(page).response["violations"] if one["impact"] in SERIOUS] == []
    page.locator('button.tile[data-open="62.01"]').click()
    page.locator('#detail [data-field="KES"] > summary').click()
    page.locator('#detail [data-service="K-KES-01"] button').click()
    assert [one for one in Axe().run(page).response["violations"] if one["impact"] in SERIOUS] == []


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 768, 1280, 1920])
def test_nothing_hangs_out_of_the_screen(visit, width):
    page = visit(width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.browser
def test_no_column_is_cut_off_on_a_desk(visit):
    page = visit(width=1440)
    page.evaluate("all('main details').forEach((one) => { one.open = true; })")
    hidden = "boxes => boxes.filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.ariaLabel)"
    assert page.locator("main .scroll").evaluate_all(hidden) == []


@pytest.mark.browser
def test_the_theme_follows_the_system_until_it_is_chosen(visit):
    page = visit(theme="dark")
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.get_by_role("button", name="Tampilan terang").click()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != dark
    page.locator("#plot-ranking svg").first.wait_for()


EAST_JAVA = tuple(catalogue.regencies("35")["code"])


def beside_others() -> Consolidated:
    """Of every regency others have published an index, which takes a table more."""
    found = (ExternalIndex(code, PERIOD, 87.355, "Rapor Pendidikan", "rapor.csv", 2, "ab" * 32) for code in EAST_JAVA)
    return replace(consolidated("35"), external=tuple(found))


PRINTED = {
    "14": quarter,
    "38, beside the index of others": beside_others,
    "15, the longest names": lambda: consolidated("71", missing=(), rejected=()),
    "14, before the year is over": lambda: consolidated(period=Period(2024, 2)),
    "38": lambda: consolidated("35"),
    "38, in the first quarter": lambda: consolidated("35", period=Period(2024, 1)),
    "38, some missing": lambda: consolidated("35", missing=EAST_JAVA[3:5], rejected=EAST_JAVA[7:8]),
    "38, a third of them": lambda: consolidated("35", missing=EAST_JAVA[::3], rejected=EAST_JAVA[1::3], nameless=2),
    "38, before the year is over": lambda: consolidated("35", missing=EAST_JAVA[::5], period=Period(2024, 2)),
    "38, all rejected": lambda: consolidated("35", missing=(), rejected=EAST_JAVA, own=False),
}
PAPER = (186, 269)
"""Millimetres between the margins of an A4 page."""


@pytest.mark.browser
@pytest.mark.parametrize("name", PRINTED)
def test_it_prints_on_few_pages_of_a4_the_one_for_the_governor_first(browser, tmp_path, name):
    made = PRINTED[name]()
    write_page(made, report_tables(made), tmp_path / "a.html")
    width, height = (round(millimetres * 96 / 25.4) for millimetres in PAPER)
    page = browser.new_page(viewport={"width": width, "height": height})
    page.goto((tmp_path / "a.html").as_uri())
    page.locator(".paper svg" if len(made.regency) else "#tiles").first.wait_for(state="attached")
    page.emulate_media(media="print")
    part = page.locator("#satu").bounding_box()
    assert part["y"] + part["height"] <= height
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(SMALL_PRINT, LEAST_POINTS) == []
    written = page.pdf(prefer_css_page_size=True)
    page.close()
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", written)
    assert {(round(float(width)), round(float(height))) for width, height in boxes} == {(595, 842)}
    assert 0 < len(re.findall(rb"/Type\s*/Page\b", written)) <= MOST_PAGES
    assert shrunk_to(written) == {1.0}


def shrunk_to(pdf: bytes) -> set[float]:
    """What Chromium did to the pages for something that is wider than a sheet: 1 is nothing. It draws in units of a
    300th of an inch, of which a pixel has 3.125."""
    found = set()
    for stream in re.finditer(rb"stream\r?\n", pdf):
        with suppress(zlib.error):  # a picture or a font
            found |= set(DRAWN.findall(zlib.decompressobj().decompress(pdf[stream.end() :])))
    return {round(float(size) / 3.125, 3) for size in found}


@pytest.mark.browser
def test_on_paper_the_charts_are_light_and_the_controls_are_gone(visit):
    page = visit(theme="dark")
    page.locator("#plot-ranking + .paper svg").first.wait_for(state="attached")
    page.emulate_media(media="print")
    assert not page.locator("#plot-ranking").is_visible()
    assert not page.locator("#filters").is_visible()
    assert page.locator("#plot-ranking + .paper").is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    inks = page.locator("#plot-ranking + .paper svg text").evaluate_all(
        "all => all.map((one) => one.getAttribute('fill'))"
    )
    assert "#1f2a37" in inks
    assert set(inks).isdisjoint({"#e4e9ee", "rgb(228,233,238)"})


@pytest.mark.browser
def test_an_open_regency_is_what_is_printed_from_its_beginning(visit):
    page = visit()
    page.locator('button.tile[data-open="62.01"]').click()
    page.emulate_media(media="print")
    assert page.locator("#detail-name").bounding_box()["y"] < 60
    assert page.locator("#detail").evaluate("one => getComputedStyle(one).overflow") == "visible"
    assert not page.locator("main").is_visible()


@pytest.mark.browser
def test_a_quarter_without_any_report_opens_and_shows_no_empty_chart(browser, tmp_path):
    empty = consolidated("34", missing=tuple(catalogue.regencies("34")["code"]), rejected=(), own=False)
    empty = replace(empty, trend=empty.trend.iloc[:0])
    write_page(empty, report_tables(empty), tmp_path / "a.html")
    page, complaints = browser.new_page(), []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.goto((tmp_path / "a.html").as_uri())
    assert texts(page, "#shown") == ["Menampilkan 5 dari 5 daerah."]
    assert page.locator("figure:visible").count() == 0
    page.locator('button.tile[data-open="34.01"]').click()
    assert "belum lapor" in texts(page, "#detail-body")[0]
    assert complaints == []
    page.close()


@pytest.mark.browser
def test_without_scripts_every_table_can_be_read(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    assert page.locator("#t-matrix tbody tr").count() == 14
    page.locator("details:has(#t-problems) > summary").click()
    assert page.locator("#t-problems").is_visible()
    assert not page.locator("#filters").is_visible()
    assert not page.locator("#plot-ranking").is_visible()
    context.close()
