// Small enhancements; every page works without them.
"use strict";
document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});
// Paper has no folds. Browsers that print what is folded do so by the style sheet; for the others it is unfolded and folded again.
addEventListener("beforeprint", () => document.querySelectorAll(".fold:not([open])").forEach((fold) => { fold.open = true; fold.dataset.folded = ""; }));
addEventListener("afterprint", () => document.querySelectorAll(".fold[data-folded]").forEach((fold) => { fold.open = false; delete fold.dataset.folded; }));
