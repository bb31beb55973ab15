"use strict";
// Comfort only: every page works without it.

// Drop a file anywhere on its box; say which one was chosen.
for (const box of document.querySelectorAll("[data-drop]")) {
  const input = box.querySelector("input[type=file]");
  const chosen = box.querySelector("[data-chosen]");
  const show = () => {
    const file = input.files[0];
    if (chosen) chosen.textContent = file ? `${file.name} (${Math.max(1, Math.round(file.size / 1024))} Ko)` : "";
  };
  input.addEventListener("change", show);
  for (const name of ["dragover", "dragenter"]) {
    box.addEventListener(name, (event) => { event.preventDefault(); box.classList.add("over"); });
  }
  for (const name of ["dragleave", "drop"]) box.addEventListener(name, () => box.classList.remove("over"));
  box.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer.files.length) { input.files = event.dataTransfer.files; show(); }
  });
}

// A form that takes a while says so, and is sent once.
for (const form of document.querySelectorAll("form[data-busy]")) {
  form.addEventListener("submit", () => {
    const button = form.querySelector("button.main");
    if (button) { button.disabled = true; button.textContent = form.dataset.busy; }
  });
}

// A page that waits asks now and then, and reloads when the answer is there.
for (const box of document.querySelectorAll("[data-progress]")) {
  const place = box.querySelector("[data-place]");
  let pause = 400;
  const ask = async () => {
    try {
      const answer = await fetch(box.dataset.progress, { headers: { Accept: "application/json" } });
      if (answer.status === 404) { location.reload(); return; }
      const state = await answer.json();
      if (state.done) { location.reload(); return; }
      const said = state.place ? box.dataset.before.replace("%", state.place) : box.dataset.now;
      if (place && place.textContent !== said) place.textContent = said;
    } catch { /* the network comes back, or the person reloads */ }
    pause = Math.min(pause * 1.3, 4000);
    setTimeout(ask, pause);
  };
  setTimeout(ask, pause);
}
