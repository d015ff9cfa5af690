// What scrolls can be reached and scrolled with the keyboard: code, equations and tables wider than their box.
// And the two sidebars have names of their own, and a link into something folded opens it.
(() => {
  const name = (selector, words) => document.querySelector(selector)?.setAttribute("aria-label", words);
  addEventListener("DOMContentLoaded", () => {
    name(".sidebar-drawer", "Contents of the book");
    name(".toc-drawer", "Contents of the page");
  });
  const mark = () => {
    for (const box of document.querySelectorAll("article pre, div.math mjx-container, .table-wrapper, .formula-graph > div")) {
      if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
    }
    // Mathematics in a sentence is read with it. It breaks the line badly if it scrolls, so it does so only if it must.
    for (const phrase of document.querySelectorAll("article p > span.math, article li > span.math")) {
      phrase.querySelector("mjx-container")?.removeAttribute("tabindex");
      phrase.classList.remove("wide");
      phrase.classList.toggle("wide", phrase.getBoundingClientRect().width > phrase.parentElement.clientWidth);
    }
  };
  addEventListener("load", () => Promise.resolve(window.MathJax?.startup?.promise).then(mark));
  addEventListener("resize", mark);
  addEventListener("toggle", mark, true);
  const unfold = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const folded = target?.closest("details:not([open])");
    if (folded) {
      folded.open = true;
      target.scrollIntoView();
    }
  };
  addEventListener("DOMContentLoaded", unfold);
  addEventListener("hashchange", unfold);
})();
