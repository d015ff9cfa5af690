// What scrolls can be reached and scrolled with the keyboard: code, equations and tables wider than their box.
// And the two sidebars have names of their own, a link into something folded opens it, and long small print is folded.
(() => {
  const name = (selector, words) => document.querySelector(selector)?.setAttribute("aria-label", words);
  addEventListener("DOMContentLoaded", () => {
    name(".sidebar-drawer", "Contents of the book");
    name(".toc-drawer", "Contents of the page");
  });
  // The signs that open the sidebars of a narrow page are buttons for the keyboard; Escape shuts what is open.
  const signs = ({ id }) => [...document.querySelectorAll(`label[for="${id}"] > .icon`)];
  addEventListener("DOMContentLoaded", () => {
    for (const toggle of document.querySelectorAll("#__navigation, #__toc")) {
      const words = toggle.id === "__toc" ? "Contents of the page" : "Contents of the book";
      const tell = () => signs(toggle).forEach((sign) => sign.setAttribute("aria-expanded", toggle.checked));
      for (const sign of signs(toggle)) Object.assign(sign, { role: "button", tabIndex: 0, ariaLabel: words });
      toggle.addEventListener("change", tell);
      tell();
    }
  });
  addEventListener("keydown", (event) => {
    if (["Enter", " "].includes(event.key) && event.target.matches?.("label > .icon")) {
      event.preventDefault();
      event.target.click();
    }
    if (event.key !== "Escape") return;
    for (const toggle of document.querySelectorAll(".sidebar-toggle:checked")) {
      toggle.click();
      signs(toggle).find((sign) => sign.checkVisibility())?.focus();
    }
  });
  const mark = () => {
    for (const box of document.querySelectorAll("article pre, div.math mjx-container, .table-wrapper, .formula-graph > div")) {
      box.classList.toggle("scrolls", box.scrollWidth > box.clientWidth);
      if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
    }
    // Mathematics in a sentence is read with it. It breaks the line badly if it scrolls, so it does so only if it must.
    for (const formula of document.querySelectorAll("span.math mjx-container")) formula.removeAttribute("tabindex");
    for (const phrase of document.querySelectorAll("article :is(p, li, .with-marks) > span.math")) {
      const box = phrase.closest("p, li");
      phrase.classList.remove("wide");
      phrase.classList.toggle("wide", phrase.getBoundingClientRect().width > box?.clientWidth);
    }
  };
  addEventListener("load", () => Promise.resolve(window.MathJax?.startup?.promise).then(mark));
  addEventListener("resize", mark);
  addEventListener("toggle", mark, true);
  // A figure that a telephone shrinks until nobody can read it leads to itself in full size.
  addEventListener("load", () => {
    for (const image of document.querySelectorAll("article .cell_output img, article figure img")) {
      if (image.naturalWidth > 1.8 * image.width && image.width > 0 && !image.closest("a")) {
        const link = document.createElement("a");
        link.href = image.src;
        image.replaceWith(link);
        link.append(image);
      }
    }
  });
  const fold = (text, words) => {
    const button = document.createElement("button");
    const show = (open) => {
      text.classList.toggle("shut", !open);
      button.setAttribute("aria-expanded", open);
      button.textContent = open ? "less" : words;
    };
    button.className = "small-print";
    button.addEventListener("click", () => show(text.classList.contains("shut")));
    show(false);
    text.before(button, " ");
  };
  addEventListener("DOMContentLoaded", () => {
    for (const text of document.querySelectorAll("article .listing-tests")) {
      fold(text, `${text.querySelectorAll("code").length} …`);
    }
  });
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
