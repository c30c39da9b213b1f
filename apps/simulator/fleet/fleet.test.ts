import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { isOlderVersion } from '@/lib/domain/agent-version';
import { evidenceFor } from '@/lib/domain/evidence';
import { type FactName, readFacts } from '@/lib/domain/facts';
import { judgeSnapshot } from '@/lib/domain/judge';
import { readHgsClient } from '@/lib/domain/read-hgs-client';
import { riskFlags } from '@/lib/domain/risk';
import { bootStageOf, isBootChanging } from '@/lib/domain/secure-boot/stage';
import { DOCUMENTED_CHECKS } from '@/lib/domain/vocabulary';
import { DAY_MS } from '@/lib/util/durations';
import { conditionAt } from './condition';
import { byItsClock } from './explain';
import { type Fleet, type FleetHost, makeFleet } from './fleet';
import { repaired } from './repairs';
import { observations } from './schedule';
import { namesOf, snapshotAt } from './snapshot';
import { isWithin } from './spells';

const PRESENT = Date.parse('2026-11-24T08:42:00Z');

const story = (options: { hosts?: number; seed?: number; hostile?: boolean } = {}) =>
  makeFleet({ hosts: 240, seed: 1, days: 90, presentMs: PRESENT, ...options });

const isSilentAt = (host: FleetHost, time: number) => host.quiet.some((span) => isWithin(time, span));

function judged(fleet: Fleet, host: FleetHost, time: number) {
  const item = snapshotAt(fleet, host, time);
  return judgeSnapshot(readHgsClient(item.hgsClient), readFacts(item.facts));
}

const stateAt = (fleet: Fleet, host: FleetHost, time: number) =>
  isSilentAt(host, time) ? 'Silent' : judged(fleet, host, time).state;

function countBy<T>(items: readonly T[], word: (item: T) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const item of items) counts[word(item)] = (counts[word(item)] ?? 0) + 1;
  return counts;
}

const vmsOf = (hosts: readonly FleetHost[]) => hosts.reduce((sum, { vms }) => sum + vms, 0);

test('what a host logged and diagnosed lies in the day before its snapshot, and is of the state it is in', () => {
  const fleet = story();
  const times = [0, 7, 24, 31, 40 * 24].map((hours) => PRESENT - hours * 3_600_000);
  const seen = { events: 0, changed: 0 };
  for (const host of fleet.hosts) {
    for (const time of times) {
      const { facts, collectedAt } = snapshotAt(fleet, host, time);
      const { events } = facts.hgsEvents.value as { events: { at: string }[] };
      const condition = conditionAt(host, time);
      // All of it is by the host's own clock.
      const collectedMs = Date.parse(collectedAt);
      const sinceMs = Date.parse(byItsClock(condition.sinceMs, condition));
      const ranMs = Date.parse(String(facts.diagnostics.value.collectedAt));
      expect(ranMs).toBeLessThanOrEqual(collectedMs);
      expect(ranMs).toBeGreaterThanOrEqual(Math.max(sinceMs, collectedMs - DAY_MS));
      for (const { at } of events) {
        expect(Date.parse(at)).toBeLessThanOrEqual(collectedMs);
        expect(Date.parse(at)).toBeGreaterThan(collectedMs - DAY_MS);
        seen.events += 1;
      }
      if (sinceMs > collectedMs - DAY_MS) seen.changed += 1;
    }
  }
  expect(seen.events).toBeGreaterThan(20);
  expect(seen.changed).toBeGreaterThan(5);
});

test('a host that is repaired runs its diagnostics again, and does not show those of before', () => {
  const fleet = story();
  const host = fleet.hosts.find(({ hostname }) => hostname === 'hv-par-0309');
  if (host === undefined) throw new Error('no such host');
  const at = PRESENT + 60_000;
  const shown = (...causes: string[]) => {
    const mended = repaired(host, { host: host.key, causes, at });
    const { text, collectedAt } = snapshotAt(fleet, mended, at + 1_000).facts.diagnostics.value;
    return { text: String(text), ranMs: Date.parse(String(collectedAt)) };
  };
  const clockMs = 1_000 * host.usualOffsetSeconds;
  const partly = shown('BitLocker');
  expect([partly.text.includes('BitLocker'), partly.text.includes('PagefileEncryption')]).toEqual([
    false,
    true,
  ]);
  expect(partly.ranMs).toBe(at + clockMs);
  const wholly = shown('BitLocker', 'PagefileEncryption', 'SecureBootSettings');
  expect(wholly.text).toContain('Overall Result: Pass');
  expect(wholly.ranMs).toBe(at + clockMs);
});

test('most hosts have the agent that is given, a few an older one, and none a newer one', () => {
  const manifest = readFileSync('apps/agent/src/GuardedFabricAgent/GuardedFabricAgent.psd1', 'utf8');
  const agentVersion = /ModuleVersion = '([\d.]+)'/.exec(manifest)?.[1] ?? '';
  const fleet = makeFleet({
    hosts: 240,
    seed: 1,
    days: 90,
    presentMs: PRESENT,
    agentVersion,
    hostile: false,
  });
  const versions = countBy(fleet.hosts, (host) => String(snapshotAt(fleet, host, PRESENT).agent.version));
  expect(Object.keys(versions)).toHaveLength(2);
  const older = Object.keys(versions).filter((version) => isOlderVersion(version, agentVersion));
  expect(older).toHaveLength(1);
  expect(versions[older[0] ?? '']).toBeLessThan(15);
  expect(versions[older[0] ?? '']).toBeGreaterThan(1);
  expect(versions[agentVersion]).toBeGreaterThan(200);
});

test('a fleet of few has as many as asked for, one that passes, one that fails and one that is silent', () => {
  for (const hosts of [1, 2, 3, 5, 12, 24, 60, 239]) {
    const fleet = makeFleet({ hosts, seed: 1, days: 2, presentMs: PRESENT });
    expect(new Set(fleet.hosts.map(({ hostname }) => hostname)).size).toBe(hosts);
    const states = countBy(fleet.hosts, (host) => stateAt(fleet, host, PRESENT));
    expect(states.Passed).toBeGreaterThan(0);
    if (hosts > 1) expect(states.Silent).toBeGreaterThan(0);
    if (hosts > 2) expect(states.InsecureHostConfiguration).toBeGreaterThan(0);
    for (const host of fleet.hosts) {
      const window = { fromMs: fleet.beginMs, untilMs: PRESENT, intervalSeconds: 900, presentMs: PRESENT };
      expect(observations(host, window).length).toBeGreaterThan(0);
    }
  }
});

describe('the story in its present', () => {
  const fleet = story();
  const state = new Map(fleet.hosts.map((host) => [host, stateAt(fleet, host, PRESENT)]));

  test('the numbers are those of the mock', () => {
    expect(countBy(fleet.hosts, ({ fabric }) => fabric)).toEqual({ 'PAR-Prod': 128, 'LYO-Prod': 72, DR: 40 });
    expect(countBy(fleet.hosts, (host) => state.get(host) ?? '')).toEqual({
      Passed: 211,
      InsecureHostConfiguration: 15,
      UnauthorizedHost: 3,
      TpmError: 2,
      Expired: 2,
      TransientError: 1,
      NotConfigured: 1,
      Unknown: 1,
      Silent: 4,
    });
  });

  test('982 VMs, 84 blocked, 11 unverified, whatever the seed', () => {
    for (const seed of [1, 2, 77]) {
      const { hosts } = story({ seed });
      const silent = hosts.filter((host) => isSilentAt(host, PRESENT));
      const blocked = hosts.filter(
        (host) => !silent.includes(host) && stateAt(fleet, host, PRESENT) !== 'Passed',
      );
      expect([vmsOf(hosts), vmsOf(blocked), vmsOf(silent)]).toEqual([982, 84, 11]);
    }
  });

  test('the causes are those of the mock, with their hosts', () => {
    const causes = fleet.hosts
      .filter((host) => !isSilentAt(host, PRESENT))
      .flatMap((host) => judged(fleet, host, PRESENT).causes);
    expect(countBy(causes, (cause) => cause)).toEqual({
      SecureBootSettings: 8,
      BitLocker: 3,
      PagefileEncryption: 2,
      UnauthorizedHost: 3,
      CodeIntegrityPolicy: 2,
      TpmError: 2,
      Expired: 2,
      HypervisorEnforcedCodeIntegrityPolicy: 1,
      VirtualSecureMode: 1,
      Iommu: 1,
      DumpEncryptionKey: 1,
      HibernationEnabled: 1,
      FullBoot: 1,
      TransientError: 1,
      NotConfigured: 1,
      Unknown: 1,
    });
  });

  test('a day earlier 219 hosts passed', () => {
    const yesterday = countBy(fleet.hosts, (host) => stateAt(fleet, host, PRESENT - DAY_MS));
    expect(yesterday).toMatchObject({
      Passed: 219,
      InsecureHostConfiguration: 9,
      TransientError: 3,
      Silent: 3,
    });
  });

  test('ten hosts still pass but are at risk: nine say so, one has a clock that is off', () => {
    const atRisk = fleet.hosts.filter((host) => {
      const { hgsClient, facts } = snapshotAt(fleet, host, PRESENT);
      // How far Secure Boot has come is counted below: it is true of most of the fleet.
      const flags = riskFlags(readHgsClient(hgsClient), readFacts(facts));
      return flags.some((flag) => !flag.startsWith('secureBoot'));
    });
    expect(atRisk.map(({ hostname }) => hostname).sort()).toEqual([
      'hv-dr-0110',
      'hv-dr-0111',
      'hv-dr-0112',
      'hv-lyo-0307',
      'hv-par-0209',
      'hv-par-0210',
      'hv-par-0211',
      'hv-par-0212',
      'hv-par-0213',
    ]);
  });

  test('Secure Boot stands at every stage, as the story tells it', () => {
    const counts: Record<string, number> = {};
    for (const host of fleet.hosts) {
      const stage = bootStageOf(readFacts(snapshotAt(fleet, host, PRESENT).facts));
      counts[stage] = (counts[stage] ?? 0) + 1;
    }
    expect(counts).toEqual({
      ...{ notStarted: 90, db: 28, kek: 24, bootManager: 17, done: 39, waitsForKek: 32, firmwareBlocks: 10 },
    });
  });

  test('a restart changes what is measured only where an update is under way', () => {
    const changing = fleet.hosts.filter((host) =>
      isBootChanging(readFacts(snapshotAt(fleet, host, PRESENT).facts)),
    );
    const clusters = new Set(changing.map(({ clusterName }) => clusterName));
    expect([...clusters].sort()).toEqual(['CL-LYO-01', 'CL-LYO-02', 'CL-LYO-03', 'CL-PAR-03']);
    expect(changing).toHaveLength(20 + 24 + 17 + 8);
  });

  test('the wave of CL-PAR-03 turned within twelve minutes, to one firmware', () => {
    const wave = fleet.hosts.filter((host) =>
      host.spells.some(({ trouble, from }) => trouble === 'SecureBootSettings' && from > PRESENT - DAY_MS),
    );
    const begins = wave
      .flatMap(({ spells }) => spells.map(({ from }) => from))
      .filter((at) => at > PRESENT - 8 * 3_600_000);
    const first = Math.min(...begins);
    expect(wave).toHaveLength(8);
    expect(wave.every(({ clusterName }) => clusterName === 'CL-PAR-03')).toBe(true);
    expect(begins.filter((at) => at - first <= 12 * 60_000)).toHaveLength(8);
    expect(new Set(wave.map((host) => snapshotAt(fleet, host, PRESENT).host.firmwareVersion))).toEqual(
      new Set(['2.19.1']),
    );
  });
});

describe('snapshots', () => {
  const fleet = story();

  test('every host says every fact, and each is read as ok', () => {
    for (const host of fleet.hosts) {
      const { facts } = snapshotAt(fleet, host, PRESENT);
      const readings = readFacts(facts);
      const unread = (Object.keys(readings) as FactName[]).filter((name) => readings[name].status !== 'ok');
      expect(unread).toEqual([]);
      expect(Object.keys(facts).sort()).toEqual(Object.keys(readings).sort());
    }
  });

  test('what a host says agrees with HGS, but for two hosts that pass although BitLocker is off', () => {
    const odd = new Set<string>();
    for (const host of fleet.hosts.filter(({ isHostile }) => !isHostile)) {
      const { facts, host: named } = snapshotAt(fleet, host, PRESENT);
      const { state, failingChecks } = judged(fleet, host, PRESENT);
      for (const check of DOCUMENTED_CHECKS) {
        const { agrees } = evidenceFor(check, readFacts(facts), named);
        const isFailing = failingChecks.includes(check);
        if (
          isFailing ? agrees === true : state === 'Passed' && host.cluster.mode === 'Tpm' && agrees === false
        )
          odd.add(host.hostname);
      }
    }
    expect([...odd].sort()).toEqual(['hv-lyo-0109', 'hv-par-0415']);
  });

  test('the same seed is the same fleet, another seed another one', () => {
    const all = (made: Fleet) => JSON.stringify(made.hosts.map((host) => snapshotAt(made, host, PRESENT)));
    expect(all(story())).toBe(all(story()));
    expect(all(story({ seed: 2 }))).not.toBe(all(story()));
  });

  test('one host passes with hostile text in every field that is not judged', () => {
    const host = fleet.hosts.find(({ isHostile }) => isHostile);
    if (host === undefined) throw new Error('no hostile host');
    const item = snapshotAt(fleet, host, PRESENT);
    expect(judged(fleet, host, PRESENT).state).toBe('Passed');
    expect(item.host.cluster).toContain('<script>');
    expect(item.host.hostname).toContain('onerror');
    for (const field of ['osCaption', 'model', 'manufacturer', 'firmwareVersion'] as const)
      expect(item.host[field]).toContain('DROP TABLE');
  });
});

test('no host has hostile text where nobody asks for one, and nothing else changes', () => {
  const kind = story({ hostile: false });
  expect(kind.hosts.filter(({ isHostile }) => isHostile)).toEqual([]);
  const texts = kind.hosts.map((host) => JSON.stringify(snapshotAt(kind, host, PRESENT)));
  expect(texts.filter((text) => text.includes('<script>'))).toEqual([]);
  const states = (made: Fleet) => made.hosts.map((host) => judged(made, host, PRESENT).state);
  expect(states(kind)).toEqual(states(story()));
});

describe('the schedule', () => {
  const fleet = story();
  const dense = { intervalSeconds: 900, presentMs: PRESENT };

  test('windows that follow one another hold what one long window holds', () => {
    const hours = [0, 5, 11, 24, 48];
    for (const host of fleet.hosts) {
      const fromMs = PRESENT - 2 * DAY_MS;
      const at = (hour: number) => fromMs + hour * 3_600_000;
      const parts = hours
        .slice(1)
        .flatMap((hour, index) =>
          observations(host, { ...dense, fromMs: at(hours[index] ?? 0), untilMs: at(hour) }),
        );
      expect(parts).toEqual(observations(host, { ...dense, fromMs, untilMs: PRESENT }));
    }
  });

  test('three hosts are late at any time, and only they', () => {
    for (const minutes of [0, 7, 16, 44, 300]) {
      const now = PRESENT + minutes * 60_000;
      const late = fleet.hosts.filter((host) => {
        const sent = observations(host, { ...dense, fromMs: now - DAY_MS, untilMs: now });
        const ageMinutes = (now - (sent.at(-1)?.collectedMs ?? 0)) / 60_000;
        return ageMinutes >= 22.5 && ageMinutes < 60;
      });
      expect(late.map(({ hostname }) => hostname).sort()).toEqual([
        'hv-dr-0204',
        'hv-lyo-0319',
        'hv-par-0121',
      ]);
    }
  });

  test('a host that fell silent says nothing after its last snapshot', () => {
    const silent = fleet.hosts.filter((host) => isSilentAt(host, PRESENT));
    for (const host of silent)
      expect(
        observations(host, { ...dense, fromMs: PRESENT - DAY_MS / 8, untilMs: PRESENT + DAY_MS }),
      ).toEqual([]);
  });
});

test('a smaller fleet keeps the hostile host and a silent one; a larger one tells the story again', () => {
  const small = story({ hosts: 24 });
  expect(small.hosts).toHaveLength(24);
  expect(small.hosts.some(({ isHostile }) => isHostile)).toBe(true);
  expect(small.hosts.some((host) => isSilentAt(host, PRESENT))).toBe(true);
  const large = story({ hosts: 600 });
  expect(new Set(large.hosts.map((host) => namesOf(host).fqdn)).size).toBe(600);
});
