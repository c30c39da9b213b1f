import type { CheckCounts, ClassTotals, ReportContent, ReportHost } from '@/lib/contracts/report-content';
import { DOCUMENTED_CHECKS, STATES } from '@/lib/domain/vocabulary';

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

function totalsOf(hosts: readonly ReportHost[]): ClassTotals {
  const count = (compliance: ReportHost['compliance']) =>
    hosts.filter((host) => host.compliance === compliance).length;
  const vmsWhere = (is: (host: ReportHost) => boolean) =>
    sum(hosts.filter(is).map(({ shieldedVms }) => shieldedVms ?? 0));
  return {
    hosts: hosts.length,
    compliant: count('compliant'),
    excepted: count('excepted'),
    nonCompliant: count('nonCompliant'),
    unverified: count('unverified'),
    rate: hosts.length === 0 ? null : count('compliant') / hosts.length,
    vms: {
      total: vmsWhere(() => true),
      blocked: vmsWhere(({ compliance }) => compliance === 'nonCompliant' || compliance === 'excepted'),
      unverified: vmsWhere(({ compliance }) => compliance === 'unverified'),
    },
  };
}

/** Hosts that share a key, the keys in the order of their names. */
function grouped(hosts: readonly ReportHost[], keyOf: (host: ReportHost) => string) {
  const groups = new Map<string, ReportHost[]>();
  for (const host of hosts) {
    const group = groups.get(keyOf(host));
    if (group) group.push(host);
    else groups.set(keyOf(host), [host]);
  }
  return [...groups.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, members]) => members);
}

function causeCounts(hosts: readonly ReportHost[]): ReportContent['causes'] {
  const causes = [...new Set(hosts.flatMap((host) => host.causes))];
  return causes
    .map((cause) => {
      const having = hosts.filter((host) => host.causes.includes(cause));
      const alone = having.filter((host) => host.causes.length === 1);
      const vms = (of: readonly ReportHost[]) => sum(of.map(({ shieldedVms }) => shieldedVms ?? 0));
      return {
        cause,
        hosts: having.length,
        vmsBlocked: vms(having),
        freedAlone: { hosts: alone.length, vms: vms(alone) },
      };
    })
    .sort((a, b) => b.vmsBlocked - a.vmsBlocked || b.hosts - a.hosts || (a.cause < b.cause ? -1 : 1));
}

function addUp(counts: readonly CheckCounts[]): CheckCounts {
  return {
    satisfied: sum(counts.map(({ satisfied }) => satisfied)),
    failing: sum(counts.map(({ failing }) => failing)),
    notDetermined: sum(counts.map(({ notDetermined }) => notDetermined)),
    notApplicable: sum(counts.map(({ notApplicable }) => notApplicable)),
  };
}

function checkCounts(hosts: readonly ReportHost[]): ReportContent['byCheck'] {
  return DOCUMENTED_CHECKS.map((check, index) => {
    const failing = hosts.filter(({ failingChecks }) => failingChecks.includes(check)).length;
    const satisfied = index < 12 ? hosts.filter(({ state }) => state === 'Passed').length : 0;
    return { check, satisfied, failing, notDetermined: hosts.length - failing - satisfied, notApplicable: 0 };
  });
}

/** All that a report says of hosts in numbers, counted of the hosts themselves. */
export function countedOf(hosts: readonly ReportHost[]) {
  const states = STATES.map((state) => [state, hosts.filter((host) => host.state === state).length] as const);
  const groupsOf = (keyOf: (host: ReportHost) => string) => grouped(hosts, keyOf);
  return {
    totals: totalsOf(hosts),
    byFabric: groupsOf(({ fabric }) => fabric).map((members) => ({
      fabric: members[0]?.fabric ?? '',
      ...totalsOf(members),
    })),
    byCluster: groupsOf(({ fabric, cluster }) => `${fabric}/${cluster ?? '~'}`).map((members) => ({
      fabric: members[0]?.fabric ?? '',
      cluster: members[0]?.cluster ?? null,
      ...totalsOf(members),
    })),
    states: Object.fromEntries(states) as ReportContent['states'],
    causes: causeCounts(hosts),
    checks: addUp(hosts.map(({ checks }) => checks)),
    byCheck: checkCounts(hosts),
  };
}
