// Rows of a sheet stand in the order that was asked for at its head, and stay in it when figures move.
const asNumber = (text) => (/^-?[\d,.]+%?$/.test(text) ? Number(text.replace(/[,%]/g, "")) : NaN);

// What is no number stands behind those that are, whichever way.
function compared(one, other, turned) {
  const [a, b] = [asNumber(one), asNumber(other)];
  if (Number.isNaN(a) !== Number.isNaN(b)) return Number.isNaN(a) - Number.isNaN(b);
  return turned * (Number.isNaN(a) ? one.localeCompare(other) : a - b);
}

const UP = "ascending", DOWN = "descending";
const NEXT_ORDER = { undefined: UP, [UP]: DOWN, [DOWN]: undefined };

function inOrder(sheet) {
  const { column, way } = sheet.order ?? {};
  for (const [n, head] of [...sheet.tHead.rows[0].cells].entries())
    if (n === column && way) head.setAttribute("aria-sort", way);
    else head.removeAttribute("aria-sort");
  const text = (row) => row.cells[column].textContent.trim();
  const rows = [...sheet.tBodies[0].rows].sort((a, b) => a.at - b.at);
  if (way) rows.sort((a, b) => compared(text(a), text(b), way === UP ? 1 : -1));
  if (rows.some((row, n) => row !== sheet.tBodies[0].rows[n])) sheet.tBodies[0].append(...rows);
}

function ask(sheet, column) {
  const before = sheet.order?.column === column ? sheet.order.way : undefined;
  sheet.order = { column, way: NEXT_ORDER[before] };
  inOrder(sheet);
}

(window.riqingDrawn ??= {}).sheets = (host) => {
  for (const sheet of host.querySelectorAll("table.sheet")) {
    [...sheet.tBodies[0].rows].forEach((row, n) => (row.at = n));
    sheet.onclick = (event) => {
      const head = event.target.closest("[data-sort]");
      if (head) return ask(sheet, Number(head.dataset.sort));
      if (!event.target.closest("a, button")) event.target.closest("tbody tr")?.querySelector("button.opens")?.click();
    };
    inOrder(sheet);
  }
};
