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
  // The input named, or the section of its rows or blocks, where the place has no input of its own.
  const target = (link) => {
    const id = link.getAttribute("href").slice(1);
    const name = id.replace(/^id_/, "");
    if (name === "wagtail_admin_comments") return document.querySelector("[data-side-panel-toggle=comments]");
    const found = document.getElementById(id)
      ?? document.querySelector(`[name="${CSS.escape(name)}-TOTAL_FORMS"], [name="${CSS.escape(name)}-count"]`);
    return found?.type === "hidden" ? found.closest("[data-panel]") : found;
  };
  // What cannot be changed in this editor is no link.
  const settle = () => {
    for (const link of document.querySelectorAll("[data-gate-jump]")) if (!target(link)) link.replaceWith(link.textContent);
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
        settle();
      }
    } finally {
      waiting = false;
    }
  };
  document.addEventListener("w-autosave:success", refresh);
  addEventListener("load", settle);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-gate-jump]");
    const field = link && target(link);
    if (!field) return;
    event.preventDefault();
    // A field on another tab: the tab opens in its own time.
    const tab = field.closest("[role=tabpanel][hidden]");
    if (tab) document.getElementById(tab.getAttribute("aria-labelledby"))?.click();
    const go = (tries) => {
      if (tab?.hidden && tries) return requestAnimationFrame(() => go(tries - 1));
      const panel = field.closest("[data-panel]");
      panel?.querySelector("[data-panel-toggle][aria-expanded=false]")?.click();
      field.scrollIntoView({ block: field === panel ? "start" : "center" });
      if (!field.matches("input, select, textarea, button, a, [tabindex], [contenteditable]")) field.tabIndex = -1;
      field.focus({ preventScroll: true });
    };
    go(120);
  });
})();
