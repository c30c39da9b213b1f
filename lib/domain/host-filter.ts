import { RISKS, type Risk } from '@/lib/domain/risk';
import { BOOT_STAGES, type BootStage } from '@/lib/domain/secure-boot/stage';
import {
  ATTESTATION_MODES,
  type AttestationMode,
  EXCEPTION_KINDS,
  type ExceptionKind,
  REPORTING,
  type Reporting,
  STATES,
  type State,
} from '@/lib/domain/vocabulary';

/** Values of one word: any of `include` (OR), none of `exclude` (AND). An empty `include` allows all. */
export type FilterValues<T extends string = string> = { include: T[]; exclude: T[] };

export type HostFilter = {
  fabric?: FilterValues;
  cluster?: FilterValues;
  state?: FilterValues<State>;
  check?: FilterValues;
  cause?: FilterValues;
  reporting?: FilterValues<Reporting>;
  os?: FilterValues;
  mode?: FilterValues<AttestationMode>;
  model?: FilterValues;
  firmware?: FilterValues;
  /** Vendor and firmware version of the TPM. */
  tpm?: FilterValues;
  /** The agent's version. */
  agent?: FilterValues;
  risk?: FilterValues<Risk>;
  /** Model, firmware and build together: hosts that measure the same when they are started alike. */
  class?: FilterValues;
  /** How far the Secure Boot certificates of 2023 have come. */
  boot?: FilterValues<BootStage>;
  exception?: FilterValues<ExceptionKind>;
  owner?: FilterValues;
  /** This host and no other, whatever it is called. */
  id?: FilterValues;
  /** Texts of which each word is found somewhere: see `soughtWords`. */
  q?: FilterValues;
};

/**
 * The words of a filter, in the order in which addresses have them. `field` is what a word asks of a row of the fleet
 * (lib/server/db/fleet/columns.ts). `values` are all values that the field can have, or null where hosts and people
 * name them freely.
 */
export const HOST_WORDS = {
  fabric: { field: 'fabric', values: null },
  cluster: { field: 'cluster', values: null },
  state: { field: 'state', values: STATES },
  check: { field: 'failingChecks', values: null },
  cause: { field: 'cause', values: null },
  reporting: { field: 'reporting', values: REPORTING },
  os: { field: 'os', values: null },
  mode: { field: 'attestationMode', values: ATTESTATION_MODES },
  model: { field: 'model', values: null },
  firmware: { field: 'firmwareVersion', values: null },
  tpm: { field: 'tpm', values: null },
  agent: { field: 'agentVersion', values: null },
  risk: { field: 'risk', values: RISKS },
  class: { field: 'bootClass', values: null },
  boot: { field: 'bootStage', values: BOOT_STAGES },
  exception: { field: 'exceptionKinds', values: EXCEPTION_KINDS },
  owner: { field: 'owner', values: null },
  id: { field: 'id', values: null },
  q: { field: 'search', values: null },
} as const satisfies Record<keyof HostFilter, { field: string; values: readonly string[] | null }>;

export type HostWord = keyof HostFilter;
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

/** The words with a facet on the screen, in its order. */
export const FACETS_SHOWN = [
  'state',
  'check',
  'fabric',
  'cluster',
  'os',
  'mode',
  'reporting',
  'model',
  'firmware',
  'tpm',
  'agent',
  'risk',
  'boot',
  'owner',
  'exception',
] as const satisfies readonly FacetWord[];

/** Everything a filter can ask of a host. */
export type FilterableHost = {
  id: string;
  fabricId: string;
  fabricName: string;
  hostname: string;
  fqdn: string | null;
  cluster: string | null;
  state: State;
  failingChecks: readonly string[];
  /** Empty unless the host sends and is not able. */
  causes: readonly string[];
  reporting: Reporting;
  osFamily: string | null;
  attestationMode: AttestationMode;
  model: string | null;
  firmwareVersion: string | null;
  tpm: string | null;
  agentVersion: string | null;
  /** Empty unless the host passes. */
  risks: readonly Risk[];
  bootClass: string;
  bootStage: BootStage;
  /** One under an exception may be acknowledged too. */
  exceptionKinds: readonly ExceptionKind[];
  owner: string | null;
};

const EXACT: Readonly<Record<FacetWord, (host: FilterableHost) => readonly (string | null)[]>> = {
  fabric: (host) => [host.fabricId, host.fabricName],
  cluster: (host) => [host.cluster],
  state: (host) => [host.state],
  check: (host) => host.failingChecks,
  cause: (host) => host.causes,
  reporting: (host) => [host.reporting],
  os: (host) => [host.osFamily],
  mode: (host) => [host.attestationMode],
  model: (host) => [host.model],
  firmware: (host) => [host.firmwareVersion],
  tpm: (host) => [host.tpm],
  agent: (host) => [host.agentVersion],
  risk: (host) => host.risks,
  class: (host) => [host.bootClass],
  boot: (host) => [host.bootStage],
  exception: (host) => host.exceptionKinds,
  owner: (host) => [host.owner],
};

function matchesExactly(word: FacetWord, value: string, host: FilterableHost): boolean {
  return EXACT[word](host).includes(value);
}

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

function matchesText(value: string, host: FilterableHost): boolean {
  const { hostname, fqdn, cluster, owner, model, firmwareVersion } = host;
  const fields = [hostname, fqdn, cluster, owner, model, firmwareVersion].map((text) => text?.toLowerCase());
  return soughtWords(value).every((word) => fields.some((field) => field?.includes(word)));
}

function matchesWord(word: HostWord, value: string, host: FilterableHost): boolean {
  if (word === 'q') return matchesText(value, host);
  return word === 'id' ? value.toLowerCase() === host.id : matchesExactly(word, value, host);
}

/** The plain meaning of a filter. The SQL compiler is tested against this, never the other way round. */
export function matchesHost(filter: HostFilter, host: FilterableHost): boolean {
  return HOST_FILTER_WORDS.every((word) => {
    const values = filter[word];
    if (values === undefined) return true;
    const matches = (value: string) => matchesWord(word, value, host);
    if (values.exclude.some(matches)) return false;
    return values.include.length === 0 || values.include.some(matches);
  });
}
