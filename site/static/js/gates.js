// Keeps the list of what keeps a page back up to date after each automatic save, and moves the focus to the field named.
"use strict";
(() => {
  const box = () => document.querySelector("[data-gates]");
  let waiting = false;
  const head = (found) => {
    const state = found.querySelector("[data-gate-heading]");
    const panel = found.closest("[data-panel]");
    if (!state || !panel) return;
    const text = panel.querySelector("[data-panel-heading-text]");
    if (text) text.textContent = state.dataset.gateHeading;
    for (const use of panel.querySelectorAll("[data-panel-toggle] use")) use.setAttribute("href", `#icon-${state.dataset.gateIcon}`);
  };
  const refresh = async () => {
    const found = box();
    if (!found || waiting) return;
    waiting = true;
    try {
      const answer = await fetch(found.dataset.gates, { headers: { "X-Requested-With": "XMLHttpRequest" } });
      if (answer.ok) {
        found.innerHTML = await answer.text();
        head(found);
      }
    } finally {
      waiting = false;
    }
  };
  document.addEventListener("w-autosave:success", refresh);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-gate-jump]");
    const field = link && document.querySelector(link.getAttribute("href"));
    if (!field) return;
    event.preventDefault();
    // A field on another tab: the tab opens in its own time.
    const tab = field.closest("[role=tabpanel][hidden]");
    if (tab) document.getElementById(tab.getAttribute("aria-labelledby"))?.click();
    const go = (tries) => {
      if (tab?.hidden && tries) return requestAnimationFrame(() => go(tries - 1));
      field.scrollIntoView({ block: "center" });
      field.focus({ preventScroll: true });
    };
    go(120);
  });
})();
