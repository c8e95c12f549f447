"use strict";
(function () {
  var form = document.getElementById("filter");
  if (form) {
    var rows = Array.prototype.slice.call(document.querySelectorAll("#overview tbody tr"));
    var words = rows.map(function (row) { return row.textContent.toLowerCase(); });
    var articles = Array.prototype.slice.call(document.querySelectorAll("article[data-severity]"));
    var search = document.getElementById("filter-text");
    var counter = document.getElementById("filter-count");
    var apply = function () {
      var wanted = {};
      form.querySelectorAll("input[type=checkbox]").forEach(function (box) { wanted[box.value] = box.checked; });
      var text = search.value.trim().toLowerCase();
      var shown = 0;
      var targets = {};
      rows.forEach(function (row, index) {
        var hit = wanted[row.dataset.severity] && words[index].indexOf(text) >= 0;
        row.hidden = !hit;
        if (hit) {
          shown += 1;
          targets[row.querySelector("a").getAttribute("href").slice(1)] = true;
        }
      });
      articles.forEach(function (article) { article.hidden = !targets[article.id]; });
      document.querySelectorAll("section.rule").forEach(function (section) {
        section.hidden = !targets[section.id] && !section.querySelector("article:not([hidden])");
      });
      counter.textContent = shown === rows.length ? "" : shown + " of " + rows.length + " shown";
    };
    form.hidden = false;
    form.addEventListener("input", apply);
    form.addEventListener("submit", function (event) { event.preventDefault(); });
  }

  if (navigator.clipboard) {
    document.querySelectorAll(".curl figcaption").forEach(function (caption) {
      var button = document.createElement("button");
      button.type = "button";
      button.textContent = "Copy";
      button.addEventListener("click", function () {
        var text = caption.parentNode.querySelector("code").textContent;
        navigator.clipboard.writeText(text).then(function () {
          button.textContent = "Copied";
          setTimeout(function () { button.textContent = "Copy"; }, 1500);
        });
      });
      caption.appendChild(button);
    });
  }

  // A long line scrolls inside its box; bring the evidence into sight there.
  var reveal = function (pre) {
    var mark = pre.querySelector("mark");
    if (mark && mark.offsetTop > pre.clientHeight - 30) { pre.scrollTop = mark.offsetTop - pre.clientHeight / 3; }
  };
  document.querySelectorAll("article > details").forEach(function (details) {
    var show = function () { if (details.open) { details.querySelectorAll("pre").forEach(reveal); } };
    details.addEventListener("toggle", show);
    show();
  });

  var opened = [];
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details:not([open])").forEach(function (details) {
      details.open = true;
      opened.push(details);
    });
  });
  window.addEventListener("afterprint", function () {
    opened.splice(0).forEach(function (details) { details.open = false; });
  });
})();
