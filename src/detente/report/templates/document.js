(function () {
  "use strict";
  var form = document.getElementById("filter");
  var count = document.getElementById("count");
  var issue = document.getElementById("issue");
  var items = Array.prototype.slice.call(document.querySelectorAll(".list li[data-kind]"));
  var marks = Array.prototype.slice.call(document.querySelectorAll(".text mark.i"));
  var kinds = ["event", "claim", "forecast", "verdict"];
  var byId = {};
  items.forEach(function (item) { byId[item.id] = item; });
  marks.forEach(function (mark) {
    mark.items = mark.dataset.items.split(" ").map(function (id) { return byId[id]; });
  });
  function show() {
    var on = {};
    form.querySelectorAll("input").forEach(function (box) { on[box.value] = box.checked; });
    var shown = 0;
    items.forEach(function (item) {
      var seen = on[item.dataset.kind] && (!issue.value || item.dataset.issue === issue.value);
      item.hidden = !seen;
      shown += seen ? 1 : 0;
    });
    document.querySelectorAll(".list section").forEach(function (part) {
      part.hidden = !part.querySelector("li[data-kind]:not([hidden])");
    });
    marks.forEach(function (mark) {
      var seen = {};
      mark.items.forEach(function (item) { if (!item.hidden) { seen[item.dataset.kind] = true; } });
      kinds.forEach(function (kind) { mark.classList.toggle(kind, Boolean(seen[kind])); });
      mark.classList.toggle("one", Object.keys(seen).length === 1);
    });
    count.textContent = shown + " of " + items.length + " items shown";
  }
  function near(item) {
    document.querySelectorAll(".near").forEach(function (one) { one.classList.remove("near"); });
    if (!item) { return; }
    item.classList.add("near");
    marks.forEach(function (mark) {
      if (mark.items.indexOf(item) >= 0) { mark.classList.add("near"); }
    });
  }
  marks.forEach(function (mark) {
    mark.addEventListener("click", function () {
      var open = mark.items.filter(function (item) { return !item.hidden; });
      if (!open.length) { return; }
      var now = open.findIndex(function (item) { return item.classList.contains("near"); });
      var item = open[(now + 1) % open.length];
      near(item);
      item.scrollIntoView({ block: "nearest" });
    });
  });
  items.forEach(function (item) {
    item.querySelector("a").addEventListener("click", function () { near(item); });
  });
  form.addEventListener("input", show);
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  form.hidden = false;
  show();
})();
