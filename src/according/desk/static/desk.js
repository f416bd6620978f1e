// What pages do beyond their HTML. Without it every page shows the same facts and every form works.
"use strict";
// A page's content is put in the place of the one before at once. htmx goes through all that it takes away, element by element, which takes
// longer than to show what came; nothing here needs to be told that it goes.
htmx.defineExtension("whole", {
  handleSwap: (style, target, fragment) => {
    if (style !== "whole") return false;
    const came = [...fragment.children];
    target.replaceChildren(fragment);
    return came;
  },
});
