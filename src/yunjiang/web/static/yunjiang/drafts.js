// The review of a draft: choosing an item, deciding by keys, the document and its cards kept together.
(function () {
  "use strict";

  var desk, paper, cards, deciding, rejecting, undoing;
  var isBusy = false, wanted = "", goesOn = false, moves = false, looked = "", reason = "";
  var KEYS = "yunjiang:drafts:keys";

  function each(list, act) { Array.prototype.forEach.call(list, act); }
  function all() { return Array.prototype.slice.call(cards.querySelectorAll("li.card")); }
  function cardOf(number) { return document.getElementById("item-" + number); }
  function chosen() { return cards.querySelector("li.card.is-chosen"); }
  function marksOf(number) { return paper.querySelectorAll('mark[data-items~="' + number + '"]'); }
  function isStacked() { return getComputedStyle(desk).display !== "grid"; }
  function say(name) { window.yunjiang.say(desk.getAttribute("data-" + name)); }

  // panes, one above the other on a phone -------------------------------------------------------------------------------
  function show(pane) {
    desk.setAttribute("data-shown", pane);
    each(desk.querySelectorAll("[data-shows-pane]"), function (button) {
      button.setAttribute("aria-pressed", String(button.getAttribute("data-shows-pane") === pane));
    });
  }

  function into(pane, part, place) {
    if (isStacked()) { part.scrollIntoView({ block: place === "third" ? "center" : place }); return; }
    var outer = pane.getBoundingClientRect(), inner = part.getBoundingClientRect();
    if (place === "nearest") {
      if (inner.top < outer.top) pane.scrollTop -= outer.top - inner.top;
      else if (inner.bottom > outer.bottom) pane.scrollTop += Math.min(inner.bottom - outer.bottom, inner.top - outer.top);
      return;
    }
    if (inner.top >= outer.top + 40 && inner.bottom <= outer.bottom - 80) return; // it is in sight: the document stays
    pane.scrollTop += inner.top - outer.top - pane.clientHeight / 3;
  }

  // choosing ------------------------------------------------------------------------------------------------------------
  function choose(card, wishes) {
    if (!card) return;
    var before = chosen();
    if (before && before !== card) {
      before.classList.remove("is-chosen");
      before.removeAttribute("aria-current");
      before.tabIndex = -1;
    }
    card.classList.add("is-chosen");
    card.setAttribute("aria-current", "true");
    card.tabIndex = 0;
    var number = looked = card.getAttribute("data-item");
    each(desk.querySelectorAll("#deciding-form, #rejecting"), function (form) {
      form.querySelector("[name=item]").value = number; // elements.item is a function
      form.querySelector("[name=revision]").value = card.getAttribute("data-revision");
    });
    closeRejecting();
    into(cards, card, "nearest");
    if (wishes && wishes.focus) card.focus({ preventScroll: true });
    point(card, !(wishes && wishes.still));
    remember(number);
  }

  function point(card, isMoving) {
    var number = card.getAttribute("data-item"), marks = marksOf(number);
    each(paper.querySelectorAll("mark.is-here"), function (mark) { mark.classList.remove("is-here"); });
    if (!marks.length) {
      var piece = pieceOf(Number(card.getAttribute("data-from")));
      if (piece && piece.classList.contains("is-waiting")) {
        moves = isMoving;
        window.htmx.trigger(piece, "wanted");
      }
      return;
    }
    each(marks, function (mark) { mark.classList.add("is-here"); });
    if (isMoving && (!isStacked() || desk.getAttribute("data-shown") === "paper")) into(paper, marks[0], "third");
  }

  function pieceOf(place) {
    var found = null;
    each(paper.querySelectorAll(".piece"), function (piece) {
      if (Number(piece.getAttribute("data-from")) <= place) found = piece;
    });
    return found;
  }

  function remember(number) {
    var address = new URL(window.location.href);
    address.searchParams.set("item", number);
    address.hash = "";
    window.history.replaceState(null, "", address);
  }

  function step(by) {
    var list = all(), at = list.indexOf(chosen());
    choose(list[Math.max(0, Math.min(list.length - 1, at + by))], { focus: true });
  }

  function nextOpen(after) {
    var list = all(), at = list.indexOf(after);
    var order = list.slice(at + 1).concat(list.slice(0, at + 1));
    for (var n = 0; n < order.length; n++) {
      if (order[n].getAttribute("data-verdict") === "open") return order[n];
    }
    return null;
  }

  // What was decided shows in the document too.
  function remark(number) {
    each(marksOf(number), function (mark) {
      var open = 0, kept = 0;
      each(mark.getAttribute("data-items").split(" "), function (one) {
        var card = cardOf(one), verdict = card ? card.getAttribute("data-verdict") : "";
        if (verdict === "open") open += 1;
        if (verdict && verdict !== "rejected") kept += 1;
      });
      mark.classList.toggle("is-done", !open && kept > 0);
      mark.classList.toggle("is-out", !open && !kept);
    });
  }

  // deciding ------------------------------------------------------------------------------------------------------------
  function press(form, button) {
    if (isBusy || !form) return;
    button.click(); // htmx sends the value of a button that was clicked
  }

  function busy(is) {
    isBusy = is;
    desk.classList.toggle("is-busy", is);
  }

  function decide(decision) {
    var card = chosen();
    if (card && !card.querySelector("form")) press(deciding, deciding.querySelector('[value="' + decision + '"]'));
  }

  function reopen() {
    var card = chosen();
    if (!card || isBusy || card.getAttribute("data-verdict") === "open") return;
    window.htmx.ajax("POST", deciding.getAttribute("action"), {
      source: deciding, swap: "none settle:0ms",
      values: { item: card.getAttribute("data-item"), revision: card.getAttribute("data-revision"), decision: "reopen" }
    });
  }

  function correct() {
    var card = chosen();
    if (!card || isBusy) return;
    show("items");
    window.htmx.ajax("GET", here() + "items/" + card.getAttribute("data-item") + "/correct/", { target: card, swap: "outerHTML settle:0ms" });
  }

  function here() { return window.location.pathname; }

  function openRejecting() {
    if (!chosen()) return;
    rejecting.hidden = false;
    rejecting.elements.reason.value = reason; // what was said last is often right again
    rejecting.elements.reason.focus();
    rejecting.elements.reason.select();
  }

  function closeRejecting() {
    if (!rejecting || rejecting.hidden) return;
    rejecting.hidden = true;
    if (chosen()) chosen().focus({ preventScroll: true });
  }

  function leaveForm(form) {
    var number = form.getAttribute("data-item");
    if (!number) {
      form.remove();
      desk.classList.remove("is-correcting");
      if (chosen()) chosen().focus({ preventScroll: true });
      return;
    }
    wanted = number;
    window.htmx.ajax("GET", here() + "items/" + number + "/", { target: form, swap: "outerHTML settle:0ms" });
  }

  // An answer names the items it changed: the document follows, and the next open one is chosen. Says whether more is to come.
  function settled(answer) {
    var told = answer.getResponseHeader("Yunjiang-Items");
    if (told === null) return false;
    var numbers = told ? told.split(" ") : [], goes = answer.getResponseHeader("Yunjiang-Next") === "1";
    each(numbers, remark);
    var stale = answer.getResponseHeader("Yunjiang-Piece");
    if (stale !== null) again(stale);
    if (answer.getResponseHeader("Yunjiang-Cards") === "stale") { wanted = numbers[0] || ""; goesOn = goes; list(); return true; }
    var card = numbers.length ? cardOf(numbers[0]) : null;
    if (!card) return false;
    var next = goes ? nextOpen(card) : card;
    if (!next) say("over");
    choose(next || card, { focus: true, still: !next });
    return false;
  }

  function again(number) {
    var piece = document.getElementById("piece-" + number), address = piece && piece.getAttribute("data-again");
    if (address) window.htmx.ajax("GET", address, { target: piece, swap: "outerHTML settle:0ms" });
  }

  // The list as it stands now, with the item that was looked at chosen again.
  function list() {
    var card = chosen();
    if (!wanted && card) wanted = card.getAttribute("data-item");
    busy(true); // until it is there, nobody sees what a key would decide on
    window.htmx.trigger("#sieve", "again");
  }

  document.addEventListener("htmx:beforeRequest", function (event) {
    if (event.detail.elt.closest(".deciding") || event.detail.elt.closest(".item-form")) {
      if (isBusy) { event.preventDefault(); return; }
      busy(true);
    }
  });

  // What a form got wrong comes back as the form; a refusal comes as a sentence.
  document.addEventListener("htmx:beforeSwap", function (event) {
    var answer = event.detail.xhr;
    if (answer.status === 422) { event.detail.shouldSwap = true; event.detail.isError = false; }
    if (answer.status === 409) {
      event.detail.shouldSwap = false;
      event.detail.isError = false;
      window.yunjiang.say(answer.responseText, "late");
      list();
    }
  });

  // A list in another order, or filtered, still has what was looked at.
  document.addEventListener("htmx:configRequest", function (event) {
    if (event.detail.elt.id === "rejecting") reason = event.detail.elt.elements.reason.value;
    if (event.detail.elt.id === "sieve") event.detail.parameters.append("item", wanted || looked);
  });

  // By now the answer stands on the page. The part that was replaced hears of nothing, so this is asked of the request.
  document.addEventListener("htmx:afterRequest", function (event) {
    busy(false);
    desk.classList.toggle("is-correcting", Boolean(document.querySelector(".item-form")));
    var form = document.querySelector(".item-form.is-fresh");
    if (form) { begin(form); return; }
    if (event.detail.successful && settled(event.detail.xhr)) return;
    if (wanted && cardOf(wanted)) {
      var card = cardOf(wanted), next = goesOn ? nextOpen(card) : null;
      wanted = "";
      goesOn = false;
      choose(next || card, { focus: true });
    } else if (!chosen() && !document.querySelector(".item-form")) {
      choose(nextOpen(null) || all()[0], { still: !goesOn, focus: true });
      goesOn = false;
    } else if (event.detail.target === cards && chosen()) {
      choose(chosen(), { still: true });
    } else if (chosen() && event.detail.requestConfig.path.indexOf("/pieces/") !== -1) {
      point(chosen(), moves);
      moves = false;
    }
  });

  function begin(form) {
    form.classList.remove("is-fresh");
    into(cards, form, "nearest");
    var first = form.querySelector("[aria-invalid=true]") || form.querySelector("input:not([type=hidden]), select, textarea");
    if (!first) return;
    first.focus();
    if (first.select) first.select();
  }

  // clicks --------------------------------------------------------------------------------------------------------------
  function clicked(event) {
    var target = event.target;
    var mark = target.closest("mark[data-items]");
    if (mark && window.getSelection().isCollapsed) { clickedMark(mark); return; }
    var card = target.closest("li.card");
    if (card && !target.closest("form")) {
      if (target.closest("a")) event.preventDefault();
      choose(card, { focus: true });
      return;
    }
    var pane = target.closest("[data-shows-pane]");
    if (pane) {
      show(pane.getAttribute("data-shows-pane"));
      var now = chosen();
      if (now && pane.getAttribute("data-shows-pane") === "paper") point(now, true);
      else if (now) into(cards, now, "nearest");
      return;
    }
    if (target.closest("[data-corrects]")) { event.preventDefault(); correct(); }
    else if (target.closest("[data-rejects]")) { event.preventDefault(); openRejecting(); }
    else if (target.closest("[data-closes-rejecting]")) closeRejecting();
    else if (target.closest("[data-leaves]")) { event.preventDefault(); leaveForm(target.closest(".item-form")); }
  }

  // Where spans lie upon each other, another click chooses the next of them.
  function clickedMark(mark) {
    var numbers = mark.getAttribute("data-items").split(" "), now = chosen();
    var at = now ? numbers.indexOf(now.getAttribute("data-item")) : -1;
    var number = numbers[(at + 1) % numbers.length];
    if (isStacked()) show("items");
    if (cardOf(number)) { choose(cardOf(number), { focus: true, still: true }); return; }
    wanted = number;
    var further = document.getElementById("further");
    if (further) window.htmx.trigger(further, "wanted");
    else { each(document.querySelectorAll("#sieve .field"), function (field) { if (field.id !== "order") field.value = ""; }); list(); }
  }

  // keys ----------------------------------------------------------------------------------------------------------------
  function isTyping(target) {
    return target.matches("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
  }

  function areOn() {
    try { return window.localStorage.getItem(KEYS) !== "off"; } catch (error) { return true; }
  }

  function pressed(event) {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (document.querySelector("dialog[open]")) return;
    if (event.key === "Escape") {
      var form = event.target.closest(".item-form");
      if (form) leaveForm(form);
      else if (event.target.closest("#rejecting")) closeRejecting();
      else if (event.target.id === "q" && chosen()) chosen().focus({ preventScroll: true });
      return;
    }
    if (isTyping(event.target) || !areOn()) return;
    var act = acts[event.key];
    if (!act || (event.target.closest("button, summary, a") && event.key.length > 1)) return;
    event.preventDefault();
    act();
  }

  var acts = {
    j: function () { step(1); },
    k: function () { step(-1); },
    a: function () { if (deciding) decide("accept"); },
    e: function () { if (deciding) correct(); },
    r: function () { if (deciding) openRejecting(); },
    o: function () { if (deciding) reopen(); },
    u: function () { if (undoing) press(undoing, undoing.querySelector("button")); },
    n: function () { if (deciding) document.dispatchEvent(new CustomEvent("yunjiang:add")); },
    "/": function () { show("items"); document.getElementById("q").focus(); },
    "?": function () { var keys = document.querySelector("#keys > summary"); if (keys) keys.click(); }
  };

  function start() {
    desk = document.getElementById("desk");
    if (!desk) return;
    paper = document.getElementById("paper");
    cards = document.getElementById("cards");
    deciding = document.getElementById("deciding-form");
    rejecting = document.getElementById("rejecting");
    undoing = document.getElementById("undoing");
    desk.classList.add("is-scripted");
    desk.addEventListener("click", clicked);
    document.addEventListener("keydown", pressed);
    var box = document.getElementById("single-keys");
    if (box) {
      box.checked = areOn();
      box.addEventListener("change", function () {
        try { window.localStorage.setItem(KEYS, box.checked ? "on" : "off"); } catch (error) { /* it holds for no longer */ }
      });
    }
    choose(chosen() || all()[0], { focus: !isStacked() });
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
