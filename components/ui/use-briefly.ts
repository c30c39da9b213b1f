import { useEffect, useState } from 'react';

/** Long enough to read what was done. */
const SHOWN_MS = 4_000;

/** A word about what somebody has just done: it is said, and soon taken back. */
export function useBriefly<Word>(): [Word | null, (word: Word) => void] {
  const [word, setWord] = useState<Word | null>(null);

  // The browser's timer takes the word back.
  useEffect(() => {
    if (word === null) return;
    const timer = setTimeout(() => setWord(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [word]);
  return [word, setWord];
}
