// What scrolls can be reached and scrolled with the keyboard: code, equations and tables wider than their box.
(() => {
  const mark = () => {
    for (const box of document.querySelectorAll("article pre, div.math mjx-container, .table-wrapper")) {
      if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
    }
  };
  addEventListener("load", () => Promise.resolve(window.MathJax?.startup?.promise).then(mark));
  addEventListener("resize", mark);
})();
