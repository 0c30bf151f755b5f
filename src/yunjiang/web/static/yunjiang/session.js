// The end of a session is told two minutes before, with a button that puts it off. The page stays as it is: nothing is
// reloaded, so a half-filled form is kept, also when somebody signs in again in another window.
(function () {
  "use strict";

  var place = document.getElementById("session-end");
  if (!place) return;
  var WARN = Number(place.dataset.warning);
  var endsAt = Date.now() + Number(place.dataset.seconds) * 1000;
  var isOver = false;
  var before = null; // where the reader was before the warning took the focus
  var warning = place.querySelector("[data-part=warning]");
  var over = place.querySelector("[data-part=over]");
  var clock = place.querySelector("[data-part=clock]");
  var aloud = place.querySelector("[data-part=aloud]");
  var title = document.title;

  function ask(method) {
    var headers = {};
    if (method === "POST") headers["X-CSRFToken"] = place.querySelector("input[name=csrfmiddlewaretoken]").value;
    else headers["Yunjiang-Uncaused"] = "1";
    return window.fetch(place.dataset.address, { method: method, headers: headers, credentials: "same-origin" })
      .then(function (answer) {
        var kind = answer.headers.get("Content-Type") || "";
        // Whoever is signed out is led to the sign-in page, which is no answer to this.
        return answer.ok && !answer.redirected && kind.indexOf("application/json") === 0 ? answer.json() : null;
      });
  }

  // After signing in anew elsewhere, what stands in this page's forms is sent with the new token.
  function renew(told) {
    endsAt = Date.now() + told.seconds * 1000;
    document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach(function (field) { field.value = told.token; });
    var body = document.body;
    if (body.getAttribute("hx-headers")) {
      var headers = JSON.parse(body.getAttribute("hx-headers"));
      if (headers["X-CSRFToken"]) {
        headers["X-CSRFToken"] = told.token;
        body.setAttribute("hx-headers", JSON.stringify(headers));
      }
    }
    isOver = false;
  }

  function show(part) {
    if (part && place.hidden) before = document.activeElement;
    warning.hidden = part !== warning;
    over.hidden = part !== over;
    place.hidden = !part;
    document.title = part ? place.dataset.title + " · " + title : title;
    if (part) {
      var first = part.querySelector("button, a");
      if (first && !place.contains(document.activeElement)) first.focus();
    } else if (before && before.focus) {
      before.focus();
      before = null;
    }
  }

  function end() {
    isOver = true;
    show(over);
  }

  function left() {
    return Math.round((endsAt - Date.now()) / 1000);
  }

  var isAsking = false;
  function tick() {
    if (isOver) return;
    var seconds = left();
    if (seconds > WARN) {
      if (!place.hidden) show(null);
      return;
    }
    // Somebody may be at work in another window of the same session: the server knows.
    if (place.hidden || seconds <= 0) {
      if (isAsking) return;
      isAsking = true;
      ask("GET").then(function (told) {
        isAsking = false;
        if (!told) { end(); return; }
        renew(told);
        if (told.seconds <= WARN) { show(warning); count(told.seconds); }
        else show(null);
      }, function () { isAsking = false; });
      return;
    }
    count(seconds);
  }

  var spoken = "";
  function count(seconds) {
    var minutes = Math.floor(Math.max(0, seconds) / 60);
    var rest = Math.max(0, seconds) % 60;
    clock.textContent = minutes + ":" + (rest < 10 ? "0" : "") + rest;
    // Read aloud at the beginning and half a minute before the end, not every second.
    var now = seconds <= 30 ? "soon" : "first";
    if (now !== spoken) {
      spoken = now;
      aloud.textContent = aloud.dataset.words + " " + clock.textContent;
    }
  }

  place.querySelector("button").addEventListener("click", function () {
    ask("POST").then(function (told) {
      if (!told) { end(); return; }
      renew(told);
      spoken = "";
      show(null);
    });
  });

  // Back from the window of signing in: go on where one was.
  function look() {
    if (!isOver || document.hidden) return;
    ask("GET").then(function (told) {
      if (!told) return;
      renew(told);
      show(null);
    });
  }
  document.addEventListener("visibilitychange", look);
  window.addEventListener("focus", look);

  // What the reader does by htmx puts the end off on the server, so also here.
  document.addEventListener("htmx:afterRequest", function (event) {
    var config = event.detail.requestConfig;
    if (event.detail.successful && config && config.triggeringEvent) {
      endsAt = Math.max(endsAt, Date.now() + Number(place.dataset.idle) * 1000);
    }
  });

  window.setInterval(tick, 1000);
})();
