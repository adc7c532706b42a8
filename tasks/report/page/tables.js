// Sorting by a column's heading, and the filters: by name, category or state, bidang, regency.
const collator = new Intl.Collator("id", { numeric: true, sensitivity: "base" });

/** What a cell sorts by: its number, of "10.770 orang dan 72 unit rumah" the first, else its text. Reasons ("belum
    lapor") come last in both directions. */
function sortValue(cell, numeric) {
  const text = cell.firstChild ? cell.firstChild.textContent.trim() : "";
  if (!numeric) return cell.textContent.trim();
  const stated = cell.classList.contains("why") ? /^[\d.]+(?= )/.exec(text)?.[0] : text;
  const number = stated ? Number(stated.replaceAll(".", "").replace(",", ".").replace("−", "-")) : NaN;
  return Number.isNaN(number) ? null : number;
}

function sortRows(table, place, ascending) {
  const body = table.tBodies[0];
  const numeric = table.tHead.rows[0].cells[place].classList.contains("num");
  const keyed = [...body.rows].map((row) => [sortValue(row.cells[place], numeric), row]);
  keyed.sort(([a], [b]) => {
    if (a === null || b === null) return (a === null) - (b === null);
    const order = typeof a === "number" ? a - b : collator.compare(a, b);
    return ascending ? order : -order;
  });
  body.append(...keyed.map(([, row]) => row));
}

function makeSortable(table) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, place) => {
    const button = element("button", { type: "button", class: "sort" }, head.textContent);
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const numeric = head.classList.contains("num");
      const ascending = head.ariaSort ? head.ariaSort === "descending" : !numeric;
      heads.forEach((one) => one.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", ascending ? "ascending" : "descending");
      sortRows(table, place, ascending);
    });
  });
}

all("table.sortable").forEach(makeSortable);

/** Without capitals, spaces and marks: "palangka raya" finds Palangkaraya, "62.09" and "6209" the same regency. */
const plain = (text) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
const matches = (text, wanted) => plain(text).includes(plain(wanted));
/** What a regency is looked for by: its name, its other names, its code; '' where a row is about none. */
const called = (code) => {
  const one = regencies.get(code);
  return one ? [one.name, ...one.also, one.code].join("|") : "";
};
const isCalled = (code, wanted) => called(code).split("|").some((name) => matches(name, wanted));

/** Tiles and every row about a regency in the heat map follow the same filter. */
function filterRegencies() {
  const [name, group] = [byId("search").value, byId("category").value];
  const wanted = new Set(
    report.regencies
      .filter((one) => isCalled(one.code, name) && (!group || one.category === group))
      .map((one) => one.code),
  );
  all("#tiles > li, #t-matrix tbody tr, #services tbody tr, #t-regency-trend tbody tr").forEach((one) => {
    one.hidden = !wanted.has(one.dataset.code);
  });
  byId("shown").textContent = `Menampilkan ${wanted.size} dari ${report.regencies.length} daerah.`;
}

function orderTiles() {
  const key = byId("order").value;
  const tiles = all("#tiles > li");
  tiles.sort(
    (a, b) => collator.compare(a.dataset[key], b.dataset[key]) || collator.compare(a.dataset.code, b.dataset.code),
  );
  if (key === "rank") tiles.sort((a, b) => Number.isNaN(+a.dataset.rank) - Number.isNaN(+b.dataset.rank));
  byId("tiles").append(...tiles);
}

byId("search").addEventListener("input", filterRegencies);
byId("category").addEventListener("change", filterRegencies);
byId("order").addEventListener("change", orderTiles);

/** A form over a table: every row must hold the text and have the chosen regency and bidang. */
function filterTable(form) {
  const rows = all("tbody tr", byId(form.dataset.table));
  const text = form.querySelector("input").value;
  const chosen = all("select", form).filter((one) => one.value);
  rows.forEach((row) => {
    const found = matches(row.textContent, text) || isCalled(row.dataset.code, text);
    row.hidden = !(found && chosen.every((one) => row.dataset[one.dataset.by] === one.value));
  });
  form.querySelector("output").textContent =
    `Menampilkan ${rows.filter((row) => !row.hidden).length} dari ${rows.length} baris.`;
}

all("form[data-table]").forEach((form) => {
  form.addEventListener("input", () => filterTable(form));
  filterTable(form);
});
filterRegencies();
