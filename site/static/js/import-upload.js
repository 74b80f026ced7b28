// Marks the file field while a file is dragged over it; dropping itself is the browser's own.
"use strict";
document.querySelectorAll(".gs-file").forEach((box) => {
  const over = (on) => () => box.classList.toggle("is-over", on);
  box.addEventListener("dragover", over(true));
  box.addEventListener("dragleave", over(false));
  box.addEventListener("drop", over(false));
});
