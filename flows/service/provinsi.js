// Shows how far a run is until it has ended; without scripts the page loads itself again.
"use strict";

const PAUSE = 2000;
setTimeout(look, PAUSE);

async function look() {
  const shown = document.getElementById("kemajuan");
  try {
    const answer = await fetch(location.href, { headers: { accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const found = page.getElementById("kemajuan");
    if (!found) return location.reload(); // somebody has to come in again
    if (found.innerHTML !== shown.innerHTML) shown.innerHTML = found.innerHTML;
    document.title = page.title;
    if (!("berjalan" in found.dataset)) return;
  } catch {
    // the server does not answer now: it is asked again
  }
  setTimeout(look, PAUSE);
}
