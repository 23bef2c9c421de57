// The results table: filter, sort, and draw one page of rows at a time. Text goes in by textContent only, never as markup.
"use strict";
(() => {
  const PAGE = 100;
  const data = JSON.parse(document.getElementById("data").textContent);
  const front = new Set(data.front);
  const numbers = data.columns.map((c, i) => c.number ? data.rows.map(r => r[i] === "" ? NaN : Number(r[i])) : null);
  const haystack = data.rows.map(r => r.join("\u0001").toLowerCase());
  const state = { text: "", chosen: new Map(), frontOnly: false, sort: -1, down: false, page: 0 };
  let order = [];

  const element = (name, attributes = {}, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  };

  const show = (column, text) => {
    if (!column.number || text === "") return text;
    const value = Number(text);
    if (column.count) return value.toLocaleString("en-US");
    const size = Math.abs(value);
    if (size !== 0 && (size < 1e-4 || size >= 1e9)) return value.toExponential(3);
    return Number.isInteger(value) ? text : String(Number(value.toPrecision(5)));
  };

  const compare = (a, b) => {
    const i = state.sort;
    if (numbers[i]) {
      const x = numbers[i][a], y = numbers[i][b];
      // Unknown values stand last whichever way the column is sorted.
      if (Number.isNaN(x) || Number.isNaN(y)) return Number.isNaN(x) - Number.isNaN(y) || a - b;
      return (state.down ? y - x : x - y) || a - b;
    }
    const x = data.rows[a][i], y = data.rows[b][i];
    if (x === "" || y === "") return (x === "") - (y === "") || a - b;
    return (x < y ? -1 : x > y ? 1 : 0) * (state.down ? -1 : 1) || a - b;
  };

  const select = () => {
    const words = state.text.toLowerCase().split(/\s+/).filter(w => w !== "");
    order = [];
    for (let r = 0; r < data.rows.length; r++) {
      if (state.frontOnly && !front.has(r)) continue;
      if (!words.every(w => haystack[r].includes(w))) continue;
      let kept = true;
      for (const [i, value] of state.chosen) if (data.rows[r][i] !== value) { kept = false; break; }
      if (kept) order.push(r);
    }
    if (state.sort >= 0) order.sort(compare);
    state.page = 0;
    draw();
  };

  const table = document.getElementById("table");
  const body = element("tbody");
  const heads = data.columns.map((column, i) => {
    const button = element("button", { type: "button", title: column.about }, column.name, element("small", {}, column.unit));
    button.addEventListener("click", () => {
      // First click: numbers largest first, text from A; the next one turns it round, the third gives the order of the file.
      const first = column.number && column.name !== "point";
      if (state.sort !== i) { state.sort = i; state.down = first; }
      else if (state.down === first) state.down = !first;
      else state.sort = -1;
      select();
    });
    return element("th", { scope: "col", class: column.number ? "number" : "" }, button);
  });
  table.append(element("thead", {}, element("tr", {}, ...heads)), body);

  const draw = () => {
    const pages = Math.max(1, Math.ceil(order.length / PAGE));
    const from = state.page * PAGE;
    body.replaceChildren(...order.slice(from, from + PAGE).map(r => {
      const cells = data.columns.map((column, i) => {
        const cell = element("td", column.number ? { class: "number" } : column.name === "reason" ? { class: "reason" } : {});
        const text = show(column, data.rows[r][i]);
        if (column.name === "status") cell.append(element("span", { class: "badge " + text }, text));
        else cell.textContent = text;
        if (text !== data.rows[r][i]) cell.title = data.rows[r][i];
        return cell;
      });
      return element("tr", front.has(r) ? { class: "front" } : {}, ...cells);
    }));
    heads.forEach((head, i) => {
      if (state.sort === i) head.setAttribute("aria-sort", state.down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
      head.firstChild.firstChild.textContent = data.columns[i].name + (state.sort === i ? (state.down ? " ▼" : " ▲") : "");
    });
    const rows = `${order.length.toLocaleString("en-US")} of ${data.rows.length.toLocaleString("en-US")} rows`;
    document.getElementById("shown").textContent = rows + (front.size ? "; rows of the Pareto front are bold" : "");
    label.textContent = `Page ${state.page + 1} of ${pages}`;
    back.disabled = state.page === 0;
    next.disabled = state.page >= pages - 1;
    document.getElementById("pages").hidden = pages === 1;
  };

  const label = element("span");
  const back = element("button", { type: "button" }, "Previous");
  const next = element("button", { type: "button" }, "Next");
  const turn = by => { state.page += by; draw(); table.parentElement.scrollTop = 0; };
  back.addEventListener("click", () => turn(-1));
  next.addEventListener("click", () => turn(1));
  document.getElementById("pages").append(back, label, next);

  const controls = document.getElementById("controls");
  const search = element("input", { type: "search", placeholder: "words that a row must contain" });
  let pending = 0;
  search.addEventListener("input", () => {
    clearTimeout(pending);
    pending = setTimeout(() => { state.text = search.value; select(); }, 120);
  });
  controls.append(element("label", {}, "Filter", search));
  data.columns.forEach((column, i) => {
    if (!column.choose) return;
    const values = [...new Set(data.rows.map(r => r[i]))];
    const list = element("select", {}, element("option", { value: "" }, "all"),
      ...values.map((value, v) => element("option", { value: String(v) }, value === "" ? "(empty)" : value)));
    list.addEventListener("change", () => {
      if (list.value === "") state.chosen.delete(i);
      else state.chosen.set(i, values[Number(list.value)]);
      select();
    });
    controls.append(element("label", {}, column.name, list));
  });
  if (front.size) {
    const only = element("input", { type: "checkbox" });
    only.addEventListener("change", () => { state.frontOnly = only.checked; select(); });
    controls.append(element("label", { class: "tick" }, only, "Pareto front only"));
  }
  select();
})();
