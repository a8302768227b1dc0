
"use strict";
// Without this script every row is shown; on paper every row is shown too (.out hides on a screen alone).
(() => {
  const form = document.getElementById("filter");
  const picks = [...form.querySelectorAll("select")];
  const told = form.querySelector("[role=status]");
  const rows = [...document.querySelectorAll("[data-row]")];
  const holders = [...document.querySelectorAll("[data-holds]")];
  const fits = (row) => picks.every((pick) => !pick.value || !row.dataset[pick.name] || row.dataset[pick.name] === pick.value);

  function show() {
    rows.forEach((row) => row.classList.toggle("out", !fits(row)));
    holders.forEach((holder) => holder.classList.toggle("out", !holder.querySelector("[data-row]:not(.out)")));
    const shown = rows.filter((row) => !row.classList.contains("out")).length;
    told.textContent = shown === rows.length ? `All ${shown} shown.` : `${shown} of ${rows.length} shown.`;
  }

  form.addEventListener("change", show);
  form.addEventListener("reset", () => setTimeout(show)); // the choices are only reset after this event
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const target = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (target && target.closest(".out")) form.reset(), show(); // a link never leads to what is hidden
  });
  form.hidden = false;
  show();
})();
