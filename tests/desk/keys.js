// What a walk by keys needs to know of a page: what can be reached, in which order, and what the focus looks like.
"use strict";
window.keys = (() => {
  const CONTROLS = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]";
  const LOOKS = ["outlineStyle", "outlineWidth", "outlineColor", "boxShadow", "borderTopColor", "borderTopWidth", "borderBottomColor", "borderBottomWidth"];

  // Nothing in a folded part, nothing hidden or switched off, and of radio buttons of one name the one that Tab goes to.
  const reached = (one) => {
    if (one.disabled || one.tabIndex < 0 || !one.checkVisibility({ visibilityProperty: true })) return false;
    if (one.type !== "radio") return true;
    const group = [...document.querySelectorAll("input[type=radio]")].filter((other) => other.name === one.name && other.form === one.form);
    return one === (group.find((other) => other.checked) || group[0]);
  };
  const controls = () => [...document.querySelectorAll(CONTROLS)].filter(reached);
  const tell = (one) => (one.outerHTML || String(one)).replace(/\s+/g, " ").slice(0, 160);
  const look = (one) => { const style = getComputedStyle(one); return LOOKS.map((name) => style[name]); };
  // A mark is seen where something is drawn that was not there before: a line of some width and no clear colour, or a shadow.
  const marked = (one, before) => {
    const now = look(one), style = getComputedStyle(one);
    const drawn = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1 && !/^rgba\(.*, 0\)$/.test(style.outlineColor))
      || style.boxShadow !== "none" || parseFloat(style.borderTopWidth) > 0;
    return drawn && now.some((value, at) => value !== before[at]);
  };
  // In sight: inside the window, and inside whatever scrolls around it.
  const seen = (one) => {
    let { top, left, bottom, right } = one.getBoundingClientRect();
    [top, left, bottom, right] = [Math.max(top, 0), Math.max(left, 0), Math.min(bottom, innerHeight), Math.min(right, innerWidth)];
    for (let around = one.parentElement; around && around !== document.body; around = around.parentElement) {
      if (!/auto|scroll|hidden|clip/.test(getComputedStyle(around).overflow)) continue;
      const box = around.getBoundingClientRect();
      [top, left, bottom, right] = [Math.max(top, box.top), Math.max(left, box.left), Math.min(bottom, box.bottom), Math.min(right, box.right)];
    }
    return bottom - top > 0 && right - left > 0;
  };

  let every = [], before = [], walked = [], faults = [], seen_before = () => ({});
  const note = () => {
    const one = document.activeElement;
    const at = every.indexOf(one);
    if (one === document.body || one === null) return;
    // Chromium lets Tab stop at whatever scrolls and holds nothing else to stop at.
    if (at < 0) {
      if (one.scrollHeight <= one.clientHeight && one.scrollWidth <= one.clientWidth) faults.push(["stops where nothing is to be done", tell(one)]);
      return;
    }
    walked.push(at);
    if (!marked(one, before[at])) faults.push(["no mark of the focus", tell(one)]);
    if (!seen(one)) faults.push(["focused out of sight", tell(one)]);
  };
  // What is folded is used, too; forms stand as they came, with something in what they need.
  const unfold = () => {
    for (const one of document.querySelectorAll("details")) one.open = true;
    for (const one of document.querySelectorAll("form")) one.reset();
    for (const one of document.querySelectorAll("[required]")) one.value ||= "x";
  };
  addEventListener("keyup", (event) => { if (event.key === "Tab") note(); }, true);
  return {
    begin() {
      unfold();
      document.activeElement?.blur();
      getSelection().removeAllRanges();
      scrollTo(0, 0);
      every = controls();
      before = every.map(look);
      walked = [];
      faults = [];
      return every.length;
    },
    turn(last) { walked = []; every[last]?.focus(); },
    told() { return { walked, faults, every: every.map(tell) }; },
    // Controls that are alike are of one kind; of each that is not known yet, one. A part of the page that only scrolls is used by no key of its own.
    kinds(known) {
      unfold();
      const found = new Map();
      for (const one of controls()) {
        const href = (one.getAttribute("href") || "").replace(/[0-9a-f]{6,}|\d+/g, "0").replace(/\/speakers\/.+|=[^&]*/g, "");
        const kind = [one.localName, one.type, one.getAttribute("class"), one.closest("header, nav, form, figure, table, details, main")?.localName, href];
        if (one.matches("a, button, input, select, textarea, summary") && !known.includes(kind.join(" "))) found.set(kind.join(" "), one);
      }
      every = [...found.values()];
      return [...found].map(([kind, one]) => ({ kind, tag: one.localName, type: one.type || "", told: tell(one), many: one.options?.length || 0 }));
    },
    at(number) { return every[number]; },
    // What an action changed of the page itself, seen from before it.
    rest() {
      unfold();
      for (const one of document.querySelectorAll(".on")) one.classList.remove("on");
      history.replaceState(null, "", location.pathname + location.search);
      document.activeElement?.blur();
      const folds = [...document.querySelectorAll("details")], fields = [...document.querySelectorAll("input, select, textarea")];
      const open = folds.map((one) => one.open), held = fields.map((one) => [one.value, one.checked].join());
      seen_before = () => ({
        hash: location.hash,
        folded: folds.flatMap((one, at) => one.open !== open[at] ? [at] : []),
        changed: fields.flatMap((one, at) => [one.value, one.checked].join() !== held[at] ? [at] : []),
        on: [...document.querySelectorAll(".on")].map((one) => one.id || one.dataset.figure),
      });
    },
    since(number) {
      const moved = document.activeElement !== every[number] && document.activeElement !== document.body;
      return { ...seen_before(), moved: moved ? tell(document.activeElement) : "" };
    },
    click(number) {
      every[number].focus();
      every[number].dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, composed: true, view: window }));
    },
  };
})();
