// While the slider of the tree is moved, say the month it stands at; the page itself comes when it is let go.
"use strict";

document.addEventListener("input", (event) => {
  const slider = event.target;
  if (!(slider instanceof HTMLInputElement) || slider.id !== "month") return;
  const day = slider.form.querySelector("[data-day]");
  const months = Number(slider.value);
  const year = 2021 + Math.floor(months / 12);
  day.textContent = `${year}-${String((months % 12) + 1).padStart(2, "0")}`;
});
