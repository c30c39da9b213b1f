import { filterOfCause } from '@/components/fleet/cause-address';
import { atRisk } from '@/components/fleet/risk-question';
import { requestAddress } from '@/lib/client/exception-address';
import { type HostQuestion, narrowed } from '@/lib/client/host-question';
import type { CatalogueEntry } from '@/lib/contracts/catalogue';
import type { FleetRisks, Summary } from '@/lib/contracts/fleet';
import { keyOfRisk } from '@/lib/domain/remediation/key-of-risk';
import { isAttestationStatus, type State } from '@/lib/domain/vocabulary';

export type FleetCounts = { question: HostQuestion; summary: Summary; risks: FleetRisks };

export type ConcernedHosts = {
  hosts: number;
  /** Shielded VMs on them. */
  vms: number;
  /** They still pass: the entry is about what may end that. */
  isAtRisk: boolean;
  /** What asks for exactly them; null where no filter can. */
  asked: HostQuestion | null;
  /**
   * The form that asks for an exception for these hosts and this cause. Null where the entry is no cause of theirs, and
   * at an earlier time: an exception is for hosts that fail now.
   */
  request: string | null;
};

type Counted = Pick<ConcernedHosts, 'hosts' | 'vms'>;
const NOBODY: Counted = { hosts: 0, vms: 0 };

/** The prerequisites that a state says, rather than a risk. */
export const STATE_OF_PREREQUISITE: Readonly<Record<string, State>> = {
  agentReporting: 'Silent',
  hgsClientConfigured: 'NotConfigured',
};

/** The hosts that an entry of the catalogue is about at the moment that the counts are of. */
export function concernedHosts(
  { key, kind }: Pick<CatalogueEntry, 'key' | 'kind'>,
  counts: FleetCounts,
): ConcernedHosts {
  if (kind === 'status' && isAttestationStatus(key)) return inState(key, counts);
  if (kind !== 'prerequisite') return withCause(key, counts);
  const state = STATE_OF_PREREQUISITE[key];
  return state === undefined ? withRisk(key, counts) : inState(state, counts);
}

function withCause(key: string, { question, summary }: FleetCounts): ConcernedHosts {
  const { hosts, vms } = countOfCause(key, summary);
  const asked = ofCause(key, question);
  return { hosts, vms, isAtRisk: false, asked, request: hosts === 0 ? null : requestFor(asked) };
}

function ofCause(key: string, question: HostQuestion): HostQuestion | null {
  const filter = filterOfCause(key, question);
  return filter && { filter, at: question.at };
}

const requestFor = (asked: HostQuestion | null): string | null =>
  asked === null || asked.at !== null ? null : requestAddress({ filter: asked.filter });

function countOfCause(key: string, { causes }: Summary): Counted {
  const row = causes.find(({ cause }) => cause === key);
  return row === undefined ? NOBODY : { hosts: row.hosts, vms: row.vmsBlocked };
}

/** A status is a cause as well; where as many hosts have it, they are the same hosts. */
function inState(state: State, { question, summary }: FleetCounts): ConcernedHosts {
  const hosts = summary.states[state];
  const vms = summary.vmsByState[state];
  const isCause = hosts > 0 && countOfCause(state, summary).hosts === hosts;
  const request = isCause ? requestFor(ofCause(state, question)) : null;
  return { hosts, vms, isAtRisk: false, asked: narrowed(question, 'state', state), request };
}

function withRisk(key: string, { question, risks }: FleetCounts): ConcernedHosts {
  const rows = risks.risks.filter(({ risk }) => keyOfRisk(risk) === key);
  const { hosts, vms } = rows[0] ?? NOBODY;
  const words = rows.map(({ risk }) => risk);
  return { hosts, vms, isAtRisk: true, asked: atRisk(question, words), request: null };
}
