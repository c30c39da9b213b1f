import type { HostQuestion } from '@/lib/client/host-question';
import type { FleetRisks } from '@/lib/contracts/fleet';
import { isOlderVersion } from '@/lib/domain/agent-version';
import type { Risk } from '@/lib/domain/risk';

/** Counts of risks and agents ignore choices of these two words, and so do the links behind them. */
function withoutOwnWords({ filter, at }: HostQuestion): HostQuestion {
  const { risk: _, agent: __, ...others } = filter;
  return { filter: others, at };
}

/** The hosts that any of these reasons puts at risk. */
export function atRisk(question: HostQuestion, risks: readonly Risk[]): HostQuestion {
  const { filter, at } = withoutOwnWords(question);
  return { filter: { ...filter, risk: { include: [...risks], exclude: [] } }, at };
}

/** All hosts of one fabric, whatever the page is narrowed to. */
export function ofFabric(fabric: string, at: string | null): HostQuestion {
  return { filter: { fabric: { include: [fabric], exclude: [] } }, at: at === null ? null : new Date(at) };
}

export type OutdatedAgents = { hosts: number; question: HostQuestion };

/** The hosts whose agent is older than the one this server gives; null where there is none. */
export function outdatedAgents(
  question: HostQuestion,
  { agents }: FleetRisks,
  shipped: string,
): OutdatedAgents | null {
  const older = agents.filter(({ version }) => isOlderVersion(version, shipped));
  if (older.length === 0) return null;
  const { filter, at } = withoutOwnWords(question);
  const agent = { include: older.map(({ version }) => version), exclude: [] };
  return {
    hosts: older.reduce((sum, { hosts }) => sum + hosts, 0),
    question: { filter: { ...filter, agent }, at },
  };
}
