// On a narrow page a row of words is a card, and its cells say what the head of their column says; drawings as long as
// many screens are shut.
(() => {
  addEventListener("DOMContentLoaded", () => {
    const narrow = matchMedia("(max-width: 40rem)").matches;
    for (const drawing of document.querySelectorAll("details.formula-graph-drawing")) drawing.open = !narrow;
    for (const table of document.querySelectorAll("article table.cards")) {
      const heads = [...table.querySelectorAll("thead th")].map((head) => head.textContent.trim());
      for (const row of heads.length > 3 ? table.tBodies[0].rows : []) {
        [...row.cells].slice(1).forEach((cell, k) => {
          const words = cell.textContent.trim() ? cell.querySelector("p") : null;
          if (words && heads[k + 1]) words.dataset.head = heads[k + 1];
        });
      }
    }
  });
})();
