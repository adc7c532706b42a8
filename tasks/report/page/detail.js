// Drill-down: from a regency to its bidang, services and quality items; and the heat map of one bidang's services.
const dialog = byId("detail");
const servicesOf = (field) => Object.entries(report.services).filter(([, one]) => one.field === field);

function itemTable(items) {
  const rows = items.map(([place, required, available, pct]) => {
    const [, name, unit] = report.items[place];
    return element(
      "tr",
      {},
      element("th", { scope: "row" }, name),
      element("td", {}, unit),
      numberCell(required, count),
      numberCell(available, count),
      numberCell(pct, index),
    );
  });
  const heads = [
    ["Butir mutu", false],
    ["Satuan", false],
    ["Dibutuhkan", true],
    ["Tersedia", true],
    ["Terpenuhi (%)", true],
  ];
  return scrollingTable("Butir mutu yang dibutuhkan", heads, rows, "items");
}

/** The row of a service, and where it needs quality items the row that opens below it. */
function serviceRows(regency, code, service) {
  const [target, served, recipient, quality, value, band] = regency.services[code];
  const [allocation, realised] = regency.budget[code] || ["tidak diisi", "tidak diisi"];
  const items = regency.items[code] || [];
  const name = element("th", { scope: "row" }, service.name);
  const row = element(
    "tr",
    { "data-service": code },
    name,
    element("td", {}, service.unit),
    numberCell(target, count),
    numberCell(served, count),
    numberCell(recipient, index),
    numberCell(quality, index),
    numberCell(value, index, band),
    numberCell(allocation, count),
    numberCell(realised, count),
  );
  if (!items.length) return [row];
  const below = element("tr", { class: "open-row", hidden: "" }, element("td", { colspan: "9" }));
  const button = element(
    "button",
    { type: "button", class: "link", "aria-expanded": "false" },
    `${items.length} butir mutu`,
  );
  button.addEventListener("click", () => {
    below.hidden = !below.hidden;
    button.setAttribute("aria-expanded", String(!below.hidden));
    if (!below.cells[0].children.length) below.cells[0].append(itemTable(items));
  });
  name.append(element("br"), button);
  return [row, below];
}

const SERVICE_HEADS = [
  ["Jenis pelayanan dasar", false],
  ["Satuan", false],
  ["Harus dilayani", true],
  ["Terlayani", true],
  ["Penerima (%)", true],
  ["Mutu (%)", true],
  ["Indeks", true],
  ["Alokasi (Rp)", true],
  ["Realisasi (Rp)", true],
];

function fieldPart(regency, field, open) {
  const [value, band] = regency.fields[field];
  const part = element(
    "details",
    { "data-field": field },
    element("summary", {}, `${report.fields[field]}: `, badge(band, index(value))),
  );
  const rows = servicesOf(field)
    .filter(([code]) => regency.services[code])
    .flatMap(([code, service]) => serviceRows(regency, code, service));
  part.append(scrollingTable(`Pelayanan bidang ${report.fields[field]}`, SERVICE_HEADS, rows));
  part.open = open;
  return part;
}

/** The rows of a table of the page that are about a regency, as a table of their own; null where there is none. */
function copied(id, code) {
  const table = byId(id);
  const rows = table ? all("tbody tr", table).filter((row) => row.dataset.code === code) : [];
  if (!rows.length) return null;
  const own = rows.map((row) => {
    const copy = row.cloneNode(true);
    copy.hidden = false;
    return copy;
  });
  const heads = [...table.tHead.rows[0].cells].map((cell) => [cell.textContent, cell.classList.contains("num")]);
  return scrollingTable(table.caption.textContent, heads, own, table.className);
}

function headline(regency) {
  const whole = typeof regency.index === "number";
  const line = element(
    "p",
    { class: "lead" },
    whole ? `Indeks SPM ${index(regency.index)} ` : "",
    badge(regency.band, regency.category),
  );
  if (whole) line.append(` peringkat ${regency.rank}`);
  return [line, element("p", { class: "note" }, `Kode wilayah ${regency.code}. Keadaan laporan: ${regency.status}.`)];
}

/** What other tables of the page say of a regency. */
const COPIED = [
  "t-absent",
  "t-errors",
  "t-external",
  "t-targets",
  "t-gaps",
  "t-regency-trend",
  "t-problems",
  "t-actions",
  "t-follow-up",
  "t-handed-over",
  "t-filled",
  "t-intake",
];

function openDetail(code, field = "") {
  const regency = regencies.get(code);
  byId("detail-name").textContent = regency.name;
  const counted = Object.keys(regency.services).length > 0;
  const parts = counted ? Object.keys(report.fields).map((one) => fieldPart(regency, one, one === field)) : [];
  const tables = COPIED.map((id) => copied(id, code));
  byId("detail-body").replaceChildren(...headline(regency), ...parts, element("p"), ...tables.filter(Boolean));
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
  byId("detail-name").focus();
}

dialog.addEventListener("click", (event) => {
  if (event.target === dialog) dialog.close();
});

/** The heat map of the services of one bidang, in place of that of all bidang. */
function showServices() {
  const field = byId("depth").value;
  const place = byId("services");
  byId("t-matrix").parentElement.hidden = field !== "";
  place.hidden = field === "";
  place.replaceChildren();
  if (!field) return;
  const services = servicesOf(field);
  const rows = [...report.regencies]
    .sort((a, b) => (a.band === null) - (b.band === null) || a.index - b.index || collator.compare(a.code, b.code))
    .map((one) =>
      element(
        "tr",
        { "data-code": one.code },
        element("th", { scope: "row" }, one.name),
        ...services.map(([code]) => {
          const figures = one.services[code];
          return figures ? numberCell(figures[4], index, figures[5]) : numberCell(one.category, index);
        }),
      ),
    );
  const heads = [["Kabupaten/kota", false], ...services.map(([, service]) => [service.name, true])];
  place.append(
    scrollingTable(`Indeks pelayanan bidang ${report.fields[field]}`, heads, rows, "heat sortable services"),
  );
  makeSortable(place.querySelector("table"));
  linkNames(place);
  filterRegencies();
}

/** In a heat map the name opens the regency, and so does a cell, at its bidang. */
function linkNames(within) {
  all("tbody tr", within).forEach((row) => {
    const name = row.cells[0].textContent.trim();
    const button = element("button", { type: "button", class: "link", "data-open": row.dataset.code }, name);
    row.cells[0].replaceChildren(button);
  });
}

byId("depth")?.addEventListener("change", showServices);
all("#t-matrix, #t-regency-trend").forEach(linkNames);
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-open]");
  if (button) openDetail(button.dataset.open);
});
byId("peta").addEventListener("click", (event) => {
  const cell = event.target.closest("tbody td");
  if (!cell) return;
  const fields = [...Object.keys(report.fields), ""];
  openDetail(cell.parentElement.dataset.code, byId("depth").value || fields[cell.cellIndex - 1]);
});
