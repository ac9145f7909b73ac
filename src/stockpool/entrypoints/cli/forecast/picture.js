"use strict";
// Draws what the page was told; every name is put in as text and never as HTML.
const told = JSON.parse(document.getElementById("told").textContent);
const dark = matchMedia("(prefers-color-scheme: dark)");
const main = document.querySelector("main");
const drawn = [];

function add(parent, tag, text) {
  const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text;
  parent.append(made);
  return made;
}

function chart(kind, label, option) {
  const made = add(main, "div");
  made.className = kind;
  made.setAttribute("role", "img");
  made.setAttribute("aria-label", label);
  drawn.push({ made, option, chart: null });
}

function draw() {
  for (const each of drawn) {
    each.chart?.dispose();
    each.chart = echarts.init(each.made, dark.matches ? "dark" : null);
    each.chart.setOption(each.option);
  }
}

const shared = (dates, unit) => ({
  backgroundColor: "transparent",
  animation: false,
  tooltip: { trigger: "axis", renderMode: "richText", confine: true },
  legend: { type: "scroll", top: 0 },
  grid: { left: 8, right: 12, top: 48, bottom: 8, containLabel: true },
  xAxis: { type: "category", data: dates },
  yAxis: { type: "value", name: unit, nameLocation: "end", nameTextStyle: { align: "left" }, min: 0 },
});

function course(each) {
  const known = each.history.map((period) => period.date);
  const dates = known.concat(each.periods.map((period) => period.date));
  const before = known.map(() => null);
  const came = each.came.map((period) => period.quantity);
  const ahead = (name) => before.concat(each.periods.map((period) => period[name]));
  const line = (name, data, more) => ({ name, type: "line", data, symbol: "none", ...more });
  const hidden = { stack: "band", lineStyle: { opacity: 0 }, silent: true, tooltip: { show: false } };
  const wide = before.concat(each.periods.map((period) => period.q95 - period.q05));
  const series = [
    line("q05", ahead("q05"), hidden),
    line("q05 to q95", wide, { ...hidden, areaStyle: { opacity: 0.25 }, itemStyle: { color: "#4c8dd6" } }),
    line("sold", each.history.map((period) => period.quantity), { itemStyle: { color: "#7a8794" }, lineStyle: { width: 1 } }),
    line("forecast", ahead("mean"), { itemStyle: { color: "#4c8dd6" }, lineStyle: { width: 2 } }),
  ];
  const names = ["sold", "forecast", "q05 to q95"];
  if (came.length > 0) {
    series.push(line("came", before.concat(came), { itemStyle: { color: "#e08b2e" }, lineStyle: { width: 1.5 } }));
    names.push("came");
  }
  const option = shared(dates, told.unit);
  option.legend.data = names;
  option.tooltip.formatter = (points) => {
    const at = points[0].dataIndex;
    const period = each.periods[at - known.length];
    if (period === undefined) return `${dates[at]}\nsold ${each.history[at].quantity ?? "not known"}`;
    const said = `${dates[at]}\nforecast ${period.mean}\nq05 ${period.q05}, q95 ${period.q95}`;
    const after = each.came[at - known.length];
    return after === undefined ? said : `${said}\ncame ${after.quantity ?? "not known"}`;
  };
  option.dataZoom = [{ type: "inside" }];
  option.series = series;
  return option;
}

function parts(each) {
  const names = [...new Set(each.periods.flatMap((period) => Object.keys(period.parts)))];
  const option = shared(each.periods.map((period) => period.date), told.unit);
  delete option.yAxis.min; // a part may take away
  option.series = names.map((name) => ({
    name,
    type: "bar",
    stack: "parts",
    data: each.periods.map((period) => period.parts[name] ?? 0),
  }));
  return option;
}

document.title = told.title;
add(main, "h1", told.title);
add(main, "p", told.said);
for (const each of told.series) {
  add(main, "h2", each.title);
  add(main, "p", each.said);
  chart("chart", `History and forecast of ${each.title}`, course(each));
  if (each.periods.some((period) => Object.keys(period.parts).length > 0)) {
    chart("chart parts", `Parts of the forecast of ${each.title}`, parts(each));
  }
  const list = add(main, "ul");
  for (const note of each.notes) add(list, "li", note);
}
draw();
dark.addEventListener("change", draw);
addEventListener("resize", () => {
  for (const each of drawn) each.chart.resize();
});
