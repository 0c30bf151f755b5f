// Searching by keyboard: a slash leads to the box, arrows through what was found, Escape out of it again.
(function () {
  "use strict";

  var box = document.getElementById("search");
  var list = document.getElementById("search-found");
  if (!box || !list) return;

  function found() {
    return Array.prototype.slice.call(list.querySelectorAll("a"));
  }

  function isTyping(element) {
    return element && (/^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName) || element.isContentEditable);
  }

  function close() {
    list.innerHTML = "";
  }

  document.addEventListener("keydown", function (event) {
    if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(document.activeElement)) {
      event.preventDefault();
      box.focus();
      box.select();
      return;
    }
    if (!box.form.contains(event.target)) return;
    var links = found();
    var at = links.indexOf(document.activeElement);
    if (event.key === "Escape") {
      close();
      box.focus();
    } else if (event.key === "ArrowDown" && links.length) {
      links[Math.min(at + 1, links.length - 1)].focus();
      event.preventDefault();
    } else if (event.key === "ArrowUp" && at >= 0) {
      if (at === 0) box.focus();
      else links[at - 1].focus();
      event.preventDefault();
    }
  });

  document.addEventListener("click", function (event) {
    if (!box.form.contains(event.target)) close();
  });
  box.addEventListener("input", function () {
    if (!box.value.trim()) close();
  });
})();
