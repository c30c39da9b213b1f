import type { CatalogueEntry } from '@/lib/contracts/catalogue';

/** The text without accents and case, and with one sort of apostrophe. */
const plain = (text: string) =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('’', "'").toLowerCase();

/** The words of a search, without the quotes and full stops of a pasted error message. */
const wordsOf = (search: string) =>
  plain(search)
    .split(/\s+/)
    .map((word) => word.replace(/^["'“«(]+|["'”».,;:)]+$/g, ''))
    .filter((word, index) => word !== '' || index === 0);

function textOf({ key, title, meaning, evidence, steps, verify }: CatalogueEntry): string {
  const parts = steps.flatMap(({ text, command }) => [text, command ?? '']);
  return plain([key, title, meaning, evidence, ...parts, verify.command].join('\n'));
}

/** Entries with every word of the search, accents and case aside; those of that very name come first. */
export function findEntries(entries: readonly CatalogueEntry[], search: string): CatalogueEntry[] {
  const words = wordsOf(search);
  const found = entries.filter((entry) => {
    const text = textOf(entry);
    return words.every((word) => text.includes(word));
  });
  return found.toSorted((a, b) => Number(isNamed(b, search)) - Number(isNamed(a, search)));
}

export function isNamed({ key }: Pick<CatalogueEntry, 'key'>, search: string): boolean {
  return plain(key) === plain(search);
}
