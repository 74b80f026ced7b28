// Small enhancements; every page works without them.
"use strict";
document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});
// Paper has nothing to open: what is folded is printed whole, in browsers that cannot do it by style too.
const folded = [];
window.addEventListener("beforeprint", () => {
  document.querySelectorAll("main details:not([open])").forEach((item) => {
    item.open = true;
    folded.push(item);
  });
});
window.addEventListener("afterprint", () => {
  folded.splice(0).forEach((item) => { item.open = false; });
});
