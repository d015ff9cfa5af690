// On a narrow page a row of words is a card, and its cells say what the head of their column says.
(() => {
  addEventListener("DOMContentLoaded", () => {
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
