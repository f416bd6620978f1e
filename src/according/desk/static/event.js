// The days of an event as a slider beside the field for the day; moving it asks for the event as it was told up to that day.
"use strict";
(() => {
  const words = (day) => new Date(day + "T00:00Z").toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });

  const slide = (form) => {
    const days = (form.dataset.days || "").split(" ").filter(Boolean);
    const field = form.elements.told_by;
    if (days.length < 2 || form.querySelector("input[type=range]")) return;
    const slider = document.createElement("input");
    Object.assign(slider, { type: "range", id: "told-by-slider", min: 0, max: days.length - 1, step: 1 });
    slider.setAttribute("aria-label", "published by");
    const shown = field.value ? days.filter((day) => day <= field.value).length - 1 : days.length - 1;
    slider.value = Math.max(shown, 0);
    // For the eye: who hears the page is told the day by the slider itself.
    const told = document.createElement("span");
    told.setAttribute("aria-hidden", "true");
    const tell = () => { told.textContent = words(days[slider.value]); slider.setAttribute("aria-valuetext", told.textContent); };
    tell();
    slider.addEventListener("input", () => { field.value = days[slider.value]; tell(); });
    // The last day is all that was told.
    slider.addEventListener("change", () => {
      if (Number(slider.value) === days.length - 1) field.value = "";
      form.requestSubmit();
    });
    field.closest(".fields").prepend(slider, told);
  };

  const begin = () => document.querySelectorAll("form.when").forEach(slide);
  begin();
  document.addEventListener("htmx:afterSwap", begin);
})();
