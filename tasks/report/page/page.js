// What every part of the page uses: the figures, numbers as Indonesians write them, elements, the theme.
// Texts reach the page as text nodes only, never as markup.
const read = (id) => JSON.parse(document.getElementById(id).textContent);
const report = read("rincian");
const letters = "ABCDEF";
const byId = (id) => document.getElementById(id);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const regencies = new Map(report.regencies.map((one) => [one.code, one]));

const written = [0, 2].map(
  (digits) =>
    new Intl.NumberFormat("id-ID", { minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: true }),
);
const count = (value) => (typeof value === "number" ? written[0].format(value) : value);
const index = (value) => (typeof value === "number" ? written[1].format(value) : value);

/** element("td", {class: "num"}, "text", otherElement) */
function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

function badge(band, name) {
  if (band === null) return element("span", { class: "badge none" }, name);
  return element("span", { class: `badge b${band}` }, element("b", {}, letters[band]), ` ${name}`);
}

/** A cell with a number, or with the reason why there is none; `band` colours it and adds the letter. */
function numberCell(value, write, band = null) {
  const cell = element("td", { class: "num" }, write(value));
  if (typeof value !== "number") cell.classList.add("why");
  if (band !== null) {
    cell.classList.add("band", `b${band}`);
    cell.append(" ", element("b", { class: "letter" }, letters[band]));
  }
  return cell;
}

/** A table that scrolls by itself where the screen is narrow. `heads` are [text, is a number]. */
function scrollingTable(caption, heads, rows, classes = "") {
  const head = element(
    "tr",
    {},
    ...heads.map(([text, numeric]) => element("th", { scope: "col", class: numeric ? "num" : "" }, text)),
  );
  const table = element(
    "table",
    { class: classes },
    element("caption", {}, caption),
    element("thead", {}, head),
    element("tbody", {}, ...rows),
  );
  return element("div", { class: "scroll", role: "region", tabindex: "0", "aria-label": caption }, table);
}

const root = document.documentElement;
const isDark = () => root.dataset.theme === "dark";

function setTheme(dark) {
  root.dataset.theme = dark ? "dark" : "light";
  byId("theme").textContent = dark ? "Tampilan terang" : "Tampilan gelap";
  document.dispatchEvent(new Event("themechange"));
}

const preferred = window.matchMedia("(prefers-color-scheme: dark)");
setTheme(preferred.matches);
preferred.addEventListener("change", () => setTheme(preferred.matches));
byId("theme").addEventListener("click", () => setTheme(!isDark()));
byId("print").addEventListener("click", () => window.print());
all(".js").forEach((one) => {
  one.hidden = false;
});
all("form.filters").forEach((form) => form.addEventListener("submit", (event) => event.preventDefault()));

const links = new Map(all(".sections a").map((link) => [link.hash.slice(1), link]));
const watcher = new IntersectionObserver(
  (entries) => {
    for (const entry of entries.filter((one) => one.isIntersecting)) {
      links.forEach((link, id) =>
        id === entry.target.id ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current"),
      );
    }
  },
  { rootMargin: "-20% 0px -70% 0px" },
);
all("main > section").forEach((section) => watcher.observe(section));
