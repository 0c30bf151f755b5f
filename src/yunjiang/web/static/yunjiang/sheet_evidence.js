// Files that prove a number: chosen or dropped on the item, attached at once, taken off again.
(function () {
  "use strict";

  var sheet;

  function each(list, act) { Array.prototype.forEach.call(list, act); }

  function attach(zone, files) {
    var form = new FormData();
    form.append("question", zone.getAttribute("data-question"));
    each(files, function (file) { form.append("files", file); });
    post(zone, zone.getAttribute("data-attaches"), form);
  }

  function post(zone, address, form) {
    zone.setAttribute("aria-busy", "true");
    fetch(address, { method: "POST", credentials: "same-origin", body: form, headers: { "X-CSRFToken": sheet.root.querySelector("[name=csrfmiddlewaretoken]").value, "HX-Request": "true" } })
      .then(function (answer) {
        if (answer.redirected) throw new Error("signed out");
        return answer.text().then(function (text) {
          if (answer.ok) zone.innerHTML = text;
          else window.yunjiang.say(text.length < 300 && text.indexOf("<") === -1 ? text : sheet.words.failed, "late");
        });
      })
      .catch(function () { window.yunjiang.say(sheet.words.notAttached, "late"); })
      .then(function () { zone.removeAttribute("aria-busy"); });
  }

  function start() {
    sheet = window.yunjiang.sheet;
    var root = sheet.root;
    root.addEventListener("change", function (event) {
      var target = event.target;
      if (target.hasAttribute("data-evidence-input") && target.files.length) attach(target.closest("[data-evidence]"), target.files);
    });
    root.addEventListener("click", function (event) {
      var remove = event.target.closest("[data-removes]");
      if (!remove) return;
      event.preventDefault();
      post(remove.closest("[data-evidence]"), remove.getAttribute("data-removes"), new FormData());
    });
    ["dragover", "drop", "dragleave"].forEach(function (name) {
      root.addEventListener(name, function (event) {
        var zone = event.target.closest && event.target.closest("[data-evidence]");
        if (!zone || !zone.querySelector("[data-evidence-input]")) return;
        event.preventDefault();
        zone.classList.toggle("is-over", name === "dragover");
        if (name === "drop" && event.dataTransfer.files.length) attach(zone, event.dataTransfer.files);
      });
    });
  }

  function begin() {
    if (window.yunjiang && window.yunjiang.sheet) start();
    else { var form = document.querySelector("form[data-saves]"); if (form) form.addEventListener("sheet:ready", start); }
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
})();
