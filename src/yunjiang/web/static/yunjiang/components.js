// Helps that the components work without: folds that ask become dialogs, tables remember their shape, messages go by themselves.
(function () {
  "use strict";

  function each(list, act) { Array.prototype.forEach.call(list, act); }

  // What only works with script is written hidden.
  function show(root) {
    each(root.querySelectorAll(".scripted[hidden]"), function (part) { part.hidden = false; });
    each(root.querySelectorAll("section[data-table]"), shape);
  }

  // dialogs -------------------------------------------------------------------------------------------------------
  function askAs(fold) {
    var body = fold.querySelector(".ask-body");
    var dialog = document.createElement("dialog");
    dialog.className = "asked" + (fold.classList.contains("danger") ? " danger" : "");
    var heading = body.querySelector("h2");
    if (!heading.id) heading.id = "asked-" + Math.random().toString(36).slice(2);
    dialog.setAttribute("aria-labelledby", heading.id);
    // The fold's own place keeps the form that the dialog shows, also when it stands inside another form.
    dialog.appendChild(body);
    fold.appendChild(dialog);
    fold.open = true;
    dialog.showModal();
    var first = body.querySelector("input:not([type=hidden]), textarea, select, button");
    if (first) first.focus();
    dialog.addEventListener("close", function () {
      fold.open = false;
      fold.appendChild(body);
      dialog.remove();
      fold.querySelector("summary").focus();
    });
    dialog.addEventListener("click", function (event) {
      if (event.target === dialog) dialog.close();
    });
  }

  document.addEventListener("click", function (event) {
    if (!event.target.closest) return;
    var summary = event.target.closest(".ask > summary");
    if (summary && window.HTMLDialogElement) {
      event.preventDefault();
      askAs(summary.parentNode);
      return;
    }
    var closes = event.target.closest("[data-closes]");
    if (closes) {
      var dialog = closes.closest("dialog");
      var kind = closes.getAttribute("data-closes");
      if (kind === "dialog") {
        event.preventDefault();
        if (dialog) dialog.close(); else closes.closest("details").open = false;
      } else {
        closes.closest(kind).remove();
      }
    }
  });

  // tables --------------------------------------------------------------------------------------------------------
  function memory(section) { return "yunjiang:table:" + section.getAttribute("data-table"); }

  function kept(section) {
    try { return JSON.parse(window.localStorage.getItem(memory(section)) || "{}"); } catch (error) { return {}; }
  }

  function shape(section) {
    var wishes = kept(section), without = wishes.without || [];
    section.classList.toggle("dense", !!wishes.dense);
    var table = section.querySelector("table");
    if (!table) return;
    var before = table.querySelector("thead .pick") ? 1 : 0;
    for (var n = 2; n <= 12; n++) table.classList.remove("without-" + n);
    each(section.querySelectorAll("[data-shows]"), function (box) {
      var column = Number(box.getAttribute("data-shows"));
      box.checked = without.indexOf(column) === -1;
      if (!box.checked) table.classList.add("without-" + (column + before));
    });
    var dense = section.querySelector("[data-dense]");
    if (dense) dense.checked = !!wishes.dense;
  }

  document.addEventListener("change", function (event) {
    var target = event.target;
    if (target.hasAttribute("data-sends") && target.form) {
      target.form.requestSubmit();
      return;
    }
    if (target.hasAttribute("data-picks-all")) {
      each(target.closest("table").querySelectorAll("tbody .pick input"), function (box) { box.checked = target.checked; });
      return;
    }
    if (!target.hasAttribute("data-shows") && !target.hasAttribute("data-dense")) return;
    var section = target.closest("section[data-table]");
    var without = [];
    each(section.querySelectorAll("[data-shows]"), function (box) {
      if (!box.checked) without.push(Number(box.getAttribute("data-shows")));
    });
    var wishes = { dense: section.querySelector("[data-dense]").checked, without: without };
    try { window.localStorage.setItem(memory(section), JSON.stringify(wishes)); } catch (error) { /* a full or closed store: the wish holds for this page */ }
    shape(section);
  });

  // messages --------------------------------------------------------------------------------------------------------
  var READ_IN = 8000, UNDO_IN = 20000;

  function fade(toast) {
    if (toast.getAttribute("data-timed")) return;
    toast.setAttribute("data-timed", "1");
    if (toast.classList.contains("late")) return; // what went wrong stays until it was read
    if (document.documentElement.classList.contains("elder")) return; // and so does everything for who reads slowly
    setTimeout(function wait() {
      if (toast.matches(":hover") || toast.contains(document.activeElement)) setTimeout(wait, 2000);
      else toast.remove();
    }, toast.querySelector("form") ? UNDO_IN : READ_IN);
  }

  // Say something from a script: window.yunjiang.say("saved") or say("refused", "late").
  function say(text, tone) {
    var toast = document.createElement("div");
    toast.className = "toast " + (tone || "");
    var words = document.createElement("span");
    words.textContent = text;
    toast.appendChild(words);
    document.getElementById("toasts").appendChild(toast);
    fade(toast);
    if (tone === "late") setTimeout(function () { toast.remove(); }, UNDO_IN);
  }
  window.yunjiang = { say: say };

  function start() {
    show(document);
    each(document.querySelectorAll(".toast"), fade);
    var faults = document.getElementById("faults");
    if (faults) faults.focus();
  }

  document.addEventListener("htmx:afterSwap", function (event) { show(event.target.parentNode || document); });
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
