// A unit taken from the offers joins those that a field has, and the field is free for the next one.
(function () {
  "use strict";

  document.addEventListener("yunjiang:taken", function (event) {
    var field = event.target, entry = field.closest("[data-units]");
    if (!entry) return;
    var list = entry.querySelector(".bodies-chosen"), isSingle = entry.hasAttribute("data-single");
    var there = Array.prototype.filter.call(list.querySelectorAll("input"), function (input) {
      return input.value === event.detail;
    })[0];
    if (!there) {
      var item = document.createElement("li"), label = document.createElement("label"), words = document.createElement("span");
      there = document.createElement("input");
      there.type = isSingle ? "radio" : "checkbox";
      there.name = entry.getAttribute("data-units");
      there.value = event.detail;
      label.className = "box";
      words.textContent = field.value;
      label.appendChild(there);
      label.appendChild(words);
      item.appendChild(label);
      list.insertBefore(item, list.firstChild);
    }
    there.checked = true;
    field.value = "";
    document.getElementById(field.getAttribute("data-into")).value = "";
  });
})();
