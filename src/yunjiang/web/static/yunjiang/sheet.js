// Returns as they are filled in: each cell saves itself as one leaves it. What could not be saved stays on the page and in this
// tab, says so, and is tried again. The server alone decides what a text means; nothing here reads numbers but for sums.
// Without script the page is one form with one button. Keyboard, pasting and undoing are in sheet_grid.js.
(function () {
  "use strict";

  var root, words, versions, memory;
  var known = {};     // key → what the server has: {text, unavailable, explanation}
  var waiting = {};   // key → origin of what is still to be sent
  var refused = {};   // key → true: the server said no to this very content; not sent again until it changes
  var sending = false, retryIn = 0, retryTimer = null, saidAt = "";

  function each(list, act) { Array.prototype.forEach.call(list, act); }
  function all(selector) { return root.querySelectorAll(selector); }
  function keyOf(part) { return part.getAttribute("data-key"); }
  function quoted(key) { return '"' + key.replace(/["\\]/g, "\\$&") + '"'; }
  function part(key, kind) { return root.querySelector("[data-" + kind + "][data-key=" + quoted(key) + "]"); }
  function told(text, facts) { return text.replace(/\{(\w+)\}/g, function (_all, name) { return facts[name]; }); }

  // What the page has at a key now. A key is report|question, or report|action|heading for words.
  function now(key) {
    var passage = part(key, "passage");
    if (passage) return { text: passage.value, unavailable: false, explanation: null };
    var cell = part(key, "cell"), box = part(key, "unavailable"), why = part(key, "explains");
    var text = cell ? cell.value.trim() : "", isWord = !box && text === words.unavailableWord;
    return { text: isWord ? "" : text, unavailable: isWord || !!(box && box.checked), explanation: why ? why.value.trim() : null };
  }

  function put(key, content) {
    var passage = part(key, "passage");
    if (passage) { passage.value = content.text; return; }
    var cell = part(key, "cell"), box = part(key, "unavailable"), why = part(key, "explains");
    // Where there is no box to tick, the word itself stands in the cell.
    if (cell) cell.value = !box && content.unavailable ? words.unavailableWord : content.text;
    if (box) { box.checked = content.unavailable; shut(key); }
    if (why && content.explanation !== null && content.explanation !== undefined) why.value = content.explanation;
  }

  function same(one, other) {
    return one.text === other.text && one.unavailable === other.unavailable && (one.explanation || "") === (other.explanation || "");
  }

  function shut(key) {
    var cell = part(key, "cell"), box = part(key, "unavailable");
    if (cell && box) cell.disabled = box.checked;
  }

  function mark(key, state) {
    var shown = part(key, "cell") || part(key, "passage");
    if (!shown) return;
    if (state) shown.setAttribute("data-state", state); else shown.removeAttribute("data-state");
    if (state === "wrong") shown.setAttribute("aria-invalid", "true"); else shown.removeAttribute("aria-invalid");
  }

  // What is not on the server yet survives a reload of this tab, and no longer: the machine may be shared.
  function remember() {
    var kept = {};
    Object.keys(waiting).concat(Object.keys(refused)).forEach(function (key) { kept[key] = now(key); });
    try {
      if (Object.keys(kept).length) window.sessionStorage.setItem(memory, JSON.stringify(kept));
      else window.sessionStorage.removeItem(memory);
    } catch (error) { /* no store: the page itself still has everything */ }
  }

  function recall() {
    var kept = {}, count = 0;
    try { kept = JSON.parse(window.sessionStorage.getItem(memory) || "{}"); } catch (error) { kept = {}; }
    Object.keys(kept).forEach(function (key) {
      if (!known[key] || same(known[key], kept[key])) return;
      put(key, kept[key]);
      waiting[key] = "typed";
      count++;
    });
    if (count) {
      window.yunjiang.say(told(words.recalled, { count: count }));
      send();
    }
  }

  // saving ------------------------------------------------------------------------------------------------------------
  function touch(key, origin) {
    if (!known[key]) return;
    var content = now(key);
    if (same(content, known[key]) && !refused[key]) {
      delete waiting[key];
      mark(key, "");
      tell();
      return;
    }
    delete refused[key];
    waiting[key] = origin || "typed";
    mark(key, "pending");
    remember();
    sum();
  }

  function send() {
    var keys = Object.keys(waiting);
    if (sending || !keys.length) { tell(); return; }
    clearTimeout(retryTimer);
    sending = true;
    var sent = {}, origins = {}, cells = [], passages = [], reports = {};
    keys.forEach(function (key) {
      var content = now(key), names = key.split("|");
      sent[key] = content;
      origins[key] = waiting[key];
      reports[names[0]] = versions[names[0]];
      if (part(key, "passage")) passages.push({ key: key, text: content.text, before: known[key].text });
      else cells.push({ key: key, text: content.text, unavailable: content.unavailable, explanation: content.explanation, origin: waiting[key], before: known[key] });
      mark(key, "pending");
      delete waiting[key];
    });
    tell();
    fetch(root.getAttribute("data-saves"), {
      method: "POST", credentials: "same-origin",
      headers: { "Content-Type": "application/json", "X-CSRFToken": root.querySelector("[name=csrfmiddlewaretoken]").value },
      body: JSON.stringify({ versions: reports, cells: cells, passages: passages })
    }).then(function (answer) {
      if (answer.redirected || answer.status === 401) throw { signedOut: true };
      if (answer.status >= 500) throw { down: true };
      return answer.json().then(function (body) { return { status: answer.status, body: body }; }, function () { throw { status: answer.status }; });
    }).then(function (answer) {
      sending = false;
      retryIn = 0;
      if (answer.status === 200) took(sent, answer.body);
      else no(sent, answer.body.sentence || words.failed);
      send();
    }).catch(function (trouble) {
      sending = false;
      keys.forEach(function (key) { if (!waiting[key]) waiting[key] = origins[key]; mark(key, "failed"); });
      remember();
      if (trouble && trouble.signedOut) tell("signedOut");
      else if (trouble && trouble.status) no(sent, words.failed);
      else later();
    });
  }

  function later() {
    retryIn = Math.min(retryIn ? retryIn * 2 : 4, 60);
    retryTimer = setTimeout(send, retryIn * 1000);
    tell("down");
  }

  // The server refused all of it: the page keeps everything and says why.
  function no(sent, sentence) {
    Object.keys(sent).forEach(function (key) { delete waiting[key]; refused[key] = true; mark(key, "wrong"); });
    remember();
    window.yunjiang.say(sentence, "late");
    tell();
  }

  function took(sent, body) {
    Object.keys(body.versions).forEach(function (report) { versions[report] = body.versions[report]; });
    saidAt = body.saved_at;
    Object.keys(sent).forEach(function (key) {
      var told = body.cells[key] || {};
      var is_as_sent = same(now(key), sent[key]);
      if (told.problem) {
        if (is_as_sent) { refused[key] = true; delete waiting[key]; mark(key, "wrong"); }
        say(key, "problem", told.problem);
        return;
      }
      if (told.conflict) {
        if (is_as_sent) { refused[key] = true; delete waiting[key]; mark(key, "conflict"); }
        quarrel(key, told.conflict, sent[key]);
        return;
      }
      say(key, "problem", "");
      known[key] = told.stands || sent[key];
      if (is_as_sent) {
        delete waiting[key];
        delete refused[key];
        var shown = part(key, "cell") || part(key, "passage");
        if (told.stands) put(key, told.stands);
        mark(key, "saved");
        setTimeout(function () { if (shown && shown.getAttribute("data-state") === "saved") mark(key, ""); }, 1600);
      }
    });
    if (body.findings) findings(body.findings, body.asks || [], body.reports);
    Object.keys(body.parts || {}).forEach(function (id) {
      var shown = document.getElementById(id);
      if (shown) shown.innerHTML = body.parts[id];
    });
    remember();
    sum();
    tell();
    root.dispatchEvent(new CustomEvent("sheet:saved", { bubbles: true }));
  }

  // what is said beside a cell --------------------------------------------------------------------------------------------
  // A page with room has a place beside every cell; a dense grid has one list, in which places are made as they are needed.
  function place(key) {
    var found = document.querySelector("[data-said][data-key=" + quoted(key) + "]");
    if (found) return found;
    var list = document.getElementById("said-list"), cell = part(key, "cell");
    if (!list || !cell) return null;
    var item = document.createElement("li");
    item.setAttribute("data-said", "");
    item.setAttribute("data-key", key);
    var link = document.createElement("button");
    link.type = "button";
    link.className = "plain-button";
    link.textContent = cell.getAttribute("aria-label");
    link.addEventListener("click", function () { cell.focus(); });
    item.appendChild(link);
    ["problem", "findings"].forEach(function (name) {
      var box = document.createElement("div");
      box.className = name;
      item.appendChild(box);
    });
    item.appendChild(explaining(key));
    list.appendChild(item);
    return item;
  }

  function explaining(key) {
    var box = document.createElement("div"), label = document.createElement("label"), why = document.createElement("textarea");
    box.className = "explain";
    box.hidden = true;
    why.className = "field";
    why.rows = 2;
    why.maxLength = 500;
    why.setAttribute("data-explains", "");
    why.setAttribute("data-key", key);
    why.value = (known[key] && known[key].explanation) || "";
    label.appendChild(document.createTextNode(words.explanation));
    label.appendChild(why);
    box.appendChild(label);
    return box;
  }

  function say(key, name, html) {
    var there = document.querySelector("[data-said][data-key=" + quoted(key) + "]");
    if (!html && !there) return;
    var box = (there || place(key));
    box = box && box.querySelector("." + name);
    if (!box) return;
    if (name === "problem") {
      box.textContent = html;
      box.className = "problem" + (html ? " fault" : "");
    } else if (box.innerHTML !== html) {
      box.innerHTML = html;
    }
    tidy(there || place(key));
  }

  function tidy(item) {
    var why = item.querySelector("[data-explains]");
    var isEmpty = !item.querySelector(".problem").innerHTML && !item.querySelector(".findings").innerHTML && !(why && why.value);
    if (item.tagName === "LI" && isEmpty) item.remove();
    var list = document.getElementById("said-list");
    if (list) list.parentNode.hidden = !list.children.length;
  }

  // `reports` are the returns that were looked at; of the others nothing new is known.
  function findings(found, asks, reports) {
    function isOf(key) { return reports.indexOf(Number(key.split("|")[0])) !== -1; }
    each(document.querySelectorAll("[data-said]"), function (item) {
      if (isOf(keyOf(item)) && !found[keyOf(item)]) say(keyOf(item), "findings", "");
    });
    Object.keys(found).forEach(function (key) { say(key, "findings", found[key]); });
    each(all("[data-cell]"), function (cell) {
      var key = keyOf(cell), why = part(key, "explains");
      if (!isOf(key)) return;
      cell.classList.toggle("is-hard", !!found[key] && found[key].indexOf("is-hard") !== -1);
      cell.classList.toggle("is-soft", !!found[key] && found[key].indexOf("is-hard") === -1);
      if (why) why.closest(".explain").hidden = asks.indexOf(key) === -1 && !why.value && !(part(key, "unavailable") || {}).checked;
    });
  }

  // Two changed the same cell: both contents are shown, and one is chosen.
  function quarrel(key, conflict, mine) {
    var item = place(key);
    var box = item && item.querySelector(".problem");
    if (!box) return;
    box.className = "problem fault";
    box.textContent = told(words.conflict, { by: conflict.by, at: conflict.at, theirs: conflict.told, mine: mine.unavailable ? words.unavailable : mine.text || words.empty });
    var choices = document.createElement("div");
    choices.className = "actions close";
    [[words.takeTheirs, function () { put(key, conflict.stands); known[key] = conflict.stands; delete refused[key]; mark(key, ""); }],
      [words.takeMine, function () { known[key] = conflict.stands; put(key, mine); delete refused[key]; touch(key); send(); }]].forEach(function (choice) {
      var button = document.createElement("button");
      button.type = "button";
      button.className = "button second small";
      button.textContent = choice[0];
      button.addEventListener("click", function () { say(key, "problem", ""); choice[1](); remember(); tell(); });
      choices.appendChild(button);
    });
    box.appendChild(choices);
    if (item.tagName === "LI") item.parentNode.parentNode.hidden = false;
  }

  // how saving stands -------------------------------------------------------------------------------------------------------
  function tell(trouble) {
    var line = document.getElementById("saved");
    if (!line) return;
    var count = Object.keys(waiting).length, wrong = Object.keys(refused).length;
    var sentence = saidAt ? told(words.savedAt, { at: saidAt }) : words.savesItself;
    if (sending) sentence = words.saving;
    if (wrong && !sending) sentence = told(words.wrong, { count: wrong });
    if (trouble === "down" || (count && !sending && retryIn)) sentence = told(words.down, { count: count });
    if (trouble === "signedOut") sentence = told(words.signedOut, { count: count });
    line.textContent = sentence;
    line.className = trouble || retryIn ? "fault" : wrong ? "fault" : "";
    if (trouble === "signedOut") {
      var link = document.createElement("a");
      link.href = line.getAttribute("data-sign-in");
      link.target = "_blank";
      link.textContent = words.signIn;
      line.appendChild(link);
    }
    if (trouble || retryIn) {
      var again = document.createElement("button");
      again.type = "button";
      again.className = "plain-button";
      again.textContent = words.again;
      again.addEventListener("click", send);
      line.appendChild(again);
    }
    root.setAttribute("data-unsaved", String(count + wrong + (sending ? 1 : 0)));
  }

  // sums: exact, in ten-thousandths ---------------------------------------------------------------------------------------------
  function exact(text) {
    var plain = text.normalize("NFKC").replace(/[,，\s]/g, "");
    var match = /^(-?)(\d+)(?:\.(\d{1,4}))?$/.exec(plain);
    if (!match) return null;
    var digits = BigInt(match[2] + ((match[3] || "") + "0000").slice(0, 4));
    return match[1] ? -digits : digits;
  }

  function grouped(number) {
    var text = (number < 0n ? -number : number).toString().padStart(5, "0");
    var whole = text.slice(0, -4).replace(/\B(?=(\d{3})+$)/g, ","), rest = text.slice(-4).replace(/0+$/, "");
    return (number < 0n ? "−" : "") + whole + (rest ? "." + rest : "");
  }

  function sum() {
    var sums = {};
    each(all("[data-sums]"), function (cell) {
      var value = cell.disabled ? null : exact(cell.value), name = cell.getAttribute("data-sums");
      if (value !== null) sums[name] = (sums[name] || 0n) + value;
    });
    each(document.querySelectorAll("[data-total]"), function (total) {
      var value = sums[total.getAttribute("data-total")];
      total.textContent = value === undefined ? "–" : grouped(value);
    });
  }

  function listen() {
    root.addEventListener("change", function (event) {
      var target = event.target, key = keyOf(target);
      if (target.hasAttribute("data-reasons")) {
        var why = part(key, "explains");
        if (target.value && why.value.indexOf(target.value) !== 0) why.value = target.value + words.between + why.value;
        why.focus();
        return;
      }
      if (!key) return;
      if (target.hasAttribute("data-unavailable")) {
        var cell = part(key, "cell");
        if (target.checked && cell) { target.setAttribute("data-was", cell.value); cell.value = ""; }
        else if (cell && target.getAttribute("data-was")) cell.value = target.getAttribute("data-was");
        shut(key);
        var explain = part(key, "explains");
        if (explain && target.checked) { explain.closest(".explain").hidden = false; explain.focus(); }
      }
      touch(key);
      send();
    });
    root.addEventListener("input", function (event) {
      var key = keyOf(event.target);
      if (!key || !known[key]) return;
      sum();
      if (event.target.hasAttribute("data-passage") || event.target.hasAttribute("data-explains")) {
        // Long words save themselves at every pause.
        clearTimeout(event.target.pause);
        event.target.pause = setTimeout(function () { touch(key); send(); }, 2500);
      }
    });
    root.addEventListener("click", function (event) {
      var take = event.target.closest("[data-take]");
      if (take) {
        event.preventDefault();
        var key = keyOf(take), before = now(key);
        put(key, { text: take.getAttribute("data-text"), unavailable: false, explanation: null });
        root.dispatchEvent(new CustomEvent("sheet:changed", { detail: [{ key: key, before: before, after: now(key) }] }));
        touch(key, take.getAttribute("data-take"));
        send();
        return;
      }
    });
    window.addEventListener("online", send);
    window.addEventListener("beforeunload", function (event) {
      if (root.getAttribute("data-unsaved") !== "0" && root.hasAttribute("data-unsaved")) { event.preventDefault(); event.returnValue = ""; }
    });
  }

  function start() {
    root = document.querySelector("form[data-saves]");
    if (!root) return;
    words = JSON.parse(document.getElementById("sheet-words").textContent);
    versions = JSON.parse(root.getAttribute("data-versions"));
    memory = "yunjiang:sheet:" + root.getAttribute("data-user") + ":" + window.location.pathname;
    each(all("[data-cell], [data-passage]"), function (cell) { known[keyOf(cell)] = now(keyOf(cell)); });
    each(all("[data-unavailable]"), function (box) { shut(keyOf(box)); });
    listen();
    recall();
    sum();
    tell();
    window.yunjiang.sheet = { root: root, now: now, put: put, touch: touch, send: send, sum: sum, part: part, keyOf: keyOf, words: words, told: told };
    root.dispatchEvent(new CustomEvent("sheet:ready"));
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
