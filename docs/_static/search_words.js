// The words of a text, as the search compares them: English ones as their stems, Korean ones as pairs of syllables.
window.bookSearch = (() => {
  const RUN = /[가-힣]+(?: [가-힣]+)*|\d+(?:[.,]\d+)*|[\p{L}\p{N}_]+/gu;
  const PART = /[A-Z]?[\p{Ll}\d]+|[A-Z]+(?![\p{Ll}])|[\p{L}]+/gu;
  const NAME = /_|\d\p{L}|\p{L}\d|\p{Ll}\p{Lu}/u;
  const AMERICAN = [
    [/is(e|ed|er|ers|es|ing|ation|ations)$/, "iz$1"],
    [/^(behavi|col|neighb)our/, "$1or"],
    [/^grey/, "gray"],
    [/^centre/, "center"],
    [/^licence/, "license"],
    [/ll(ed|ing)$/, "l$1"],
  ];
  const LEFT_OUT = new Set("a an and are as at be by for from has in is it its of on or that the their they this to was what which with".split(" "));
  // What asks and names no thing; alone it may be the name of a function.
  const ASKING = new Set("between can could did do does how i my should we when where who why would you".split(" "));
  // What others call things, and the word of this book.
  const OTHERS = new Map(Object.entries({ flip: "turn", rotate: "turn", neuron: "unit" }));
  const stemmer = new EnglishStemmer();
  const stems = new Map(); // of every word that was met

  // A word's stem, the same in British and in American spelling.
  const stemOf = (word) => {
    if (!stems.has(word)) {
      const spelt = AMERICAN.reduce((so_far, [british, american]) => so_far.replace(british, american), word.toLowerCase());
      stems.set(word, /^[a-z]+$/.test(spelt) ? stemmer.stemWord(spelt) : spelt);
    }
    return stems.get(word);
  };

  // Pairs across a space too: some write 특징 맵, some 특징맵.
  const pairsOf = (run, start) => {
    const places = [...run].flatMap((syllable, place) => (syllable === " " ? [] : [place]));
    if (places.length === 1) return [{ word: run, start, end: start + 1 }];
    return places.slice(1).map((place, before) => ({
      word: run[places[before]] + run[place], start: start + places[before], end: start + place + 1,
    }));
  };

  // A name from code is found whole and by its parts.
  const namesOf = (run, start) => {
    const whole = { word: stemOf(run), start, end: start + run.length };
    if (!NAME.test(run)) return [whole];
    const parts = [...run.matchAll(PART)].filter(([part]) => part.length > 1 && part !== run);
    return [whole, ...parts.map((part) => ({
      word: stemOf(part[0]), start: start + part.index, end: start + part.index + part[0].length, part: true,
    }))];
  };

  const wordsOf = (text) => [...text.matchAll(RUN)].flatMap(({ 0: run, index }) => {
    if (/^[가-힣]/.test(run)) return pairsOf(run, index);
    if (/^\d/.test(run)) return [{ word: run.replaceAll(",", ""), start: index, end: index + run.length }];
    return LEFT_OUT.has(run.toLowerCase()) ? [] : namesOf(run, index);
  });

  // The words of a question, without those that only ask where there are others.
  const wordsAsked = (question) => {
    const typed = wordsOf(question).filter(({ part }) => !part);
    const naming = typed.filter(({ start, end }) => !ASKING.has(question.slice(start, end).toLowerCase()));
    return naming.length ? naming : typed;
  };

  const synonyms = new Map([...OTHERS].map(([other, own]) => [stemOf(other), stemOf(own)]));

  return { stems, wordsOf, wordsAsked, synonyms };
})();
