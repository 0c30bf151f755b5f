// The keyboard of a spreadsheet over plain inputs: arrows, Enter, F2, Esc, ranges, copying, pasting a block, undo and redo.
// A cell is "ready" when its whole text is selected (arrows move, typing replaces) and "open" when its text is being edited.
(function () {
  "use strict";

  var sheet, root, byPlace = {}, widest = 0, lowest = 0;
  var open = false;             // whether the caret moves inside the focused cell
  var anchor = null, corner = null;  // the two ends of the selected range
  var done = [], undone = [];   // blocks of changes: [{key, before, after}]
  var before = null;            // what the focused cell held when it was entered
  var typed = false;            // whether a hand changed it since: what the server writes in other words is no change
  var pressed = false;

  function each(list, act) { Array.prototype.forEach.call(list, act); }
  function isCell(part) { return !!part && part.hasAttribute && part.hasAttribute("data-cell"); }
  function row(cell) { return Number(cell.getAttribute("data-row")); }
  function column(cell) { return Number(cell.getAttribute("data-column")); }
  function at(r, c) { return byPlace[r + ":" + c] || null; }

  // Places without a cell (not asked of this unit, locked) are stepped over.
  function next(cell, down, across) {
    var r = row(cell) + down, c = column(cell) + across;
    while (r >= 0 && r <= lowest && c >= 0 && c <= widest) {
      var found = at(r, c);
      if (found && !found.disabled) return found;
      r += down; c += across;
    }
    return null;
  }

  function go(cell, keepsRange) {
    if (!cell) return;
    if (!keepsRange) { anchor = corner = cell; }
    cell.focus();
    cell.select();
    open = false;
    cell.scrollIntoView({ block: "nearest", inline: "nearest" });
    paint();
    tellWhere(cell);
  }

  function range() {
    if (!anchor || !corner) return [];
    var top = Math.min(row(anchor), row(corner)), bottom = Math.max(row(anchor), row(corner));
    var left = Math.min(column(anchor), column(corner)), right = Math.max(column(anchor), column(corner));
    var lines = [];
    for (var r = top; r <= bottom; r++) {
      var line = [];
      for (var c = left; c <= right; c++) line.push(at(r, c));
      lines.push(line);
    }
    return lines;
  }

  function isMany() { return anchor && corner && anchor !== corner; }

  function paint() {
    each(root.querySelectorAll(".is-selected"), function (cell) { cell.classList.remove("is-selected"); });
    if (!isMany()) return;
    range().forEach(function (line) {
      line.forEach(function (cell) { if (cell) cell.classList.add("is-selected"); });
    });
  }

  // The line above a dense grid says in full what the focused cell is about.
  function tellWhere(cell) {
    var line = document.getElementById("cell-told");
    if (!line) return;
    line.querySelector("b").textContent = cell.getAttribute("aria-label");
    line.querySelector("span").textContent = cell.getAttribute("data-told") || "";
  }

  // changing ----------------------------------------------------------------------------------------------------------
  function record(block) {
    var real = block.filter(function (change) { return JSON.stringify(change.before) !== JSON.stringify(change.after); });
    if (real.length) { done.push(real); undone = []; }
    return real;
  }

  function set(cells, texts, origin) {
    var block = record(cells.map(function (cell, n) {
      var key = sheet.keyOf(cell), was = sheet.now(key);
      sheet.put(key, { text: texts[n], unavailable: texts[n] ? false : was.unavailable, explanation: null });
      return { key: key, before: was, after: sheet.now(key) };
    }));
    block.forEach(function (change) { sheet.touch(change.key, origin); });
    sheet.sum();
    sheet.send();
    return block.length;
  }

  function turn(from, to, side) {
    var block = from.pop();
    if (!block) return;
    block.forEach(function (change) { sheet.put(change.key, change[side]); sheet.touch(change.key); });
    to.push(block);
    sheet.sum();
    sheet.send();
    go(sheet.part(block[0].key, "cell"));
    if (block.length > 1) window.yunjiang.say(sheet.told(side === "before" ? sheet.words.undone : sheet.words.redone, { count: block.length }));
  }

  function commit(cell) {
    if (!typed || !before || before.key !== sheet.keyOf(cell)) return;
    typed = false;
    var after = sheet.now(before.key);
    if (after.text !== before.content.text) record([{ key: before.key, before: before.content, after: after }]);
    before = { key: before.key, content: after };
  }

  // a block as Excel and WPS put it on the clipboard: rows by lines, columns by tabs, quotes around what holds either ----------
  function lines(text) {
    var found = [], line = [], cell = "", quoted = false, n = 0;
    text = text.replace(/\r\n?/g, "\n");
    while (n < text.length) {
      var sign = text[n];
      if (quoted) {
        if (sign === '"' && text[n + 1] === '"') { cell += '"'; n++; }
        else if (sign === '"') quoted = false;
        else cell += sign;
      } else if (sign === '"' && cell === "") quoted = true;
      else if (sign === "\t") { line.push(cell); cell = ""; }
      else if (sign === "\n") { line.push(cell); found.push(line); line = []; cell = ""; }
      else cell += sign;
      n++;
    }
    if (cell || line.length) { line.push(cell); found.push(line); }
    return found;
  }

  function paste(cell, text) {
    var block = lines(text), cells = [], texts = [], outside = 0;
    if (!block.length) return;
    var selected = range();
    if (block.length === 1 && block[0].length === 1 && isMany()) {
      selected.forEach(function (line) { line.forEach(function (each) { if (each && !each.disabled) { cells.push(each); texts.push(block[0][0].trim()); } }); });
    } else {
      var top = selected.length ? row(selected[0].find(Boolean) || cell) : row(cell);
      var left = selected.length ? Math.min(column(anchor), column(corner)) : column(cell);
      block.forEach(function (line, down) {
        line.forEach(function (content, across) {
          var target = at(top + down, left + across);
          if (target && !target.disabled) { cells.push(target); texts.push(content.trim()); }
          else if (content.trim()) outside++;
        });
      });
    }
    if (!cells.length) return;
    var count = set(cells, texts, "pasted");
    anchor = cells[0];
    corner = cells[cells.length - 1];
    open = false;
    before = { key: sheet.keyOf(cell), content: sheet.now(sheet.keyOf(cell)) };
    paint();
    window.yunjiang.say(sheet.told(outside ? sheet.words.pastedWithout : sheet.words.pasted, { count: count, outside: outside }), outside ? "late" : "");
  }

  // keys -------------------------------------------------------------------------------------------------------------------
  function onKey(event) {
    var cell = event.target;
    if (!isCell(cell) || event.isComposing) return;
    var key = event.key, chord = event.ctrlKey || event.metaKey;
    if (chord && !event.altKey) {
      var letter = key.toLowerCase();
      if (letter === "z" && !open) { event.preventDefault(); commit(cell); if (event.shiftKey) turn(undone, done, "after"); else turn(done, undone, "before"); }
      else if (letter === "y" && !open) { event.preventDefault(); turn(undone, done, "after"); }
      else if (letter === "a" && !open && widest > 0) { event.preventDefault(); anchor = at(0, 0) || cell; corner = last(); paint(); }
      else if (key === "Home") { event.preventDefault(); leave(cell); go(first()); }
      else if (key === "End") { event.preventDefault(); leave(cell); go(last()); }
      return;
    }
    var moves = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
    if (moves[key]) {
      var isAcross = moves[key][0] === 0;
      if (isAcross && (open || !widest)) return;
      if (event.shiftKey && !open) {
        event.preventDefault();
        corner = next(corner || cell, moves[key][0], moves[key][1]) || corner;
        paint();
        return;
      }
      var target = next(cell, moves[key][0], moves[key][1]);
      event.preventDefault();
      if (target) { leave(cell); go(target); }
    } else if (key === "Enter") {
      event.preventDefault();
      leave(cell);
      go(next(cell, event.shiftKey ? -1 : 1, 0) || cell);
    } else if (key === "F2") {
      event.preventDefault();
      open = true;
      cell.setSelectionRange(cell.value.length, cell.value.length);
    } else if (key === "Escape") {
      if (before && typed) sheet.put(before.key, before.content);
      open = typed = false;
      anchor = corner = cell;
      cell.select();
      paint();
      sheet.sum();
    } else if ((key === "Delete" || key === "Backspace") && !open && isMany()) {
      event.preventDefault();
      var cells = [];
      range().forEach(function (line) { line.forEach(function (each) { if (each && !each.disabled) cells.push(each); }); });
      set(cells, cells.map(function () { return ""; }), "typed");
    } else if (key === "Tab") {
      leave(cell);
    }
  }

  // A cell left by key: the browser fires no change for a text set by script, so saving is asked for here.
  function leave(cell) {
    commit(cell);
    sheet.touch(sheet.keyOf(cell));
    sheet.send();
  }

  function first() { for (var r = 0; r <= lowest; r++) for (var c = 0; c <= widest; c++) if (at(r, c)) return at(r, c); return null; }
  function last() { for (var r = lowest; r >= 0; r--) for (var c = widest; c >= 0; c--) if (at(r, c)) return at(r, c); return null; }

  function start() {
    sheet = window.yunjiang.sheet;
    root = sheet.root;
    each(root.querySelectorAll("[data-cell]"), function (cell) {
      byPlace[row(cell) + ":" + column(cell)] = cell;
      widest = Math.max(widest, column(cell));
      lowest = Math.max(lowest, row(cell));
    });
    root.addEventListener("keydown", onKey);
    root.addEventListener("focusin", function (event) {
      var cell = event.target;
      if (!isCell(cell)) return;
      before = { key: sheet.keyOf(cell), content: sheet.now(sheet.keyOf(cell)) };
      open = typed = false;
      if (!pressed) { anchor = corner = cell; cell.select(); paint(); }
      tellWhere(cell);
    });
    root.addEventListener("focusout", function (event) { if (isCell(event.target)) commit(event.target); });
    root.addEventListener("input", function (event) { if (isCell(event.target)) typed = true; });
    root.addEventListener("dblclick", function (event) { if (isCell(event.target)) open = true; });
    // By mouse: the first press selects the cell, a second one opens it; pressing and drawing selects a range.
    root.addEventListener("mousedown", function (event) {
      var cell = event.target;
      if (!isCell(cell)) return;
      if (event.shiftKey && anchor) { event.preventDefault(); corner = cell; paint(); return; }
      if (document.activeElement === cell) { open = true; return; }
      pressed = true;
      anchor = corner = cell;
    });
    root.addEventListener("mouseover", function (event) {
      if (!pressed || event.buttons !== 1 || !isCell(event.target) || event.target === corner) return;
      corner = event.target;
      window.getSelection().removeAllRanges();
      paint();
    });
    document.addEventListener("mouseup", function () {
      if (!pressed) return;
      pressed = false;
      if (anchor && !isMany()) { anchor.focus(); anchor.select(); }
      else if (anchor) anchor.focus();
      paint();
    });
    root.addEventListener("mouseup", function (event) { if (pressed && isCell(event.target)) event.preventDefault(); });
    root.addEventListener("copy", function (event) {
      if (!isCell(event.target) || open || !isMany()) return;
      event.preventDefault();
      var text = range().map(function (line) {
        return line.map(function (cell) { return cell ? cell.value.replace(/,/g, "") : ""; }).join("\t");
      }).join("\n");
      event.clipboardData.setData("text/plain", text);
    });
    root.addEventListener("paste", function (event) {
      if (!isCell(event.target)) return;
      var text = event.clipboardData.getData("text/plain");
      var isBlock = /[\t\n\r]/.test(text.replace(/[\r\n]+$/, ""));
      if (!isBlock && open) return;
      event.preventDefault();
      paste(event.target, text);
    });
    root.addEventListener("sheet:changed", function (event) { record(event.detail); });
    each(document.querySelectorAll("[data-undoes]"), function (button) {
      button.hidden = false;
      button.addEventListener("click", function () {
        if (button.getAttribute("data-undoes") === "redo") turn(undone, done, "after"); else turn(done, undone, "before");
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
