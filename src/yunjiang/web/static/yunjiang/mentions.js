// After @ in a comment: a few people who may see the figure, chosen by click or keyboard. Without it the sign-in name is typed.
(function () {
  "use strict";

  var waiting = null;

  function box() { return document.getElementById("offered"); }

  function typed(field) {
    var before = field.value.slice(0, field.selectionStart);
    var found = /(?:^|\s)@([^\s@]{0,30})$/.exec(before);
    return found ? found[1] : null;
  }

  function close() {
    if (box()) box().innerHTML = "";
  }

  function offer(field) {
    var name = typed(field);
    if (name === null) { close(); return; }
    window.clearTimeout(waiting);
    waiting = window.setTimeout(function () {
      fetch(field.dataset.mentions + "&q=" + encodeURIComponent(name), { credentials: "same-origin" }).then(function (answer) {
        return answer.ok && answer.url.indexOf("/sign-in/") === -1 ? answer.text() : "";
      }).then(function (html) {
        if (box() && typed(field) === name) box().innerHTML = html;
      }).catch(close);
    }, 120);
  }

  function take(button) {
    var field = document.querySelector("textarea[data-mentions]");
    var at = field.selectionStart;
    var before = field.value.slice(0, at).replace(/@[^\s@]*$/, "@" + button.dataset.name + " ");
    field.value = before + field.value.slice(at);
    field.focus();
    field.setSelectionRange(before.length, before.length);
    close();
  }

  document.addEventListener("input", function (event) {
    if (event.target.dataset && event.target.dataset.mentions) offer(event.target);
  });

  document.addEventListener("click", function (event) {
    var button = event.target.closest ? event.target.closest("#offered button") : null;
    if (button) take(button);
  });

  document.addEventListener("keydown", function (event) {
    var buttons = Array.prototype.slice.call(document.querySelectorAll("#offered button"));
    if (!buttons.length) return;
    var at = buttons.indexOf(document.activeElement);
    var isField = event.target.dataset && event.target.dataset.mentions;
    if (!isField && at < 0) return;
    if (event.key === "ArrowDown") {
      buttons[Math.min(at + 1, buttons.length - 1)].focus();
      event.preventDefault();
    } else if (event.key === "ArrowUp" && at >= 0) {
      if (at === 0) document.querySelector("textarea[data-mentions]").focus();
      else buttons[at - 1].focus();
      event.preventDefault();
    } else if (event.key === "Escape") {
      close();
      document.querySelector("textarea[data-mentions]").focus();
    }
  });
})();
