"use strict";
// The keyboard through the findings of a dossier: j and k go on and back, o opens the form. Links do the same without.
const findings = [...document.querySelectorAll("[data-finding]")];
const show = (finding) => {
  const place = finding.querySelector("[data-place]");
  const box = place && document.getElementById(place.hash.slice(1));
  for (const old of document.querySelectorAll("rect.here")) old.classList.remove("here");
  if (box) {
    if (box.tagName === "rect") box.classList.add("here");
    const pane = document.querySelector(".sheets");
    if (pane && getComputedStyle(pane).overflowY === "auto") {
      const gap = box.getBoundingClientRect().top - pane.getBoundingClientRect().top - pane.clientHeight / 3;
      pane.scrollBy({ top: gap, behavior: "instant" });
    }
  }
};
const reach = (finding) => {
  finding.focus({ preventScroll: true });
  finding.scrollIntoView({ block: "nearest" });
  show(finding);
};
// The page opens where the first finding is, or at the one that the address names.
const named = findings.find((each) => `#${each.id}` === location.hash);
if (named) reach(named);
else if (findings.length && !location.hash) show(findings[0]);
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
  const now = findings.findIndex((each) => each.contains(document.activeElement));
  if (event.key === "j" && now < findings.length - 1) reach(findings[now + 1]);
  else if (event.key === "k" && now > 0) reach(findings[now - 1]);
  else if (event.key === "o" && now >= 0) {
    const form = findings[now].querySelector("details.word");
    if (!form) return;
    form.open = true;
    form.querySelector("select").focus();
  } else return;
  event.preventDefault();
});
