// Keeps the progress bar of a running import up to date, and reloads the page when the step has ended.
"use strict";
(() => {
  const box = document.querySelector("[data-import-progress]");
  if (!box) return;
  const ask = async () => {
    const answer = await fetch(box.dataset.importProgress, { headers: { Accept: "application/json" } });
    if (!answer.ok) return setTimeout(ask, 3000);
    const state = await answer.json();
    document.getElementById("import-status").textContent = state.label;
    document.getElementById("import-progress").value = state.percent;
    document.getElementById("import-percent").textContent = state.percent ? `${state.percent}%` : `${state.position} 行`;
    if (state.running) return setTimeout(ask, 700);
    return window.location.reload();
  };
  setTimeout(ask, 400);
})();
