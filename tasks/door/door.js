// What a browser without scripts does not have: the secret behind the #, dragging, progress, no second click.
"use strict";

addEventListener("hashchange", enter); // the link is opened where the page is open already
enter();

function enter() {
  const code = location.hash.match(/^#([\w-]{40,100})(?![\w-])/); // a link at the end of a sentence has its full stop
  if (!code) return;
  history.replaceState(null, "", location.pathname);
  enterWith(code[1]);
}

function enterWith(code) {
  const form = document.createElement("form");
  form.method = "post";
  form.action = "/masuk";
  const field = document.createElement("input");
  field.type = "hidden";
  field.name = "kode";
  field.value = code;
  form.append(field);
  document.body.append(form);
  form.submit();
}

for (const form of document.querySelectorAll("form.kirim")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "1";
    const button = form.querySelector("button");
    button.setAttribute("aria-disabled", "true");
    const label = button.textContent;
    button.textContent = "Mengirim ...";
    setTimeout(() => { // a connection that broke: sending again is the same sending
      delete form.dataset.sent;
      button.removeAttribute("aria-disabled");
      button.textContent = label;
    }, 20000);
  });
}
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

const ONE = "Seret satu berkas laporan saja, bukan beberapa, folder atau teks.";
const BROKEN = "Sambungan terputus; belum ada yang terkirim. Periksa internet Anda, lalu tekan lagi Periksa berkas.";
const NOT_HERE = "Berkas yang diseret ke halaman ini tidak diperiksa. Kembali dulu ke halaman depan, lalu seret ke sana.";
const NONE = "Belum ada berkas yang dipilih.";
const CHOOSE = "Pilih dulu berkasnya, lalu tekan lagi Periksa berkas.";
const CHANGED = "Berkas ini kosong, atau sejak dipilih berubah, dipindahkan atau dikunci program lain. Simpan dan tutup berkasnya, lalu pilih lagi.";

const upload = document.getElementById("unggah");
if (upload) prepare(upload);
else refuse();

function refuse() { // a browser would leave the page and open the file; beside it the file that was checked waits to be sent
  const told = document.createElement("p");
  told.className = "kotak salah";
  told.setAttribute("role", "alert");
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", (event) => {
    event.preventDefault();
    document.querySelector("h1").after(told);
    told.textContent = NOT_HERE;
    told.scrollIntoView({ block: "center" });
  });
}

function prepare(form) {
  const field = form.querySelector("input[type=file]");
  const alert = form.querySelector("[role=alert]");
  const way = form.querySelector(".jalan");
  const chosen = form.querySelector(".dipilih");
  chosen.parentElement.classList.add("sendiri"); // a browser says what is chosen in a language of its own
  form.noValidate = true;
  field.addEventListener("change", () => { alert.hidden = true; nameIt(); });
  nameIt();
  form.querySelector(".seret").hidden = false;
  for (const name of ["dragover", "dragenter"]) { // beside the box too: a browser would leave the page and open the file
    addEventListener(name, (event) => { event.preventDefault(); form.classList.add("di-atas"); });
  }
  for (const name of ["dragleave", "drop"]) addEventListener(name, () => form.classList.remove("di-atas"));
  addEventListener("drop", (event) => {
    event.preventDefault();
    if (form.getAttribute("aria-busy")) return;
    const { files, items } = event.dataTransfer;
    if (files.length !== 1 || items[0].webkitGetAsEntry()?.isDirectory) return tell(ONE);
    field.files = files;
    nameIt();
    send();
  });
  form.addEventListener("submit", (event) => { event.preventDefault(); send(); });

  function tell(sentence) {
    alert.textContent = sentence;
    alert.hidden = !sentence;
    way.hidden = true;
    form.removeAttribute("aria-busy");
  }

  function nameIt() {
    chosen.textContent = field.files[0]?.name ?? NONE;
  }

  function chooseAgain() {
    field.value = "";
    nameIt();
    tell(CHANGED);
  }

  function send() {
    const file = field.files[0];
    if (form.getAttribute("aria-busy")) return;
    if (!file) return tell(CHOOSE);
    if (!file.size) return chooseAgain(); // also of one that is gone
    if (file.size > Number(form.dataset.bytes)) return tell(form.dataset.besar);
    tell("");
    form.setAttribute("aria-busy", "true");
    way.hidden = false;
    const bar = way.querySelector("progress"), status = way.querySelector("p"), request = new XMLHttpRequest();
    status.textContent = `Mengunggah ${file.name} ...`;
    request.upload.onprogress = (event) => { bar.value = (100 * event.loaded) / event.total; };
    request.upload.onload = () => { bar.removeAttribute("value"); status.textContent = "Sedang diperiksa ..."; };
    request.onerror = () => file.slice(0, 1).arrayBuffer().then(() => tell(BROKEN), chooseAgain);
    request.onload = () => {
      if (request.status === 200) location.assign(request.responseURL);
      else tell(sentenceIn(request.responseText));
    };
    request.open("POST", form.action);
    request.send(new FormData(form));
  }

  function sentenceIn(page) {
    const found = new DOMParser().parseFromString(page, "text/html");
    const told = found.querySelector("main [role=alert]:not([hidden]), main h1 + p");
    return told ? told.textContent.trim() : "Ada gangguan. Tunggu sebentar, lalu coba lagi.";
  }
}
