import type { HitOf, SearchHit } from '@/lib/contracts/search';
import { CATALOGUE } from '@/lib/domain/remediation/catalogue';
import { bestMatch } from '@/lib/domain/search';
import { DOCUMENTED_CHECKS, SPECIAL_CAUSES, STATUS_CAUSES } from '@/lib/domain/vocabulary';
import { loadMessages } from '@/lib/i18n/messages';
import { remediationText } from '@/lib/i18n/remediation-text';
import { type CountedWord, countWords } from '@/lib/server/db/fleet/answers/named-words';
import type { Asked } from './internal';

/** Clusters, and owners, that are ranked, the first by name. */
const NAMED_AT_MOST = 200;

/** Titles by key: some keys have one for each attestation mode. */
type Titles = ReadonlyMap<string, readonly string[]>;

function titlesIn(lang: 'en' | 'fr'): Titles {
  const text = remediationText(lang);
  const titles = new Map<string, string[]>();
  for (const { key, id } of CATALOGUE)
    titles.set(key, [...(titles.get(key) ?? []), text(`entry.${id}.title`)]);
  return titles;
}

/** Clusters, owners, causes, and how to fix them: what the fleet has, and what else the catalogue knows. */
export async function findWords(asked: Asked): Promise<SearchHit[]> {
  const { ctx, question, words } = asked;
  const counted = await countWords(ctx.db, question, { name: words.q, limit: NAMED_AT_MOST });
  const titles = titlesIn(words.lang);
  const checks = new Set(namesOf('check', counted, DOCUMENTED_CHECKS));
  // A cause that is a check is found once, as that check.
  const causes = namesOf('cause', counted, [...STATUS_CAUSES, ...SPECIAL_CAUSES]).filter(
    (cause) => !checks.has(cause),
  );
  const hostsOf = new Map(counted.map(({ word, value, hosts }) => [`${word} ${value}`, hosts]));
  // A host may name a check "constructor", which a plain object would find, so this is a Map.
  const shortNames = new Map(Object.entries(loadMessages(words.lang).fleet.cause));
  const looked = { hostsOf, titles, shortNames, wanted: words.q };
  return [
    ...counted.flatMap((one) => clusterHit(one, words.q)),
    ...counted.flatMap((one) => ownerHit(one, words.q)),
    ...[...checks].flatMap((check): HitOf<'check'>[] =>
      lookAt('check', check, looked).map((found) => ({ kind: 'check', check, ...found })),
    ),
    ...causes.flatMap((cause): HitOf<'cause'>[] =>
      lookAt('cause', cause, looked).map((found) => ({ kind: 'cause', cause, ...found })),
    ),
    ...fixHits(titles, words.q),
  ];
}

const namesOf = (word: CountedWord['word'], counted: readonly CountedWord[], known: readonly string[]) => [
  ...new Set([...known, ...counted.filter((one) => one.word === word).map(({ value }) => value)]),
];

function clusterHit({ word, value, fabric, hosts, notAble }: CountedWord, wanted: string) {
  const match = word === 'cluster' ? bestMatch([value], wanted) : null;
  if (match === null || fabric === null) return [];
  return [{ kind: 'cluster' as const, match, cluster: value, fabric, hosts, notAble }];
}

function ownerHit({ word, value, hosts }: CountedWord, wanted: string): HitOf<'owner'>[] {
  const match = word === 'owner' ? bestMatch([value], wanted) : null;
  return match === null ? [] : [{ kind: 'owner', match, owner: value, hosts }];
}

type Looked = {
  hostsOf: ReadonlyMap<string, number>;
  titles: Titles;
  /** The short names of causes in the list of hosts. */
  shortNames: ReadonlyMap<string, string>;
  wanted: string;
};

/** Compares the name, the short name and the titles. A name that only this fleet has is shown without a title. */
function lookAt(word: 'check' | 'cause', name: string, { hostsOf, titles, shortNames, wanted }: Looked) {
  const known = titles.get(name) ?? [];
  const match = bestMatch([name, shortNames.get(name) ?? name, ...known], wanted);
  if (match === null) return [];
  const hosts = hostsOf.get(`${word} ${name}`) ?? 0;
  return [{ match, title: titleFor(known, wanted), hosts }];
}

const titleFor = (titles: readonly string[], wanted: string) =>
  titles.find((title) => bestMatch([title], wanted) !== null) ?? titles[0] ?? null;

function fixHits(titles: Titles, wanted: string): HitOf<'fix'>[] {
  const hits = [...titles].flatMap(([key, known]): HitOf<'fix'>[] => {
    const match = bestMatch([key, ...known], wanted);
    const title = titleFor(known, wanted);
    return match === null || title === null ? [] : [{ kind: 'fix', match, key, title }];
  });
  return hits;
}
