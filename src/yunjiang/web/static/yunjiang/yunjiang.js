// Small helps that a page works without: choosers close when left, arrows move through what was found.
(function () {
  "use strict";

  function choosers() {
    return Array.prototype.slice.call(document.querySelectorAll("details.chooser"));
  }

  document.addEventListener("toggle", function (event) {
    var chooser = event.target;
    if (!chooser.classList || !chooser.classList.contains("chooser") || !chooser.open) return;
    choosers().forEach(function (other) {
      if (other !== chooser) other.open = false;
    });
    var field = chooser.querySelector("input:not([type=hidden])");
    if (field) {
      field.focus();
      if (field.type === "search") field.dispatchEvent(new Event("open-chooser", { bubbles: true }));
    }
  }, true);

  // A session that has ended answers with the sign-in page: show it whole, not inside a part of this one.
  document.addEventListener("htmx:beforeSwap", function (event) {
    if (event.detail.xhr.responseURL.indexOf("/sign-in/") !== -1) {
      event.detail.shouldSwap = false;
      // What asked by itself says nothing: session.js does, and a half-filled form stays.
      if (event.detail.requestConfig.triggeringEvent) window.location.reload();
    }
  });

  // What nobody caused, such as asking every few seconds how far a work has got, shall not keep a session alive.
  document.addEventListener("htmx:configRequest", function (event) {
    if (!event.detail.triggeringEvent) event.detail.headers["Yunjiang-Uncaused"] = "1";
  });

  function tellTrouble(isThere) {
    var trouble = document.getElementById("trouble");
    if (trouble) trouble.hidden = !isThere;
  }
  ["htmx:sendError", "htmx:responseError", "htmx:timeout"].forEach(function (name) {
    document.addEventListener(name, function () { tellTrouble(true); });
  });
  document.addEventListener("htmx:beforeRequest", function () { tellTrouble(false); });

  document.addEventListener("click", function (event) {
    choosers().forEach(function (chooser) {
      if (chooser.open && !chooser.contains(event.target)) chooser.open = false;
    });
  });

  document.addEventListener("keydown", function (event) {
    var chooser = event.target.closest ? event.target.closest("details.chooser") : null;
    if (!chooser || !chooser.open) return;
    if (event.key === "Escape") {
      chooser.open = false;
      chooser.querySelector("summary").focus();
      return;
    }
    var found = Array.prototype.slice.call(chooser.querySelectorAll(".found a"));
    var at = found.indexOf(document.activeElement);
    if (event.key === "ArrowDown" && found.length) {
      found[Math.min(at + 1, found.length - 1)].focus();
      event.preventDefault();
    } else if (event.key === "ArrowUp" && found.length) {
      if (at <= 0) chooser.querySelector("input[type=search]").focus();
      else found[at - 1].focus();
      event.preventDefault();
    } else if (event.key === "Enter" && event.target.type === "search" && found.length) {
      window.location = found[0].href;
      event.preventDefault();
    }
  });
})();
