import type { Risk } from '@/lib/domain/risk';
import type { AttestationMode, ExceptionKind, Reporting, State } from '@/lib/domain/vocabulary';

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
  /** The agent's version. */
  agent?: FilterValues;
  risk?: FilterValues<Risk>;
  exception?: FilterValues<ExceptionKind>;
  owner?: FilterValues;
  /** Literal, case-insensitive substrings. */
  q?: FilterValues;
};

/** The words of a filter, in the order they are written in addresses. */
export const HOST_FILTER_WORDS = [
  'fabric',
  'cluster',
  'state',
  'check',
  'cause',
  'reporting',
  'os',
  'mode',
  'model',
  'firmware',
  'agent',
  'risk',
  'exception',
  'owner',
  'q',
] as const satisfies readonly (keyof HostFilter)[];

/** Everything a filter can ask of a host. */
export type FilterableHost = {
  fabricId: string;
  fabricName: string;
  hostname: string;
  fqdn: string | null;
  cluster: string | null;
  state: State;
  failingChecks: readonly string[];
  /** Empty unless the host reports and is not able. */
  causes: readonly string[];
  reporting: Reporting;
  osFamily: string | null;
  attestationMode: AttestationMode;
  model: string | null;
  firmwareVersion: string | null;
  agentVersion: string | null;
  /** Empty unless the host passes. */
  risks: readonly Risk[];
  exception: ExceptionKind;
  owner: string | null;
};

type Word = (typeof HOST_FILTER_WORDS)[number];

const EXACT: Readonly<Record<Exclude<Word, 'q'>, (host: FilterableHost) => readonly (string | null)[]>> = {
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
  agent: (host) => [host.agentVersion],
  risk: (host) => host.risks,
  exception: (host) => [host.exception],
  owner: (host) => [host.owner],
};

function matchesExactly(word: Exclude<Word, 'q'>, value: string, host: FilterableHost): boolean {
  return EXACT[word](host).includes(value);
}

function matchesText(value: string, host: FilterableHost): boolean {
  const needle = value.toLowerCase();
  const { hostname, fqdn, cluster, owner, model, firmwareVersion } = host;
  return [hostname, fqdn, cluster, owner, model, firmwareVersion].some(
    (text) => text?.toLowerCase().includes(needle) ?? false,
  );
}

/** The plain meaning of a filter. The SQL compiler is tested against this, never the other way round. */
export function matchesHost(filter: HostFilter, host: FilterableHost): boolean {
  return HOST_FILTER_WORDS.every((word) => {
    const values = filter[word];
    if (values === undefined) return true;
    const matches = (value: string) =>
      word === 'q' ? matchesText(value, host) : matchesExactly(word, value, host);
    if (values.exclude.some(matches)) return false;
    return values.include.length === 0 || values.include.some(matches);
  });
}
