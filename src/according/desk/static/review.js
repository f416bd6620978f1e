// Keys of the review. They can be switched off, and everything is reached without them.
"use strict";
(() => {
  const box = document.getElementById("keys");
  const stored = "according-review-keys";
  try {
    box.checked = localStorage.getItem(stored) !== "off";
  } catch {
    // A browser that keeps nothing: the keys are on.
  }
  box.closest("[hidden]").hidden = false;
  const show = () => document.body.classList.toggle("nokeys", !box.checked);
  box.addEventListener("change", () => {
    show();
    try {
      localStorage.setItem(stored, box.checked ? "on" : "off");
    } catch {
      // As above.
    }
  });
  show();
  const open = (id) => {
    const details = document.getElementById(id);
    if (details === null) return;
    details.open = true;
    details.querySelector("input:not([type=hidden]), select").focus();
  };
  // "Correct this" and "Join it" lead to a form that is folded. Once all is loaded: before that, the browser itself goes to what the
  // address names, which cannot be focused, and takes the focus away.
  if (["#correct", "#pair"].includes(location.hash)) addEventListener("load", () => open(location.hash.slice(1)));
  const press = (selector) => document.querySelector(selector)?.click();
  const keys = {
    a: () => press("#accept"),
    r: () => document.getElementById("why-reject")?.focus(),
    c: () => open("correct"),
    s: () => open("pair"),
    u: () => press("#undo"),
    j: () => press('.steps [rel="next"]'),
    k: () => press('.steps [rel="prev"]'),
  };
  // What is typed in a form stays; its summary, or the page, has the focus, and the keys are keys again.
  const leave = (field) => {
    const summary = field.closest("details")?.querySelector("summary");
    if (summary) summary.focus();
    else field.blur();
  };
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input:not([type=checkbox]), select, textarea");
    if (box.checked && typing && event.key === "Escape") leave(typing);
    if (!box.checked || typing || event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
    const act = keys[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  });
})();
