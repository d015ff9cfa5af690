// Which entries of the book answer a question, the best first: BM25 over titles and texts.
Object.assign(window.bookSearch, (() => {
  const { stems, wordsOf, wordsAsked, synonyms } = window.bookSearch;
  const WEIGHTS = { title: 6, subject: 3, page: 2, text: 1 };
  const SATURATION = 1.2;
  const LENGTH_COUNTS = 0.6;
  // How much a place counts besides its words: where a reader learns most, and least in the sources.
  const KINDS = { term: 1.5, chapter: 1.35, exercise: 0.9, reference: 0.9, other: 0.9, source: 0.35 };
  const FIRST = 1.1; // the page itself before its sections
  const NEARLY = { synonym: 0.6, beginning: 0.5, misspelt: 0.3 };

  const kindOf = (page, anchor) => {
    if (page.address.startsWith("glossary") && anchor.startsWith("term-")) return "term";
    if (page.chapter) return anchor.startsWith("ex-") ? "exercise" : "chapter";
    return page.address.startsWith("sources/") ? "source" : page.address.startsWith("reference/") ? "reference" : "other";
  };

  const add = (counts, text, weight) => {
    for (const { word } of wordsOf(text)) counts.set(word, (counts.get(word) ?? 0) + weight);
  };

  // An equation by its number: "(5.12)", "Eq. 5.12", "equation 5.12", "식 5.12", or the number alone.
  const EQUATION = /\((\d+\.\d+)\)|\b(?:eqn?|equation|formula)s?\.? *(\d+\.\d+)|식 *(\d+\.\d+)|^ *(\d+\.\d+) *$/gi;

  // What answers by itself: a term in English, and in Korean; a formula that a section shows.
  const titlesOf = ({ kind, title, subjects }) => [...(kind === "term" ? title.split(/[()]/) : [title]), ...subjects.split(", ")];

  // A term such as ReLU is a word and no name of the program, so it has no parts.
  const titleWords = (title, kind) => new Set(wordsOf(title).filter(({ part }) => !(part && kind === "term")).map(({ word }) => word));

  // For each word the entries that it stands in, and how often, titles counted several times.
  const indexOf = (pages) => {
    const entries = pages.flatMap((page) => page.entries.map(([anchor, title, text, subjects, equations], place) => (
      { page, anchor, title, text, subjects, equations, first: place === 0, kind: kindOf(page, anchor) }
    )));
    const numbered = new Map(entries.flatMap((entry) => (
      Object.entries(entry.equations ?? {}).map(([number, equation]) => [number, { ...entry, number, equation }])
    )));
    const places = new Map();
    for (const entry of entries) {
      const counts = new Map();
      add(counts, entry.title, WEIGHTS.title);
      add(counts, entry.page.title, entry.first ? WEIGHTS.title : WEIGHTS.page);
      add(counts, entry.subjects, WEIGHTS.subject);
      add(counts, entry.text, WEIGHTS.text);
      entry.length = [...counts.values()].reduce((sum, count) => sum + count, 0);
      entry.titles = titlesOf(entry).map((title) => titleWords(title, entry.kind));
      for (const [word, count] of counts) {
        if (!places.has(word)) places.set(word, []);
        places.get(word).push([entry, count]);
      }
    }
    const length = entries.reduce((sum, entry) => sum + entry.length, 0) / entries.length;
    return { entries, numbered, places, length };
  };

  // Whether two words differ by one letter: another, one more, one less, or two exchanged.
  const isNear = (one, other) => {
    if (Math.abs(one.length - other.length) > 1) return false;
    let from = 0;
    while (from < one.length && one[from] === other[from]) from += 1;
    const [rest, left] = [one.slice(from), other.slice(from)];
    return rest.slice(1) === left.slice(1) || rest.slice(1) === left || rest === left.slice(1)
      || (rest[0] === left[1] && rest[1] === left[0] && rest.slice(2) === left.slice(2));
  };

  // The words of the book that a word of the question may mean, and how surely.
  const meant = (word, typed, places) => {
    const found = new Map();
    if (places.has(word)) found.set(word, 1);
    if (places.has(synonyms.get(word))) found.set(synonyms.get(word), NEARLY.synonym);
    if (typed.length > 2 && !/^[\d가-힣]/.test(typed)) {
      for (const known of places.keys()) {
        if (!found.has(known) && (known.startsWith(word) || known.startsWith(typed))) found.set(known, NEARLY.beginning);
      }
    }
    if (!found.size && word.length > 3 && /^[a-z]+$/.test(word)) {
      for (const [form, known] of stems) if (isNear(typed, form) && places.has(known)) found.set(known, NEARLY.misspelt);
    }
    return found;
  };

  const scoreOf = (entry, count, many, index) => {
    const rare = Math.log(1 + (index.entries.length - many + 0.5) / (many + 0.5));
    const norm = 1 - LENGTH_COUNTS + LENGTH_COUNTS * (entry.length / index.length);
    return (rare * count * (SATURATION + 1)) / (count + SATURATION * norm);
  };

  // How well a title answers: entirely, with other words beside, or in part.
  const titleCounts = (title, sought) => {
    const known = sought.filter((words) => [...words.keys()].some((word) => title.has(word))).length;
    if (known < sought.length) return 1 + (0.3 * known) / sought.length;
    return 1.6 + 1.4 * Math.min(1, sought.length / title.size);
  };

  const bestTitle = ({ kind, titles }, sought) => {
    const counts = titles.map((title, place) => titleCounts(title, sought) * (place && kind !== "term" ? 0.8 : 1));
    const best = Math.max(...counts);
    if (kind === "source") return 1; // names of files are short, and say little of what is in them
    return kind === "term" && best < 3 ? best / 2 : best; // a term counts more where it is asked for
  };

  // The entries with most of the question's words, those with the same number by their scores; and the words found.
  const search = (written, index) => {
    const question = written.normalize("NFKC"); // letters as wide as 한글 are letters
    const unique = [...new Map(wordsAsked(question).map((one) => [one.word, one])).values()];
    const sought = unique.map(({ word, start, end }) => meant(word, question.slice(start, end).toLowerCase(), index.places));
    const results = new Map();
    for (const words of sought) {
      const best = new Map();
      for (const [word, sure] of words) {
        const places = index.places.get(word);
        for (const [entry, count] of places) {
          best.set(entry, Math.max(best.get(entry) ?? 0, sure * scoreOf(entry, count, places.length, index)));
        }
      }
      for (const [entry, score] of best) {
        const before = results.get(entry) ?? { entry, score: 0, words: 0 };
        results.set(entry, { entry, score: before.score + score, words: before.words + 1 });
      }
    }
    const most = Math.max(0, ...[...results.values()].map(({ words }) => words));
    const found = [...results.values()].filter(({ words }) => words === most);
    for (const one of found) one.score *= KINDS[one.entry.kind] * (one.entry.first ? FIRST : 1) * bestTitle(one.entry, sought);
    found.sort((one, other) => other.score - one.score);
    const asked = [...question.matchAll(EQUATION)].map((match) => index.numbered.get(match.slice(1).find(Boolean)));
    const equations = [...new Set(asked.filter(Boolean))];
    const others = found.map(({ entry }) => entry).filter(({ page, anchor }) => (
      !equations.some((one) => one.page === page && one.anchor === anchor)
    ));
    return { found: [...equations, ...others], words: new Set(sought.flatMap((words) => [...words.keys()])) };
  };

  return { indexOf, search };
})());
