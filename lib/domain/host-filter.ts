import { RISKS } from '@/lib/domain/risk';
import { BOOT_STAGES } from '@/lib/domain/secure-boot/stage';
import { ATTESTATION_MODES, EXCEPTION_KINDS, REPORTING, STATES } from '@/lib/domain/vocabulary';

/** Values of one word: any of `include` (OR), none of `exclude` (AND). An empty `include` allows all. */
export type FilterValues<T extends string = string> = { include: T[]; exclude: T[] };

type WordFacts = {
  /** The field of a fleet row that it filters (lib/server/db/fleet/columns.ts). */
  field: string;
  /** All possible values of the field, or null if hosts and people choose them freely. */
  values: readonly string[] | null;
  /** Hosts may lack it. */
  isNullable?: true;
  /** A host may have several. */
  isList?: true;
  /**
   * A text that hosts say about themselves. Its column, its field in rows and files, its facet and its
   * column in the console's list are made from this line.
   */
  isSaid?: true;
};

const named = <Field extends string>(field: Field) => ({ field, values: null, isNullable: true }) as const;
const said = <Field extends string>(field: Field) => ({ ...named(field), isSaid: true }) as const;

/** The words of a filter, in their order in addresses. */
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
  /** Model, firmware and build together: hosts of one class measure the same when they start alike. */
  class: { field: 'bootClass', values: null },
  /** How far the 2023 Secure Boot certificates have been rolled out. */
  boot: { field: 'bootStage', values: BOOT_STAGES },
  exception: { field: 'exceptionKinds', values: EXCEPTION_KINDS, isList: true },
  owner: named('owner'),
  /** Exactly this host, whatever its name. */
  id: { field: 'id', values: null },
  /** Texts whose words are all found somewhere: see `soughtWords`. */
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

/** The fields of a fleet row that filter words need. */
export type AskedFields = { [Word in HostWord as Words[Word]['field']]: FieldOf<Words[Word]> };

/** Words that belong to each host alone, so that equal hosts do not share them. */
const OWN_WORDS = ['id', 'q'] as const;
type OwnWord = (typeof OWN_WORDS)[number];
const isOwnWord = (word: HostWord): word is OwnWord => OWN_WORDS.some((own) => own === word);

/** Splits a filter into the words of each host alone and those that equal hosts share. */
export function splitFilter({ id, q, ...shared }: HostFilter): {
  own: Pick<HostFilter, OwnWord>;
  shared: Omit<HostFilter, OwnWord>;
} {
  return { own: { ...(id && { id }), ...(q && { q }) }, shared };
}

export const asksOfEachHost = (filter: HostFilter): boolean =>
  OWN_WORDS.some((word) => filter[word] !== undefined);

/** Words with a facet, whose values are counted; a search text and a single host have none. */
export type FacetWord = Exclude<HostWord, OwnWord>;

export const HOST_FILTER_WORDS = Object.keys(HOST_WORDS) as HostWord[];
export const FACET_WORDS = HOST_FILTER_WORDS.filter((word): word is FacetWord => !isOwnWord(word));

export type SaidWord = {
  [Word in HostWord]: Words[Word] extends { isSaid: true } ? Word : never;
}[HostWord];
export const SAID_WORDS = HOST_FILTER_WORDS.filter((word): word is SaidWord => 'isSaid' in HOST_WORDS[word]);

/** An object with a value for the field of each such word. */
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

/** Each word is a separate condition in the database; nobody types as many. */
const MOST_WORDS = 8;
/** The limit for all texts of a question together: thousands would keep the database busy for seconds. */
export const MOST_SOUGHT_WORDS = 64;

/**
 * The words of a text, each of which is searched literally, in any case and in any field: `cl-03 0312` is
 * part of a cluster and part of a name. A text with too many words, or with spaces only, is searched as a
 * whole.
 */
export function soughtWords(text: string): readonly string[] {
  const whole = text.toLowerCase();
  const words = [...new Set(whole.split(' ').filter((word) => word !== ''))];
  return words.length === 0 || words.length > MOST_WORDS ? [whole] : words;
}

/** Counts the words of all texts of a question, including excluded ones. */
export const asksForTooManyWords = ({ include, exclude }: FilterValues): boolean =>
  [...include, ...exclude].reduce((sum, text) => sum + soughtWords(text).length, 0) > MOST_SOUGHT_WORDS;
