// A number in a report's text and its row in the table lead to one another without leaving the place where one reads.
"use strict";
(() => {
  const shown = document.querySelector(".beside");
  if (!shown) return;
  const words = (id) => shown.querySelectorAll(`[data-figure="${CSS.escape(id)}"]`);
  const row = (id) => document.getElementById(`r-${id}`);
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;

  function choose(id, from) {
    const line = row(id);
    if (!line) return false;
    for (const one of shown.querySelectorAll(".on")) one.classList.remove("on");
    const marked = words(id);
    for (const one of marked) one.classList.add("on");
    line.classList.add("on");
    const other = from === "text" ? line : marked[0];
    if (from === "text") line.nextElementSibling.querySelector("details").open = true;
    if (other) {
      other.scrollIntoView({ block: "center", behavior: still ? "instant" : "smooth" });
      (from === "text" ? line.querySelector("a") : other).focus({ preventScroll: true });
    }
    history.replaceState(history.state, "", `#${from === "text" ? "r" : "f"}-${id}`);
    return true;
  }

  shown.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-figure], a[data-row]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const inText = link.hasAttribute("data-figure");
    if (choose(inText ? link.dataset.figure : link.dataset.row, inText ? "text" : "table")) event.preventDefault();
  });

  // Who came by an address with a figure in it sees both at once.
  function arrive() {
    const found = /^#[fr]-(.+)$/.exec(location.hash);
    const line = found && row(found[1]);
    if (!line) return;
    for (const one of [...words(found[1]), line]) one.classList.add("on");
    line.nextElementSibling.querySelector("details").open = true;
    const side = shown.querySelector(".side");
    if (side.scrollHeight > side.clientHeight) side.scrollTop += line.getBoundingClientRect().top - side.getBoundingClientRect().top - side.clientHeight / 3;
  }
  addEventListener("load", arrive);
})();
