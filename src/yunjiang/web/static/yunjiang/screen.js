// Stepping through the screens of a meeting without leaving full screen. Everything is a link as well, and works without this.
(function () {
  "use strict";

  var isStopped = false; // a key or a click stops what advances by itself
  var isBusy = false;
  var timer = null;
  var prefersStill = window.matchMedia("(prefers-reduced-motion: reduce)").matches;

  function part(selector) { return document.querySelector("#screen " + selector); }
  function tell(isTrouble) { document.getElementById("trouble").hidden = !isTrouble; }

  function arrive() {
    var full = part("[data-part=full]");
    if (full && document.documentElement.requestFullscreen) full.hidden = false;
    window.clearTimeout(timer);
    var every = Number(document.getElementById("screen").dataset.every);
    var runs = every > 0 && !isStopped && !prefersStill;
    part("[data-part=stop]").hidden = !runs;
    if (runs) timer = window.setTimeout(function () { go(part("a[rel=next]").href, false); }, every * 1000);
  }

  // What time alone caused says so, and keeps nobody signed in.
  function go(href, isCaused) {
    if (isBusy) return;
    isBusy = true;
    window.clearTimeout(timer);
    window.fetch(href, { headers: isCaused ? {} : { "Yunjiang-Uncaused": "1" }, credentials: "same-origin" })
      .then(function (answer) {
        if (answer.redirected || !answer.ok) throw new Error("not shown");
        return answer.text();
      })
      .then(function (text) {
        var page = new DOMParser().parseFromString(text, "text/html");
        var next = page.getElementById("screen");
        var here = document.activeElement && document.activeElement.rel;
        document.getElementById("screen").replaceWith(document.importNode(next, true));
        document.title = page.title;
        document.documentElement.className = page.documentElement.className;
        window.history.replaceState(null, "", href);
        if (here) part("a[rel=" + here + "]").focus();
        tell(false);
        isBusy = false;
        document.dispatchEvent(new Event("yunjiang:screen"));
        arrive();
      })
      .catch(function () {
        isBusy = false;
        if (isCaused) { window.location.assign(href); return; }
        tell(true);
        arrive(); // the next turn tries again
      });
  }

  function stop() {
    if (isStopped) return;
    isStopped = true;
    window.clearTimeout(timer);
    part("[data-part=stop]").hidden = true;
  }

  function fill() {
    if (document.fullscreenElement) document.exitFullscreen();
    else if (document.documentElement.requestFullscreen) document.documentElement.requestFullscreen();
  }

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.altKey || event.metaKey || !document.getElementById("screen")) return;
    stop();
    var isOnButton = event.target.closest && event.target.closest("button, .session-end");
    if (event.key === "ArrowRight" || event.key === "PageDown" || (event.key === " " && !isOnButton)) {
      event.preventDefault();
      go(part("a[rel=next]").href, true);
    } else if (event.key === "ArrowLeft" || event.key === "PageUp") {
      event.preventDefault();
      go(part("a[rel=prev]").href, true);
    } else if (event.key === "f" || event.key === "F") {
      fill();
    }
  });

  document.addEventListener("click", function (event) {
    if (!event.target.closest || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    var link = event.target.closest("a[rel=next], a[rel=prev], [data-part=dark]");
    if (event.target.closest("[data-part=full]")) { fill(); return; }
    if (event.target.closest("#screen")) stop();
    if (link && link.tagName === "A") {
      event.preventDefault();
      go(link.href, true);
    }
  });

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", arrive);
  else arrive();
})();
