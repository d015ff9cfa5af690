// The page of the search: reads the question, lists what answers it, and marks the words where they stand.
(() => {
  const { wordsOf, indexOf, search } = window.bookSearch;
  const AT_ONCE = 20;
  const EXCERPT = 240;
  const LONGEST = 200; // of a question, in letters

  const element = (name, text) => Object.assign(document.createElement(name), { textContent: text });

  // Where the words stand in a text, not two at one place.
  const marksIn = (text, words) => {
    const marks = [];
    for (const { word, start, end, part } of wordsOf(text)) {
      if (!words.has(word)) continue;
      const last = marks.at(-1);
      if (last && start < last.end) last.end = Math.max(last.end, end);
      else marks.push({ word, start, end, part });
    }
    return marks;
  };

  // Where the excerpt begins in which most of the words stand.
  const bestPlace = (marks) => {
    let [best, most] = [0, 0];
    marks.forEach(({ start }, from) => {
      const inside = marks.slice(from, from + 30).filter(({ end }) => end - start < EXCERPT * 0.8);
      const whole = inside.filter(({ part }) => !part); // and not within a name of the program
      const different = new Set(whole.map(({ word }) => word)).size + inside.length / 100;
      if (different > most) [best, most] = [start, different];
    });
    return Math.max(0, best - 50);
  };

  const marked = (parent, text, words) => {
    let place = 0;
    for (const { start, end } of marksIn(text, words)) {
      parent.append(text.slice(place, start), element("mark", text.slice(start, end)));
      place = end;
    }
    parent.append(text.slice(place));
    return parent;
  };

  const excerpt = (text, words) => {
    let from = bestPlace(marksIn(text, words));
    if (from > 0) from = text.indexOf(" ", from) + 1;
    let to = from + EXCERPT;
    if (to < text.length) to = Math.max(text.lastIndexOf(" ", to), from + EXCERPT / 2);
    const shown = (from > 0 ? "… " : "") + text.slice(from, to) + (to < text.length ? " …" : "");
    return marked(element("p", ""), shown, words);
  };

  const placeOf = ({ page, kind, first }) => {
    if (kind === "term") return "Glossary · ";
    if (page.chapter) return `Chapter ${page.chapter} · `;
    return first ? "" : `${page.title} · `;
  };

  const result = (entry, words) => {
    const item = document.createElement("li");
    const link = element("a", placeOf(entry) + (entry.number ? `Equation (${entry.number}) · ` : ""));
    const anchor = entry.equation || (entry.first ? "" : entry.anchor);
    link.href = entry.page.address + (anchor && `#${anchor}`);
    item.append(marked(link, entry.title, words));
    if (entry.page.chapter && !entry.first) item.append(element("span", entry.page.title));
    if (entry.text) item.append(excerpt(entry.text, words));
    return item;
  };

  const show = (list, { found, words }) => {
    list.replaceChildren();
    const more = element("button", "");
    more.type = "button";
    const next = () => {
      const shown = list.children.length;
      const items = found.slice(shown, shown + AT_ONCE).map((entry) => result(entry, words));
      list.append(...items);
      const left = found.length - list.children.length;
      more.textContent = `Show ${Math.min(left, AT_ONCE)} more of ${left}`;
      if (left > 0) list.after(more);
      else more.remove();
      if (shown > 0) items[0]?.querySelector("a").focus();
    };
    document.querySelector(".book-search-results + button")?.remove();
    more.addEventListener("click", next);
    next();
  };

  addEventListener("DOMContentLoaded", () => {
    const form = document.querySelector("form.book-search");
    const status = document.querySelector(".book-search-found");
    const list = document.querySelector(".book-search-results");
    const index = indexOf(window.bookPages);
    const answer = () => {
      const question = form.q.value.trim().slice(0, LONGEST);
      const answers = question ? search(question, index) : { found: [], words: new Set() };
      const places = answers.found.length === 1 ? "1 place" : `${answers.found.length} places`;
      status.textContent = question ? `${answers.found.length ? places : "Nothing found"} for “${question}”` : "";
      document.title = document.title.replace(/^.*?Search/, question ? `${question} - Search` : "Search");
      show(list, answers);
    };
    let waiting;
    form.hidden = false;
    form.q.value = new URLSearchParams(location.search).get("q") ?? "";
    form.q.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(answer, 150);
    });
    answer();
    if (!form.q.value) form.q.focus();
  });
})();
