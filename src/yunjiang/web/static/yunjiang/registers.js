// Registers: offers while one types, fields shown for a minute, and how many rows are picked. All of it works without, slower.
(function () {
  "use strict";

  var WAIT = 150, SHOWN_FOR = 60000, number = 0;

  function each(list, act) { Array.prototype.forEach.call(list, act); }

  // offers: a text field with a list below it, by the combobox pattern of WAI-ARIA ---------------------------------------
  function Offers(field) {
    this.field = field;
    this.kept = document.getElementById(field.getAttribute("data-into"));
    this.list = document.createElement("ul");
    this.list.id = "offers-" + (number += 1);
    this.list.className = "offers";
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", field.getAttribute("data-offers-name") || "");
    field.parentNode.insertBefore(this.list, field.nextSibling);
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-expanded", "false");
    field.setAttribute("aria-controls", this.list.id);
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("autocomplete", "off");
    this.at = -1;
    this.asked = "";
    this.taken = field.value;
    var self = this;
    field.addEventListener("input", function () { self.wait(); });
    field.addEventListener("keydown", function (event) { self.key(event); });
    field.addEventListener("blur", function () { setTimeout(function () { self.close(); }, 150); });
    this.list.addEventListener("mousedown", function (event) { event.preventDefault(); });
    this.list.addEventListener("click", function (event) {
      var option = event.target.closest("[role=option]");
      if (option) self.take(option);
    });
  }

  Offers.prototype.wait = function () {
    var self = this;
    if (this.kept && this.field.value !== this.taken) this.kept.value = "";
    clearTimeout(this.timer);
    this.timer = setTimeout(function () { self.ask(); }, WAIT);
  };

  Offers.prototype.ask = function () {
    var self = this, text = this.field.value.trim();
    this.asked = text;
    if (!text) { this.close(); return; }
    var address = this.field.getAttribute("data-offers");
    address += (address.indexOf("?") === -1 ? "?" : "&") + "q=" + encodeURIComponent(text);
    fetch(address, { credentials: "same-origin", headers: { "HX-Request": "true" } }).then(function (answer) {
      return answer.ok && answer.url.indexOf("/sign-in/") === -1 ? answer.text() : "";
    }).then(function (html) {
      if (self.asked !== text) return;
      self.list.innerHTML = html;
      each(self.list.children, function (option, n) { option.id = self.list.id + "-" + n; });
      self.point(-1);
      self.open(self.list.children.length > 0);
    }).catch(function () { self.close(); });
  };

  Offers.prototype.open = function (is) {
    this.list.hidden = !is;
    this.field.setAttribute("aria-expanded", String(is));
  };

  Offers.prototype.close = function () { this.asked = ""; this.open(false); this.point(-1); };

  Offers.prototype.options = function () { return this.list.querySelectorAll("[role=option]"); };

  Offers.prototype.point = function (at) {
    var options = this.options();
    this.at = at;
    each(options, function (option, n) { option.setAttribute("aria-selected", String(n === at)); });
    if (options[at]) {
      this.field.setAttribute("aria-activedescendant", options[at].id);
      options[at].scrollIntoView({ block: "nearest" });
    } else {
      this.field.removeAttribute("aria-activedescendant");
    }
  };

  Offers.prototype.key = function (event) {
    var count = this.options().length;
    if (event.key === "ArrowDown" && this.list.hidden) { this.ask(); event.preventDefault(); return; }
    if (this.list.hidden || !count) return;
    if (event.key === "ArrowDown") this.point((this.at + 1) % count);
    else if (event.key === "ArrowUp") this.point((this.at + count - 1) % count);
    else if (event.key === "Enter" && this.at >= 0) this.take(this.options()[this.at]);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  Offers.prototype.take = function (option) {
    this.field.value = this.taken = option.getAttribute("data-name");
    if (this.kept) this.kept.value = option.getAttribute("data-value");
    this.close();
    this.field.focus();
    this.field.dispatchEvent(new CustomEvent("yunjiang:taken", { bubbles: true, detail: option.getAttribute("data-value") }));
  };

  // a hidden field is shown for a minute -----------------------------------------------------------------------------------
  function unmask(form) {
    var button = form.querySelector("button");
    button.disabled = true;
    fetch(form.action, {
      method: "POST", credentials: "same-origin", body: new FormData(form), headers: { "HX-Request": "true" }
    }).then(function (answer) {
      if (answer.url.indexOf("/sign-in/") !== -1) { window.location.reload(); return null; }
      return answer.text().then(function (text) { return { ok: answer.ok, text: text }; });
    }).then(function (said) {
      button.disabled = false;
      if (!said) return;
      if (!said.ok) { window.yunjiang.say(said.text, "late"); return; }
      show(form, said.text);
    }).catch(function () {
      button.disabled = false;
      window.yunjiang.say(document.getElementById("trouble").textContent, "late");
    });
  }

  function show(form, text) {
    var place = document.getElementById(form.getAttribute("data-unmasks"));
    var fold = form.closest("details"), masked = place.getAttribute("data-masked") || place.textContent;
    place.setAttribute("data-masked", masked);
    place.textContent = text;
    place.classList.add("is-shown");
    if (form.closest("dialog")) form.closest("dialog").close();
    if (fold) fold.hidden = true;
    setTimeout(function () {
      place.textContent = masked;
      place.classList.remove("is-shown");
      if (fold) fold.hidden = false;
    }, SHOWN_FOR);
  }

  document.addEventListener("submit", function (event) {
    if (event.target.hasAttribute("data-unmasks")) {
      event.preventDefault();
      unmask(event.target);
    }
  });

  // how many rows are picked -----------------------------------------------------------------------------------------------
  function count(bar) {
    var picked = bar.form.querySelectorAll("tbody .pick input:checked").length;
    bar.told.textContent = bar.told.getAttribute("data-said").replace("0", String(picked));
    each(bar.buttons, function (button) { button.disabled = !picked; });
  }

  function bar(place) {
    var found = { form: place.closest("form"), told: place.querySelector("[data-said]"), buttons: place.querySelectorAll("button[data-picked]") };
    document.addEventListener("change", function () { count(found); });
    count(found);
  }

  // A panel of the filters closes when another opens, on Escape, and on a click elsewhere.
  function panels(event) {
    each(document.querySelectorAll(".sieve details[open]"), function (fold) {
      if (!fold.contains(event.target)) fold.open = false;
    });
  }

  document.addEventListener("keydown", function (event) {
    var fold = event.key === "Escape" && event.target.closest && event.target.closest(".sieve details[open]");
    if (!fold) return;
    fold.open = false;
    fold.querySelector("summary").focus();
  });

  function offer() {
    each(document.querySelectorAll("input[data-offers]:not([role=combobox])"), function (field) { return new Offers(field); });
  }

  function start() {
    offer();
    document.addEventListener("htmx:load", offer); // forms that are fetched have such fields too
    each(document.querySelectorAll(".bulk-bar"), bar);
    document.addEventListener("click", panels);
    document.addEventListener("focusin", panels);
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
