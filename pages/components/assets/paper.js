const SHORT = 12; // a date, a clock, a number, a code: never on two lines

// All rows of a table, laid out when the page is printed: on the screen the kit draws those in sight.
function line(texts, name, ends) {
  const row = document.createElement("tr");
  texts.forEach((text, i) => {
    const cell = document.createElement(name);
    cell.textContent = text;
    if (ends[i]) cell.classList.add("n");
    cell.classList.toggle("whole", text.length <= SHORT && !text.includes(" "));
    row.append(cell);
  });
  return row;
}

function lay(host) {
  const { name, head, ends, rows } = host.told;
  const table = document.createElement("table");
  if (name) table.createCaption().textContent = name;
  table.createTHead().append(line(head, "th", ends));
  table.createTBody().append(...rows.map((row) => line(row, "td", ends)));
  host.replaceChildren(table);
}

export default function ({ data, parentElement }) {
  const host = parentElement.querySelector(".rq-paper");
  host.told = JSON.parse(new TextDecoder().decode(data));
  host.lay ??= () => lay(host);
  host.lift ??= () => host.replaceChildren();
  window.addEventListener("beforeprint", host.lay);
  window.addEventListener("afterprint", host.lift);
  return () => {
    window.removeEventListener("beforeprint", host.lay);
    window.removeEventListener("afterprint", host.lift);
  };
}
