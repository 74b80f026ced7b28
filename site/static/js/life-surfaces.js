// Keeps the table of surfaces up to date while some have not been found gone, and reloads once for the receipt.
"use strict";
(() => {
  const box = document.querySelector("[data-life-surfaces]");
  if (!box) return;
  const ask = async () => {
    let text = "";
    try {
      const answer = await fetch(box.dataset.lifeSurfaces, { headers: { "X-Requested-With": "XMLHttpRequest" } });
      if (answer.ok) text = await answer.text();
    } catch {
      text = "";
    }
    if (!text) return setTimeout(ask, 5000);
    const found = new DOMParser().parseFromString(text, "text/html").querySelector("[data-life-waiting]");
    if (!found) return setTimeout(ask, 5000);
    if (found.dataset.lifeWaiting === "0") return window.location.reload();
    if (box.innerHTML.trim() !== text.trim()) box.innerHTML = text;
    return setTimeout(ask, 2000);
  };
  setTimeout(ask, 1000);
})();
