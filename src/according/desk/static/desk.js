// What pages do beyond their HTML. Without it every page shows the same facts and every form works.
"use strict";
