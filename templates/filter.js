"use strict";
// Without this script every row is shown; on paper every row is shown too (.out hides on a screen alone).
(() => {
  const form = document.getElementById("filter");
  const picks = [...form.querySelectorAll("select")];
  const told = form.querySelector("[role=status]");
  const rows = [...document.querySelectorAll("[data-row]")];
  const holders = [...document.querySelectorAll("[data-holds]")];
  const folds = [...document.querySelectorAll("main details")].filter((fold) => fold.querySelector("[data-row]"));
  const opened = new Set(); // folds that the filter opened, and so closes again
  const fits = (row) => picks.every((pick) => !pick.value || !row.dataset[pick.name] || row.dataset[pick.name] === pick.value);
  const has = (part) => part.querySelector("[data-row]:not(.out)");

  function show() {
    const on = picks.some((pick) => pick.value);
    rows.forEach((row) => row.classList.toggle("out", !fits(row)));
    holders.forEach((holder) => holder.classList.toggle("out", !has(holder)));
    folds.forEach((fold) => {
      if (on && has(fold) && !fold.open) fold.open = true, opened.add(fold);
      else if (!(on && has(fold)) && opened.delete(fold)) fold.open = false;
    });
    form.classList.toggle("on", on);
    const shown = rows.filter((row) => !row.classList.contains("out")).length;
    const all = rows.length;
    told.textContent = !on ? `All ${all} shown.` : shown ? `${shown} of ${all} shown; all are printed.` : `None of ${all} fits this choice.`;
  }

  form.addEventListener("change", show);
  form.addEventListener("reset", () => setTimeout(show)); // the choices are only reset after this event
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const target = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (target && target.closest(".out")) form.reset(), show(); // a link never leads to what is hidden
  });
  const closed = new Set(); // on paper no fold is closed; a style sheet can open them in newer browsers alone
  addEventListener("beforeprint", () => document.querySelectorAll("details:not([open])").forEach((fold) => (closed.add(fold), (fold.open = true))));
  addEventListener("afterprint", () => (closed.forEach((fold) => (fold.open = false)), closed.clear()));
  addEventListener("pageshow", show); // a browser that goes back may bring the choices back, and not what they hid
  form.hidden = false;
  show();
})();
