import {
  type FacetWord,
  HOST_FILTER_WORDS,
  type HostFilter,
  type HostWord,
  soughtWords,
} from '@/lib/domain/host-filter';
import type { Risk } from '@/lib/domain/risk';
import type { BootStage } from '@/lib/domain/secure-boot/stage';
import type { AttestationMode, ExceptionKind, Reporting, State } from '@/lib/domain/vocabulary';

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
