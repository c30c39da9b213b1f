import { RISKS } from '@/lib/domain/risk';
import { BOOT_STAGES } from '@/lib/domain/secure-boot/stage';
import { ATTESTATION_MODES, EXCEPTION_KINDS, REPORTING, STATES } from '@/lib/domain/vocabulary';

/** Values of one word: any of `include` (OR), none of `exclude` (AND). An empty `include` allows all. */
export type FilterValues<T extends string = string> = { include: T[]; exclude: T[] };

type WordFacts = {
  /** What it asks of a row of the fleet (lib/server/db/fleet/columns.ts). */
  field: string;
  /** All values that the field can have, or null where hosts and people name them freely. */
  values: readonly string[] | null;
  /** A host may be without it. */
  isNullable?: true;
  /** A host may have several. */
  isList?: true;
  /**
   * A text that hosts say of themselves in their snapshots. Its column, its field in rows and files, its facet and its column
   * in the list of the console are made of this line.
   */
  isSaid?: true;
};

const named = <Field extends string>(field: Field) => ({ field, values: null, isNullable: true }) as const;
const said = <Field extends string>(field: Field) => ({ ...named(field), isSaid: true }) as const;

/** The words of a filter, in the order in which addresses have them. */
export const HOST_WORDS = {
  fabric: { field: 'fabric', values: null },
  cluster: named('cluster'),
  state: { field: 'state', values: STATES },
  check: { field: 'failingChecks', values: null, isList: true },
  cause: { field: 'cause', values: null, isList: true },
  reporting: { field: 'reporting', values: REPORTING },
  os: named('os'),
  mode: { field: 'attestationMode', values: ATTESTATION_MODES },
  model: said('model'),
  firmware: said('firmwareVersion'),
  /** Vendor and firmware version of the TPM. */
  tpm: said('tpm'),
  /** The agent's version. */
  agent: named('agentVersion'),
  risk: { field: 'risk', values: RISKS, isList: true },
  /** Model, firmware and build together: hosts that measure the same when they are started alike. */
  class: { field: 'bootClass', values: null },
  /** How far the Secure Boot certificates of 2023 have come. */
  boot: { field: 'bootStage', values: BOOT_STAGES },
  exception: { field: 'exceptionKinds', values: EXCEPTION_KINDS, isList: true },
  owner: named('owner'),
  /** This host and no other, whatever it is called. */
  id: { field: 'id', values: null },
  /** Texts of which each word is found somewhere: see `soughtWords`. */
  q: { field: 'search', values: null },
} as const satisfies Record<string, WordFacts>;

type Words = typeof HOST_WORDS;
export type HostWord = keyof Words;

type ValueOf<Facts extends WordFacts> = Facts['values'] extends readonly (infer Value extends string)[]
  ? Value
  : string;

export type HostFilter = { [Word in HostWord]?: FilterValues<ValueOf<Words[Word]>> };

type FieldOf<Facts extends WordFacts> = Facts extends { isList: true }
  ? ValueOf<Facts>[]
  : ValueOf<Facts> | (Facts extends { isNullable: true } ? null : never);

/** What a row of the fleet has of what words ask for. */
export type AskedFields = { [Word in HostWord as Words[Word]['field']]: FieldOf<Words[Word]> };

/** What is of each host alone, so that equal hosts do not share it. */
const OWN_WORDS = ['id', 'q'] as const;
type OwnWord = (typeof OWN_WORDS)[number];
const isOwnWord = (word: HostWord): word is OwnWord => OWN_WORDS.some((own) => own === word);

/** A filter in two: what it asks of each host alone, and what equal hosts share. */
export function splitFilter({ id, q, ...shared }: HostFilter): {
  own: Pick<HostFilter, OwnWord>;
  shared: Omit<HostFilter, OwnWord>;
} {
  return { own: { ...(id && { id }), ...(q && { q }) }, shared };
}

export const asksOfEachHost = (filter: HostFilter): boolean =>
  OWN_WORDS.some((word) => filter[word] !== undefined);

/** Values of a facet are counted; text that is searched for, and one host, have none. */
export type FacetWord = Exclude<HostWord, OwnWord>;

export const HOST_FILTER_WORDS = Object.keys(HOST_WORDS) as HostWord[];
export const FACET_WORDS = HOST_FILTER_WORDS.filter((word): word is FacetWord => !isOwnWord(word));

export type SaidWord = {
  [Word in HostWord]: Words[Word] extends { isSaid: true } ? Word : never;
}[HostWord];
export const SAID_WORDS = HOST_FILTER_WORDS.filter((word): word is SaidWord => 'isSaid' in HOST_WORDS[word]);

/** Something of each field that such a word asks for, under the field's name. */
export const ofSaidFields = <T>(make: (field: Words[SaidWord]['field']) => T) =>
  Object.fromEntries(SAID_WORDS.map((word) => [HOST_WORDS[word].field, make(HOST_WORDS[word].field)])) as {
    [Field in Words[SaidWord]['field']]: T;
  };

/** The words with a facet on the screen, in its order. */
export const FACETS_SHOWN: readonly FacetWord[] = [
  ...(['state', 'check', 'fabric', 'cluster', 'os', 'mode', 'reporting'] as const),
  ...SAID_WORDS,
  ...(['agent', 'risk', 'boot', 'owner', 'exception'] as const),
];

/** Each is a condition of its own for the database; nobody types as many. */
const MOST_WORDS = 8;
/** The same of all texts of a question: thousands of them would keep the database busy for seconds. */
export const MOST_SOUGHT_WORDS = 64;

/**
 * The words of a text, each of which is looked for literally, whatever the case, and in any field: `cl-03 0312` is a part of a
 * cluster and one of a name. A text of more words, or of spaces alone, is looked for as it stands.
 */
export function soughtWords(text: string): readonly string[] {
  const whole = text.toLowerCase();
  const words = [...new Set(whole.split(' ').filter((word) => word !== ''))];
  return words.length === 0 || words.length > MOST_WORDS ? [whole] : words;
}

/** The words of all texts of a question, also of those that no host may have. */
export const asksForTooManyWords = ({ include, exclude }: FilterValues): boolean =>
  [...include, ...exclude].reduce((sum, text) => sum + soughtWords(text).length, 0) > MOST_SOUGHT_WORDS;
