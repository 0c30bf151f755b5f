// The large course of an indicator: what happened, what was required, the target, the forecast's fan. Drawn as SVG.
// Tooltips are drawn too (richText), because inline styles do not run under the site's content security policy.
(function () {
  "use strict";

  var chart = null; // one on a page; the next screen's takes its place
  function fit() { if (chart) chart.resize(); }

  function start() {
    if (chart) { chart.dispose(); chart = null; }
    var box = document.getElementById("trajectory");
    var given = document.getElementById("trajectory-points");
    if (!box || !given || !window.echarts) return;
    draw(box, JSON.parse(given.textContent));
  }

  function draw(box, course) {
    var css = getComputedStyle(document.documentElement);
    function colour(name) { return css.getPropertyValue("--" + name).trim(); }
    var size = Math.round(parseFloat(css.fontSize) * 0.75);
    var format = new Intl.NumberFormat("zh-CN", { maximumFractionDigits: 2 });
    function told(value) { return value === null || value === undefined ? "–" : format.format(value) + " " + course.unit; }

    var series = [
      {
        name: course.words.required, type: "line", data: course.required, symbol: "none", silent: true,
        lineStyle: { color: "#8d8a80", width: 1.5, type: "dashed" }, endLabel: { show: false }
      },
      {
        name: course.words.actual, type: "line", data: course.actual, symbolSize: 6, symbol: "circle", connectNulls: false,
        lineStyle: { color: colour("ink"), width: 2.2 }, itemStyle: { color: colour("ink") },
        markLine: course.target === null ? undefined : {
          symbol: "none", silent: true, animation: false,
          data: [{ yAxis: course.target }],
          lineStyle: { color: colour("accent"), width: 1, type: "solid" },
          label: { formatter: course.words.target + " " + told(course.target), position: "insideStartTop", color: colour("accent"), fontSize: size }
        }
      }
    ];
    if (course.forecast.length) {
      series.push({
        name: course.words.forecast, type: "line", data: course.forecast, symbol: "none",
        lineStyle: { color: colour("soft"), width: 1.5, type: "dotted" }
      });
    }
    if (course.low.length) {
      // Two stacked lines: an invisible floor, and what lies between it and the upper end.
      series.push(
        { type: "line", data: course.low, stack: "fan", stackStrategy: "all", symbol: "none", silent: true, lineStyle: { opacity: 0 }, areaStyle: { opacity: 0 }, tooltip: { show: false } },
        { type: "line", data: course.width, stack: "fan", stackStrategy: "all", symbol: "none", silent: true, lineStyle: { opacity: 0 }, areaStyle: { color: "#b8c0ca", opacity: 0.45 }, tooltip: { show: false } }
      );
    }
    chart = window.echarts.init(box, null, { renderer: "svg" });
    chart.setOption({
      animation: false,
      aria: { enabled: true, label: { description: course.words.described } },
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, fontSize: size, color: colour("soft") },
      grid: { left: 8, right: 20, top: 28, bottom: 8, containLabel: true },
      tooltip: {
        trigger: "axis", renderMode: "richText", confine: true, backgroundColor: "#fff", borderColor: colour("strong-rule"), borderWidth: 1,
        textStyle: { color: "#1f2329", fontSize: size + 1 },
        formatter: function (points) {
          var lines = [points[0].axisValueLabel];
          points.forEach(function (point) {
            if (point.seriesName && point.seriesName.indexOf("series") !== 0) lines.push(point.seriesName + "  " + told(point.value[1]));
          });
          return lines.join("\n");
        }
      },
      xAxis: {
        type: "time", min: course.first, max: course.last, minInterval: 31536000000,
        axisLabel: { formatter: "{yyyy}", color: colour("soft"), fontSize: size }, axisLine: { lineStyle: { color: colour("ink") } },
        axisPointer: { label: { formatter: function (axis) { return window.echarts.time ? axis.value : new Date(axis.value).toISOString().slice(0, 10); } } }
      },
      yAxis: {
        type: "value", scale: course.scale,
        axisLabel: { color: colour("soft"), fontSize: size, formatter: function (value) { return Math.abs(value) >= 10000 ? format.format(value / 10000) + course.words.wan : format.format(value); } },
        splitLine: { lineStyle: { color: colour("rule") } }
      },
      series: series
    });
  }

  window.addEventListener("resize", fit);
  window.addEventListener("beforeprint", fit);
  document.addEventListener("yunjiang:screen", start);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
