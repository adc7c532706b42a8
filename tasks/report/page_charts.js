// The charts, by BokehJS; drawn anew in the colours of the theme. Each only repeats a table of the page.
const { Plotting } = Bokeh;
const colour = (name) => getComputedStyle(root).getPropertyValue(`--${name}`).trim();
const bandColour = (band) => (band === null ? colour("shade") : colour(`b${band}`));
const narrow = () => window.innerWidth < 640;
const labelSize = () => `${Math.round(parseFloat(getComputedStyle(root).fontSize) * (narrow() ? 0.72 : 0.8))}px`;

/** The numbers of a table's column, by the text of its row's heading; rows without a number are left out. */
function columnOf(id, place) {
  return all("tbody tr", byId(id)).map((row) => {
    const cell = row.cells[place];
    return { name: row.cells[0].textContent.trim(), value: sortValue(cell, true), band: bandOf(cell) };
  }).filter((one) => one.value !== null);
}

function bandOf(cell) {
  const found = [...cell.classList].find((name) => /^b\d$/.test(name));
  return found ? Number(found[1]) : null;
}

function bare(options) {
  const made = Plotting.figure({ sizing_mode: "stretch_width", output_backend: "svg", toolbar_location: null, tools: "",
    background_fill_color: null, border_fill_color: null, outline_line_color: null, min_border: 4, ...options });
  for (const axis of [...made.xaxes, ...made.yaxes]) {
    axis.setv({ axis_line_color: colour("line"), major_tick_line_color: null, minor_tick_line_color: null,
      major_label_text_color: colour("ink"), major_label_text_font_size: labelSize(), major_label_text_font: "Arial, sans-serif" });
  }
  for (const grid of [...made.xgrids, ...made.ygrids]) grid.setv({ grid_line_color: null });
  return made;
}

/** Lines at the least index of each category. */
function indexAxis(axis, grid) {
  const ticker = new Bokeh.FixedTicker({ ticks: [0, 20, 40, 60, 70, 80, 90, 100] });
  axis.ticker = ticker;
  grid.setv({ ticker, grid_line_color: colour("line") });
}

function labels(made, source, options) {
  made.text({ text: { field: "label" }, source, text_color: colour("ink"), text_font_size: labelSize(),
    text_font: "Arial, sans-serif", text_baseline: "middle", ...options });
}

/** Lying bars from 0 to 100 with number and letter; `rows` are {name, value, band}, the first on top. */
function indexBars(rows) {
  const names = rows.map((one) => one.name);
  const made = bare({ y_range: [...names].reverse(), x_range: [0, 116], height: 44 + 26 * rows.length });
  const source = new Bokeh.ColumnDataSource({ data: { name: names, value: rows.map((one) => one.value),
    fill: rows.map((one) => bandColour(one.band)),
    label: rows.map((one) => index(one.value) + (one.band === null ? "" : `  ${letters[one.band]}`)) } });
  indexAxis(made.xaxes[0], made.xgrids[0]);
  made.hbar({ y: { field: "name" }, right: { field: "value" }, height: 0.72, fill_color: { field: "fill" },
    line_color: colour("muted"), line_width: 0.6, source });
  labels(made, source, { x: { field: "value" }, y: { field: "name" }, x_offset: 6 });
  return made;
}

/** Two lying bars a bidang, in million rupiah. */
function budgetBars() {
  const [planned, spent] = [columnOf("t-budget", 1), columnOf("t-budget", 2)];
  const names = planned.map((one) => one.name);
  const most = Math.max(1, ...planned.map((one) => one.value), ...spent.map((one) => one.value));
  const made = bare({ y_range: [...names].reverse(), x_range: [0, most * 1.3], height: 60 + 44 * names.length });
  made.xaxes[0].formatter = new Bokeh.NumeralTickFormatter({ format: "0,0", language: "de" });
  made.xaxes[0].ticker = new Bokeh.BasicTicker({ desired_num_ticks: narrow() ? 3 : 5 });
  made.xgrids[0].setv({ ticker: made.xaxes[0].ticker, grid_line_color: colour("line") });
  for (const [rows, offset, fill, name] of [[planned, -0.19, colour("bar"), "Alokasi"], [spent, 0.19, colour("bar2"), "Realisasi"]]) {
    const source = new Bokeh.ColumnDataSource({ data: { y: rows.map((one) => [one.name, -offset]),
      value: rows.map((one) => one.value), label: rows.map((one) => `${name} ${count(one.value)}`) } });
    made.hbar({ y: { field: "y" }, right: { field: "value" }, height: 0.34, fill_color: fill, line_color: null, source });
    labels(made, source, { x: { field: "value" }, y: { field: "y" }, x_offset: 5, text_font_size: narrow() ? "9px" : labelSize() });
  }
  return made;
}

const LINES = [["solid", "circle"], ["dashed", "square"]];

/** A line a place: the province always, the chosen regency beside it. */
function trendLines() {
  const { periods, values, province } = report.trend;
  const [code, field] = [byId("trend-regency").value, byId("trend-field").value];
  const shown = [[province, "Rata-rata provinsi", colour("bar")]];
  if (code) shown.push([code, regencies.get(code).name, colour("bar2")]);
  const what = field === "ALL" ? "Indeks SPM" : `Indeks bidang ${report.fields[field]}`;
  byId("trend-caption").textContent = `${what} ${code ? `${regencies.get(code).name} dan provinsi` : "provinsi"} per triwulan`;
  const numbers = shown.flatMap(([one]) => values[one]?.[field] ?? []).filter((value) => value !== null);
  const least = Math.max(0, Math.floor((Math.min(60, ...numbers) - 5) / 10) * 10);
  const made = bare({ x_range: periods, y_range: [least, 104], height: 300 });
  indexAxis(made.yaxes[0], made.ygrids[0]);
  shown.forEach(([one, name, line], place) => {
    const known = periods.map((period, at) => [period, values[one]?.[field]?.[at] ?? NaN]);
    const source = new Bokeh.ColumnDataSource({ data: { x: known.map(([x]) => x), y: known.map(([, y]) => y),
      label: known.map(([, y]) => (Number.isNaN(y) ? "" : index(y))) } });
    const [dash, marker] = LINES[place];
    made.line({ x: { field: "x" }, y: { field: "y" }, line_color: line, line_width: 2.5, line_dash: dash, source, legend_label: name });
    made.scatter({ x: { field: "x" }, y: { field: "y" }, marker, size: 9, fill_color: line, line_color: colour("paper"), source, legend_label: name });
    labels(made, source, { x: { field: "x" }, y: { field: "y" }, text_align: "center", y_offset: place ? 16 : -16 });
  });
  made.legend.setv({ location: "bottom_right", background_fill_color: colour("paper"), border_line_color: colour("line"),
    label_text_color: colour("ink"), label_text_font_size: labelSize(), label_text_font: "Arial, sans-serif" });
  return made;
}

const ranked = () => report.regencies.filter((one) => one.band !== null).map((one) => ({ ...one, value: one.index }));
const charts = {
  "plot-fields": () => indexBars(columnOf("t-fields", 1)),
  "plot-ranking": () => indexBars(ranked()),
  "plot-trend": trendLines,
  "plot-budget": budgetBars,
};

async function draw(id) {
  const place = byId(id);
  if (!place) return;
  place.replaceChildren();
  await Plotting.show(charts[id](), place);
}

const drawAll = () => Object.keys(charts).forEach(draw);
Bokeh.settings.log_level = "error";
drawAll();
document.addEventListener("themechange", drawAll);
all("#trend-regency, #trend-field").forEach((one) => one.addEventListener("change", () => draw("plot-trend")));
