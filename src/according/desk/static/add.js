// Files can be dropped on the form, and one that sends too much says so before anything is sent.
"use strict";
(() => {
  const form = document.querySelector("form.adding");
  if (!form) return;
  const area = form.querySelector(".drop");
  const files = form.querySelector("#files");
  const told = form.querySelector("#too-much");

  function weigh() {
    const most = Number(form.dataset.files), bytes = Number(form.dataset.bytes);
    const held = [...files.files].reduce((sum, file) => sum + file.size, 0);
    const wrong = files.files.length > most ? `These are ${files.files.length} files; up to ${most} can be sent at once.`
      : held > bytes ? `These are ${Math.ceil(held / 1e6)} MB; up to ${bytes / 1e6} MB can be sent at once.` : "";
    told.textContent = wrong;
    told.hidden = !wrong;
    return !wrong;
  }

  for (const kind of ["dragenter", "dragover"]) {
    area.addEventListener(kind, (event) => { event.preventDefault(); area.classList.add("over"); });
  }
  area.addEventListener("dragleave", () => area.classList.remove("over"));
  area.addEventListener("drop", (event) => {
    event.preventDefault();
    area.classList.remove("over");
    if (event.dataTransfer.files.length) files.files = event.dataTransfer.files;
    weigh();
  });
  files.addEventListener("change", weigh);
  form.addEventListener("submit", (event) => { if (!weigh()) { event.preventDefault(); files.focus(); } });
})();
