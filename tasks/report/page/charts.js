// The charts, by BokehJS. Each only repeats a table of the page, and is drawn twice: for the screen, in the colours of
// the theme, and for paper, light and as wide as its place there (`.paper`), because printing does not wait for a new
// drawing.
const { Plotting } = Bokeh;

/** What a drawing needs to know of where it goes. */
function lookOf(place, isPaper) {
  const style = getComputedStyle(place);
  const colour = (name) => style.getPropertyValue(`--${name}`).trim();
  return {
    colour,
    bandColour: (band) => colour(band === null ? "shade" : `b${band}`),
    width: place.clientWidth,
    narrow: place.clientWidth < 480,
    step: isPaper ? 11 : 26,
    tall: isPaper ? 170 : 280,
    font: {
      size: isPaper ? "9.5px" : `${Math.round(parseFloat(getComputedStyle(root).fontSize) * 0.8)}px`,
      name: "Arial, sans-serif",
    },
  };
}

/** The numbers of a table's column, by the text of its row's heading; rows without a number are left out. */
function columnOf(id, place) {
  return all("tbody tr", byId(id))
    .map((row) => {
      const cell = row.cells[place];
      return { name: short(row.cells[0].textContent.trim()), value: sortValue(cell, true), band: bandOf(cell) };
    })
    .filter((one) => one.value !== null);
}

const short = (name) => name.replace(/^Kabupaten /, "Kab. ").replace("Kepulauan ", "Kep. ");

function bandOf(cell) {
  const found = [...cell.classList].find((name) => /^b\d$/.test(name));
  return found ? Number(found[1]) : null;
}

function bare(look, options) {
  const made = Plotting.figure({
    sizing_mode: "stretch_width",
    output_backend: "svg",
    toolbar_location: null,
    tools: "",
    background_fill_color: null,
    border_fill_color: null,
    outline_line_color: null,
    min_border: 4,
    ...options,
  });
  for (const axis of [...made.xaxes, ...made.yaxes]) {
    axis.setv({
      axis_line_color: look.colour("line"),
      major_tick_line_color: null,
      minor_tick_line_color: null,
      major_label_text_color: look.colour("ink"),
      major_label_text_font_size: look.font.size,
      major_label_text_font: look.font.name,
    });
  }
  for (const grid of [...made.xgrids, ...made.ygrids]) grid.setv({ grid_line_color: null });
  return made;
}

const pen = document.createElement("canvas").getContext("2d");
/** Pixels between the parts of a lying bar: its name, itself, its label. */
const BESIDE = 14;

/** How wide the widest of the texts is. */
function wide(look, texts) {
  pen.font = `${look.font.size} ${look.font.name}`;
  return Math.max(...texts.map((text) => pen.measureText(text).width)) + BESIDE;
}

/** Where an axis from `least` ends so that a bar up to `most` leaves room for its label. */
function endOf(look, names, labels, most, least = 0) {
  const room = look.width - wide(look, names);
  return least + ((most - least) * room) / Math.max(room - wide(look, labels), room / 6);
}

/** Lines at the least index of each category, of as many as can be read on the `long` pixels from 0 to 100. */
function indexAxis(look, axis, grid, long = Infinity) {
  const ticks = long < 75 ? [0, 100] : long < 300 ? [0, 60, 100] : [0, 20, 40, 60, 70, 80, 90, 100];
  const ticker = new Bokeh.FixedTicker({ ticks });
  axis.ticker = ticker;
  grid.setv({ ticker, grid_line_color: look.colour("line") });
}

function labels(look, made, source, options) {
  made.text({
    text: { field: "label" },
    source,
    text_color: look.colour("ink"),
    text_font_size: look.font.size,
    text_font: look.font.name,
    text_baseline: "middle",
    background_fill_color: look.colour("paper"),
    padding: 2,
    ...options,
  });
}

/** Lying bars from 0 to 100 with number and letter; `rows` are {name, value, band}, the first on top. */
function indexBars(look, rows) {
  const names = rows.map((one) => one.name);
  const label = rows.map((one) => index(one.value) + (one.band === null ? "" : `  ${letters[one.band]}`));
  const end = endOf(look, names, label, 100);
  const made = bare(look, {
    y_range: [...names].reverse(),
    x_range: [0, end],
    height: 44 + look.step * rows.length,
  });
  const source = new Bokeh.ColumnDataSource({
    data: {
      name: names,
      value: rows.map((one) => one.value),
      fill: rows.map((one) => look.bandColour(one.band)),
      label,
    },
  });
  indexAxis(look, made.xaxes[0], made.xgrids[0], ((look.width - wide(look, names)) * 100) / end);
  made.hbar({
    y: { field: "name" },
    right: { field: "value" },
    height: 0.72,
    fill_color: { field: "fill" },
    line_color: look.colour("muted"),
    line_width: 0.6,
    source,
  });
  labels(look, made, source, { x: { field: "value" }, y: { field: "name" }, x_offset: 6 });
  return made;
}

/** Two lying bars a bidang, in million rupiah. */
function budgetBars(look) {
  const [planned, spent] = [columnOf("t-budget", 1), columnOf("t-budget", 2)];
  const names = planned.map((one) => one.name);
  const most = Math.max(1, ...[...planned, ...spent].map((one) => one.value));
  const labelled = (name) => (one) => `${name} ${count(one.value)}`;
  const told = [...planned.map(labelled("Alokasi")), ...spent.map(labelled("Realisasi"))];
  const made = bare(look, {
    y_range: [...names].reverse(),
    x_range: [0, endOf(look, names, told, most)],
    height: 20 + 44 * names.length,
  });
  made.xaxes[0].visible = false;
  for (const [rows, up, fill, name] of [
    [planned, 0.19, "bar", "Alokasi"],
    [spent, -0.19, "bar2", "Realisasi"],
  ]) {
    const source = new Bokeh.ColumnDataSource({
      data: {
        y: rows.map((one) => [one.name, up]),
        value: rows.map((one) => one.value),
        label: rows.map(labelled(name)),
      },
    });
    made.hbar({
      y: { field: "y" },
      right: { field: "value" },
      height: 0.34,
      fill_color: look.colour(fill),
      line_color: null,
      source,
    });
    labels(look, made, source, { x: { field: "value" }, y: { field: "y" }, x_offset: 5 });
  }
  return made;
}

/** How much of the money was spent, a bar a regency, and over it its index. */
function absorptionBars(look) {
  const [reached, spent] = absorbed();
  const names = spent.map((one) => one.name);
  const most = Math.max(100, ...spent.map((one) => one.value));
  const label = spent.map((one, at) => {
    const [part, whole] = [index(one.value), index(reached[at].value)];
    return look.narrow ? `${part} ◆ ${whole}` : `serapan ${part}, indeks ${whole}`;
  });
  const made = bare(look, {
    y_range: [...names].reverse(),
    x_range: [0, endOf(look, names, label, most)],
    height: 44 + look.step * names.length,
  });
  made.xaxes[0].ticker = new Bokeh.FixedTicker({ ticks: [0, 50, 100] });
  const source = new Bokeh.ColumnDataSource({
    data: {
      name: names,
      spent: spent.map((one) => one.value),
      reached: reached.map((one) => one.value),
      end: spent.map((one, at) => Math.max(one.value, reached[at].value)),
      label,
    },
  });
  made.hbar({ y: { field: "name" }, right: { field: "spent" }, height: 0.6, fill_color: look.colour("bar2"), line_color: null, source });
  made.scatter({
    x: { field: "reached" },
    y: { field: "name" },
    marker: "diamond",
    size: 13,
    fill_color: look.colour("bar"),
    line_color: look.colour("paper"),
    source,
  });
  labels(look, made, source, { x: { field: "end" }, y: { field: "name" }, x_offset: 9 });
  return made;
}

const LINES = [
  ["bar", "solid", "circle"],
  ["bar2", "dashed", "square"],
];
const APART = 16;
/** So many pixels of the width a quarter needs to bear its number and its name. */
const QUARTER = 46;

/** On two lines; `crowded` leaves out what every quarter would repeat. */
const quarterName = (key, crowded) =>
  key.replace(
    /^(\d+)-TW(\d)$/,
    (_, year, at) => `${crowded ? "" : "TW "}${["I", "II", "III", "IV"][at - 1]}\n${year}`,
  );

/** The province always, and the chosen regency beside it. A line joins the quarters of one segment: a quarter without a
 * report is a gap at its place, and nothing joins two years, because figures begin anew on 1 January. */
function trendLines(look) {
  const { periods, values, province } = report.trend;
  const [code, field] = [byId("trend-regency").value, byId("trend-field").value];
  const shown = [[province, "Rata-rata provinsi"], ...(code ? [[code, regencies.get(code).name]] : [])];
  const numbers = shown.flatMap(([one]) => values[one]?.[field] ?? []).map((one) => one?.[0] ?? 100);
  const least = Math.max(0, Math.floor((Math.min(60, ...numbers) - 5) / 10) * 10);
  const crowded = look.width / periods.length < QUARTER;
  const named = (key) => quarterName(key, crowded);
  const other = (one, at) => shown.filter(([code]) => code !== one).map(([code]) => values[code]?.[field]?.[at]?.[0]);
  const made = bare(look, { x_range: periods.map(named), y_range: [least, 106], height: look.tall });
  indexAxis(look, made.yaxes[0], made.ygrids[0]);
  shown.forEach(([one, name], place) => {
    const [line, line_dash, marker] = LINES[place];
    const line_color = look.colour(line);
    const known = periods
      .map((key, at) => ({ key, at, told: values[one]?.[field]?.[at] }))
      .filter(({ told }) => told)
      .map(({ key, at, told }) => [named(key), ...told, at]);
    const legend = code ? { legend_label: name } : {};
    for (const segment of new Set(known.map(([, , number]) => number))) {
      const joined = known.filter(([, , number]) => number === segment);
      const [x, y] = [0, 1].map((column) => joined.map((quarter) => quarter[column]));
      const places = joined.map((quarter) => quarter[3]);
      const label = y.map((value, at) => (crowded && (periods.length - 1 - places[at]) % 2 ? "" : index(value)));
      const above = y.map((value, at) => other(one, places[at]).every((lower) => !(lower > value || (lower === value && place))));
      const source = new Bokeh.ColumnDataSource({
        data: { x, y, label, away: above.map((is) => (is ? -APART : APART)) },
      });
      const at = { x: { field: "x" }, y: { field: "y" }, source };
      made.line({ ...at, ...legend, line_color, line_width: 2.5, line_dash });
      made.scatter({ ...at, ...legend, marker, size: 9, fill_color: line_color, line_color: look.colour("paper") });
      labels(look, made, source, { ...at, text_align: "center", y_offset: { field: "away" } });
    }
  });
  if (code) {
    made.legend.setv({
      location: "bottom_right",
      background_fill_color: look.colour("paper"),
      border_line_color: look.colour("line"),
      label_text_color: look.colour("ink"),
      label_text_font_size: look.font.size,
      label_text_font: look.font.name,
    });
  }
  return made;
}

/** From the index then to the index now: what each cause added or took away, with its sign. */
function steps(look) {
  const rows = report.steps.map(([name, points, to], at) => {
    const from = at ? report.steps[at - 1][2] : null;
    return { name: short(name), points, to, from: typeof points === "number" ? from : null };
  });
  const names = rows.map((one) => one.name);
  const ends = rows.map((one) => one.to);
  const [least, most] = [Math.max(0, Math.floor(Math.min(...ends) - 3)), Math.max(...ends)];
  const signed = (points) => (points > 0 ? "+" : "") + index(points).replace("-", "−");
  const label = rows.map((one) => (one.from === null ? index(one.to) : signed(one.points)));
  const made = bare(look, {
    y_range: [...names].reverse(),
    x_range: [least, endOf(look, names, label, most, least)],
    height: 24 + look.step * rows.length,
  });
  made.xaxes[0].visible = false;
  const source = new Bokeh.ColumnDataSource({
    data: {
      name: names,
      left: rows.map((one) => (one.from === null ? least : Math.min(one.from, one.to))),
      right: rows.map((one) => (one.from === null ? one.to : Math.max(one.from, one.to))),
      fill: rows.map((one) => look.colour(one.from === null ? "bar" : one.points < 0 ? "bar2" : "b1")),
      label,
    },
  });
  made.hbar({
    y: { field: "name" },
    left: { field: "left" },
    right: { field: "right" },
    height: 0.66,
    fill_color: { field: "fill" },
    line_color: look.colour("muted"),
    line_width: 0.6,
    source,
  });
  labels(look, made, source, { x: { field: "right" }, y: { field: "name" }, x_offset: 6 });
  return made;
}

function trendCaption() {
  const [code, field] = [byId("trend-regency").value, byId("trend-field").value];
  const what = field === "ALL" ? "Indeks SPM" : `Indeks bidang ${report.fields[field]}`;
  byId("trend-caption").textContent =
    `${what} ${code ? `${regencies.get(code).name} dan provinsi` : "provinsi"} per triwulan`;
}

const ranked = () =>
  report.regencies
    .filter((one) => one.band !== null)
    .map((one) => ({ ...one, name: short(one.name), value: one.index }));
const byField = () => columnOf("t-fields", 1);
const budgeted = () => columnOf("t-budget", 1).filter((one) => one.value > 0);
/** Of the regencies with both: their indices, and what they spent. */
const absorbed = () => {
  const [reached, spent] = byId("t-absorption") ? [columnOf("t-absorption", 1), columnOf("t-absorption", 4)] : [[], []];
  const both = new Set(reached.map((one) => one.name).filter((name) => spent.some((one) => one.name === name)));
  return [reached, spent].map((rows) => rows.filter((one) => both.has(one.name)));
};
const charts = {
  "plot-fields": { rows: byField, drawn: (look) => indexBars(look, byField()) },
  "plot-ranking": { rows: ranked, drawn: (look) => indexBars(look, ranked()) },
  "plot-trend": { rows: () => report.trend.periods, drawn: trendLines },
  "plot-steps": { rows: () => report.steps, drawn: steps },
  "plot-budget": { rows: budgeted, drawn: budgetBars },
  "plot-absorption": { rows: () => absorbed()[1], drawn: absorptionBars },
};

function draw(id, place, isPaper) {
  const inner = element("div", { inert: "" }); // nothing in a drawing is for the keyboard
  place.replaceChildren(inner);
  Plotting.show(charts[id].drawn(lookOf(place, isPaper)), inner);
}

function paperOf(place) {
  const known = place.parentElement.querySelector(".paper");
  if (known) return known;
  const paper = element("div", { class: "paper light", inert: "" });
  place.after(paper);
  return paper;
}

const present = Object.keys(charts).filter(byId);
const drawn = present.filter((id) => charts[id].rows().length > 0);
present.filter((id) => !drawn.includes(id)).forEach((id) => (byId(id).closest("figure").hidden = true));
const drawScreen = () => drawn.forEach((id) => draw(id, byId(id), false));
const drawPaper = () => drawn.forEach((id) => draw(id, paperOf(byId(id)), true));
Bokeh.logger.set_level("error");
drawScreen();
setTimeout(drawPaper, 0);
document.addEventListener("themechange", drawScreen);
all("#trend-regency, #trend-field").forEach((one) =>
  one.addEventListener("change", () => {
    trendCaption();
    draw("plot-trend", byId("plot-trend"), false);
    draw("plot-trend", paperOf(byId("plot-trend")), true);
  }),
);
