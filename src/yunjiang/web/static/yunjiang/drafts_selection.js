// Words selected in the document become the span of an item that the reader missed. Offsets count characters of the text.
(function () {
  "use strict";

  var held = null;

  // Characters before a point within its paragraph: what stands beside the text is left out, wrapped ends are counted.
  function place(node, offset) {
    var element = node.nodeType === 1 ? node : node.parentNode;
    var block = element.closest("[data-at]");
    if (!block) return null;
    var before = document.createRange();
    before.setStart(block, 0);
    before.setEnd(node, offset);
    var copied = before.cloneContents(), gaps = 0;
    Array.prototype.forEach.call(copied.querySelectorAll("[data-beside]"), function (part) { part.remove(); });
    Array.prototype.forEach.call(copied.querySelectorAll("[data-gap]"), function (part) {
      gaps += Number(part.getAttribute("data-gap"));
    });
    return Number(block.getAttribute("data-at")) + gaps + Array.from(copied.textContent).length;
  }

  function selected() {
    var selection = window.getSelection(), paper = document.getElementById("paper");
    if (!paper || !selection.rangeCount || selection.isCollapsed) return null;
    var range = selection.getRangeAt(0);
    if (!paper.contains(range.startContainer) || !paper.contains(range.endContainer)) return null;
    var start = place(range.startContainer, range.startOffset), end = place(range.endContainer, range.endOffset);
    return start === null || end === null || end <= start ? null : { start: start, end: end };
  }

  function add() {
    var span = selected() || held;
    if (!span) {
      window.yunjiang.say(document.getElementById("desk").getAttribute("data-nothing"));
      return;
    }
    held = null;
    var desk = document.getElementById("desk"), items = desk.querySelector('[data-shows-pane="items"]');
    if (items) items.click();
    window.getSelection().removeAllRanges();
    window.htmx.ajax("GET", window.location.pathname + "add/?start=" + span.start + "&end=" + span.end, {
      target: "#adding", swap: "innerHTML settle:0ms"
    });
  }

  // A finger on a button takes the selection away: what was selected last is held for as long as that takes.
  document.addEventListener("selectionchange", function () {
    var span = selected();
    if (span) { held = span; return; }
    setTimeout(function () { if (!selected()) held = null; }, 1500);
  });
  document.addEventListener("yunjiang:add", add);
  document.addEventListener("click", function (event) {
    if (event.target.closest && event.target.closest("[data-adds]")) add();
  });
  // Another kind reads other values from the same words.
  document.addEventListener("change", function (event) {
    var field = event.target;
    if (!field.hasAttribute || !field.hasAttribute("data-reads-again")) return;
    window.htmx.ajax("GET", field.form.getAttribute("data-reads") + "&of=" + encodeURIComponent(field.value), {
      target: "#adding", swap: "innerHTML settle:0ms"
    });
  });
})();
