"use strict";
// Comfort only: every page works without it.

// A threshold that is moved shows its value, its line and its colours at once; the button asks the server.
const mover = document.querySelector(".mover input[type=range]");
if (mover) {
  const chart = document.querySelector("[data-moved]");
  const over = document.querySelector("[data-over]");
  mover.addEventListener("input", () => {
    const at = Number(mover.value);
    document.querySelector("[data-shown]").textContent = `${at} %`;
    for (const line of document.querySelectorAll(".threshold.moved")) {
      const width = line.ownerSVGElement.viewBox.baseVal.width;
      line.setAttribute("transform", `translate(${at / 100 * width} 0)`);
      const said = line.querySelector("text");
      said.textContent = said.textContent.replace(/\d+/, at);
    }
    if (!chart) return;
    const bars = [...chart.querySelectorAll(".bar-part")];
    let count = 0;
    bars.forEach((bar, place) => {
      const above = place / bars.length >= at / 100 - 1e-9;
      bar.classList.toggle("over", above);
      if (above) count += Number(bar.dataset.count);
    });
    if (over) {
      over.textContent = count;
      const list = new URL(over.href);
      list.searchParams.set("de", at);
      over.href = list.href;
    }
  });
}

// Work under way is followed; when something else than its figures changes, the page is shown anew.
for (const box of document.querySelectorAll("[data-watch]")) {
  const look = async () => {
    try {
      const answer = await fetch(box.dataset.watch, { headers: { Accept: "application/json" } });
      const state = answer.ok ? await answer.json() : {};
      if (state.version !== box.dataset.version) { location.reload(); return; }
      const bar = box.querySelector("progress"), told = box.querySelector("[data-told]");
      if (bar) bar.value = state.done;
      if (told && told.textContent !== state.told) told.textContent = state.told;
    } catch { /* the network comes back, or the person reloads */ }
    setTimeout(look, 1000);
  };
  setTimeout(look, 1000);
}
