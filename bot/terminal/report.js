(() => {
  const table = document.querySelector("#questions tbody");
  const rows = [...table.rows];
  const words = document.querySelector("#words");
  const kind = document.querySelector("#kind");
  const judged = document.querySelector("#judged");
  const count = document.querySelector("#count");
  const show = () => {
    const wanted = words.value.trim().toLowerCase();
    let shown = 0;
    for (const row of rows) {
      const fits = (!wanted || row.textContent.toLowerCase().includes(wanted))
        && (!kind.value || row.dataset.kind === kind.value.slice(1))
        && (!judged.value || row.dataset.right === judged.value);
      row.hidden = !fits;
      shown += fits;
    }
    count.textContent = shown + " / " + rows.length + " 题";
  };
  for (const control of [words, kind, judged]) control.addEventListener("input", show);
  document.querySelectorAll("#questions th button").forEach((button) => {
    const heading = button.parentElement;
    const column = heading.cellIndex;
    button.addEventListener("click", () => {
      const down = heading.getAttribute("aria-sort") === "ascending";
      document.querySelectorAll("#questions th").forEach((other) => other.removeAttribute("aria-sort"));
      heading.setAttribute("aria-sort", down ? "descending" : "ascending");
      const key = (row) => row.cells[column].dataset.sort ?? row.cells[column].textContent;
      const compare = (a, b) => key(a).localeCompare(key(b), "zh", {numeric: true});
      rows.sort((a, b) => (down ? -compare(a, b) : compare(a, b)));
      table.append(...rows);
    });
  });
  show();
})();
