// Keeps the progress bar of a running import up to date, and reloads the page when the step has ended.
"use strict";
(() => {
  const box = document.querySelector("[data-import-progress]");
  if (!box) return;
  const bar = document.getElementById("import-progress");
  const label = document.getElementById("import-status");
  const ask = async () => {
    let state;
    try {
      const answer = await fetch(box.dataset.importProgress, { headers: { Accept: "application/json" } });
      if (!answer.ok) return setTimeout(ask, 3000);
      state = await answer.json();
    } catch {
      return setTimeout(ask, 3000);
    }
    if (!state.running) return window.location.reload();
    if (label.textContent !== state.label) label.textContent = state.label;
    if (state.percent) bar.value = state.percent;
    document.getElementById("import-percent").textContent = state.percent ? `${state.percent}%` : `${state.position} 行`;
    return setTimeout(ask, 700);
  };
  setTimeout(ask, 400);
})();
