import type { AttestationStatus } from '@/lib/domain/vocabulary';
import { DAY_MS, MINUTE_MS } from '@/lib/util/durations';
import { pastOf } from './background';
import { CLUSTERS, type Cluster, type Firmware } from './layout';
import { type Repair, withRepairs } from './repairs';
import { type BootStory, bootStoryOf } from './secure-boot';
import { pick, share, uuid, whole } from './seeded';
import { DAY_MINUTES, type Span, type Spell } from './spells';
import {
  HOSTILE_HOST,
  OLDER_AGENT,
  STORY,
  STORY_INTERVAL_SECONDS,
  type StoryHost,
  VMS_ON_PASSED_HOSTS,
} from './story';

/** One simulated host with everything that is true of it, past and present. Times are milliseconds. */
export type FleetHost = {
  /** Names the host within its seed: what is random about it follows from this. */
  key: string;
  hostname: string;
  fqdn: string;
  machineId: string;
  fabric: string;
  clusterName: string;
  cluster: Cluster;
  /** Names of all nodes of its cluster. */
  nodes: readonly string[];
  isHostile: boolean;
  vms: number;
  spells: readonly Spell[];
  /** Spans in which nothing is sent. */
  quiet: readonly Span[];
  restarts: readonly { at: number; firmware?: Firmware }[];
  /** Times at which the agent runs besides its schedule. */
  marks: readonly number[];
  /** The last two runs of one that is silent for good. */
  lastRuns: readonly number[];
  /** Sends every second interval, and what it sends is older than one and a half. */
  isSlow: boolean;
  /** Where its schedule lies within an interval of 15 minutes, counted back from the fleet's present. */
  phaseMinutes: number;
  /** The same within the 12 hours of the sparse past, as a share of them. */
  sparsePhase: number;
  /** Where its monthly restart lies within 30 days. */
  patchPhaseMs: number;
  /** What its clock is off while nothing is wrong with it. */
  usualOffsetSeconds: number;
  clock: { from: number; offsetSeconds: number; driftSecondsPerDay: number } | null;
  risk: StoryHost['risk'] | null;
  disagrees: StoryHost['disagrees'] | null;
  /** Its number within its cluster. */
  index: number;
  /** How far its Secure Boot certificates have come, and since when. */
  boot: BootStory;
};

/** A snapshot as one host wrote it. What is in it besides its frame is the server's to judge. */
export type SnapshotDocument = { host: object; hgsClient: unknown; facts: object };

export type Fleet = {
  seed: number;
  /** The story's present: what the mock shows is true at this time. */
  presentMs: number;
  /** The fleet is enrolled at this time. */
  beginMs: number;
  hosts: readonly FleetHost[];
  /** The version of the agent that is given now. */
  agentVersion: string;
  /** What every host says, in place of its story. */
  document?: SnapshotDocument;
};

export type FleetOptions = {
  hosts: number;
  days: number;
  seed: number;
  presentMs: number;
  /** Whether one host has hostile text in every field, as most of its readers want to see. */
  hostile?: boolean;
  /** The version of the agent that the server gives, where the fleet is that server's. */
  agentVersion?: string;
  /** What was repaired since. */
  repairs?: readonly Repair[];
};

type Planned = { name: string; index: number; cluster: Cluster; told: StoryHost | undefined; vms: number };

/** The same options always make the same fleet. Over 240 hosts the story is told again, at further sites. */
export function makeFleet({ hosts, days, seed, presentMs, ...options }: FleetOptions): Fleet {
  const { hostile = true, repairs = [], agentVersion = OLDER_AGENT.version } = options;
  const whole240 = planSite(seed);
  const perSite = whole240.length;
  const made: FleetHost[] = [];
  for (let site = 1; made.length < hosts; site += 1) {
    const plans = sample(whole240, Math.min(perSite, hosts - made.length));
    const nodes = nodesByCluster(plans, { site, hostile });
    made.push(...plans.map((planned) => toHost(planned, { site, days, seed, presentMs, hostile, nodes })));
  }
  const beginMs = presentMs - days * DAY_MS;
  return { seed, presentMs, beginMs, agentVersion, hosts: withRepairs(made, repairs) };
}

function planSite(seed: number): Planned[] {
  const planned = CLUSTERS.flatMap((cluster) =>
    Array.from({ length: cluster.hosts }, (_, offset): Planned => {
      const index = offset + 1;
      const name = nameOf(cluster, index, 1);
      const told = STORY[name];
      return { name, index, cluster, told, vms: told?.vms ?? whole(3, 6, seed, name, 'vms') };
    }),
  );
  balanceVms(planned);
  return planned;
}

/** Whatever the seed, the passed hosts of a site hold the story's number of VMs together. */
function balanceVms(planned: readonly Planned[]): void {
  const passed = planned.filter(({ told }) => endStateOf(told) === 'Passed');
  const free = passed.filter(({ told }) => told === undefined);
  let excess = passed.reduce((sum, { vms }) => sum + vms, 0) - VMS_ON_PASSED_HOSTS;
  while (excess !== 0) {
    const before = excess;
    for (const host of free) {
      const step = Math.sign(excess);
      if (step === 0 || (step > 0 && host.vms <= 1)) continue;
      host.vms -= step;
      excess -= step;
    }
    if (excess === before) throw new Error('the VMs of the story do not fit its hosts');
  }
}

/** What is true of a host in the story's present. */
function endStateOf(told: StoryHost | undefined): AttestationStatus | 'Silent' {
  if (told?.silences?.some(({ until }) => until === undefined)) return 'Silent';
  const lasting = told?.spells?.filter(({ until }) => until === undefined) ?? [];
  const [first] = lasting;
  if (first === undefined) return 'Passed';
  return STATUS_TROUBLES.find((status) => status === first.trouble) ?? 'InsecureHostConfiguration';
}

const STATUS_TROUBLES = [
  'UnauthorizedHost',
  'TpmError',
  'Expired',
  'TransientError',
  'NotConfigured',
  'Unknown',
] as const;

/** Fewer hosts than the story has: spread over its states, the hostile host first and a silent one last. */
function sample(planned: readonly Planned[], count: number): readonly Planned[] {
  if (count === planned.length) return planned;
  const rank = ({ name, told }: Planned) =>
    name === HOSTILE_HOST ? -1 : [...ORDER].indexOf(endStateOf(told));
  const ordered = [...planned].sort((a, b) => rank(a) - rank(b));
  const step = count === 1 ? 0 : (ordered.length - 1) / (count - 1);
  const spread = Array.from({ length: count }, (_, number) => ordered[Math.round(number * step)]);
  const chosen = new Set(withInsecure(spread, ordered).map((one) => one?.name));
  return planned.filter(({ name }) => chosen.has(name));
}

/** However few there are, from three on one of them fails a check: it is what the product is about. */
function withInsecure<T extends Planned | undefined>(spread: readonly T[], ordered: readonly T[]): T[] {
  const isInsecure = (one: T) => endStateOf(one?.told) === 'InsecureHostConfiguration';
  const insecure = ordered.find(isInsecure);
  if (spread.length < 3 || insecure === undefined || spread.some(isInsecure)) return [...spread];
  return spread.with(-2, insecure);
}

const ORDER = ['Passed', 'InsecureHostConfiguration', ...STATUS_TROUBLES, 'Silent'] as const;

const siteWord = (cluster: Cluster, site: number) => `${cluster.site}${site === 1 ? '' : site}`;

function nameOf(cluster: Cluster, index: number, site: number): string {
  const pair = (value: number) => String(value).padStart(2, '0');
  return `hv-${siteWord(cluster, site)}-${pair(cluster.number)}${pair(index)}`;
}

const clusterNameOf = (cluster: Cluster, site: number) =>
  `CL-${siteWord(cluster, site).toUpperCase()}-${String(cluster.number).padStart(2, '0')}`;

function nodesByCluster(
  plans: readonly Planned[],
  { site, hostile }: Pick<Making, 'site' | 'hostile'>,
): ReadonlyMap<string, readonly string[]> {
  const nodes = new Map<string, string[]>();
  for (const { name, cluster, index } of plans) {
    if (hostile && name === HOSTILE_HOST) continue;
    const key = clusterNameOf(cluster, site);
    nodes.set(key, [...(nodes.get(key) ?? []), nameOf(cluster, index, site)]);
  }
  return nodes;
}

type Making = {
  site: number;
  days: number;
  seed: number;
  presentMs: number;
  hostile: boolean;
  nodes: ReadonlyMap<string, readonly string[]>;
};

function toHost({ name, index, cluster, told, vms }: Planned, making: Making): FleetHost {
  const { site, days, seed, presentMs, hostile, nodes } = making;
  const hostname = nameOf(cluster, index, site);
  const key = `${seed}/${hostname}`;
  const at = (minutesAgo: number) => presentMs - minutesAgo * MINUTE_MS;
  const past = pastOf(cluster, index, told, key);
  const spells = [...(told?.spells ?? []), ...past.spells].map(
    ({ trouble, since, until }): Spell => ({ trouble, ...spanOf(at, since, until) }),
  );
  const silences = [...lastingWithin(days, told?.silences ?? []), ...past.silences].map(({ since, until }) =>
    spanOf(at, since, until),
  );
  const lastRuns = lastRunsOf(silences);
  const clusterName = clusterNameOf(cluster, site);
  const host = {
    index,
    key,
    hostname,
    fqdn: `${hostname}.${cluster.site}.fab.example`,
    machineId: uuid(key, 'machine'),
    fabric: cluster.fabric,
    clusterName,
    cluster,
    nodes: nodes.get(clusterName) ?? [hostname],
    isHostile: hostile && name === HOSTILE_HOST,
    vms,
    spells,
    quiet: quietSpans(silences, told, at),
    restarts: restartsOf(told, at),
    marks: marksOf(spells, silences, lastRuns),
    lastRuns,
    isSlow: told?.slow === true,
    phaseMinutes: told?.reportedMinutesAgo ?? 15 * share(key, 'phase'),
    sparsePhase: share(key, 'sparse'),
    patchPhaseMs:
      Math.floor(share(key, 'patch') * 26) * DAY_MS + Math.round(share(key, 'patchHour') * 5 * 3_600_000),
    usualOffsetSeconds: pick([0.4, -0.3, 0.2, -0.1, 0.6], key, 'clock'),
    clock: clockOf(told, at),
    risk: told?.risk ?? null,
    disagrees: told?.disagrees ?? null,
  };
  return { ...host, boot: bootStoryOf(host, presentMs, bootedAt(host, presentMs)) };
}

type At = (minutesAgo: number) => number;

type Silence = { since: number; until?: number };

/** Where the past is shorter than the story's silences, silent hosts still sent something. */
const lastingWithin = (days: number, silences: readonly Silence[]): Silence[] =>
  silences.map(({ since, ...rest }) =>
    rest.until === undefined
      ? { since: Math.min(since, SPOKEN_FOR * days * DAY_MINUTES) }
      : { since, ...rest },
  );

const SPOKEN_FOR = 0.9;

const spanOf = (at: At, since: number, until: number | undefined): Span => ({
  from: at(since),
  until: until === undefined ? Number.POSITIVE_INFINITY : at(until),
});

/** The last snapshot before a silence is still sent; so is the one that ends it. */
function quietSpans(silences: readonly Span[], told: StoryHost | undefined, at: At): Span[] {
  const restarting = (told?.restarts ?? []).map((restart) => spanOf(at, restart.at, restart.backAt));
  return [...silences.map(({ from, until }) => ({ from: from + 1, until })), ...restarting];
}

const restartsOf = (told: StoryHost | undefined, at: At): FleetHost['restarts'] =>
  (told?.restarts ?? []).map((restart) => ({
    at: at(restart.at),
    ...(restart.firmware && { firmware: restart.firmware }),
  }));

/** An agent that starts, or is started by hand after a repair, sends at once. */
function marksOf(
  spells: readonly Span[],
  silences: readonly Span[],
  lastRuns: FleetHost['lastRuns'],
): number[] {
  const times = [...spells, ...silences].flatMap(({ from, until }) => [from, until]);
  return [...new Set([...times, ...lastRuns])].filter(Number.isFinite).sort((a, b) => a - b);
}

/** One usual interval apart, also in the sparse past. */
const lastRunsOf = (silences: readonly Span[]): number[] =>
  silences
    .filter(({ until }) => until === Number.POSITIVE_INFINITY)
    .flatMap(({ from }) => [from - STORY_INTERVAL_SECONDS * 1_000, from]);

function clockOf(told: StoryHost | undefined, at: At): FleetHost['clock'] {
  if (told?.clock === undefined) return null;
  const { sinceMinutesAgo, offsetSeconds, driftSecondsPerDay = 0 } = told.clock;
  return { from: at(sinceMinutesAgo), offsetSeconds, driftSecondsPerDay };
}

type Started = Pick<FleetHost, 'restarts' | 'patchPhaseMs'>;

/** Windows restarts hosts for updates once a month; cluster-aware updating does so node by node. */
export function bootedAt(host: Started, time: number): number {
  const restart = host.restarts.findLast(({ at }) => at <= time)?.at ?? Number.NEGATIVE_INFINITY;
  const month = 30 * DAY_MS;
  const patched = Math.floor((time - host.patchPhaseMs) / month) * month + host.patchPhaseMs;
  return Math.max(restart, patched);
}

export function firmwareAt(host: FleetHost, time: number): Firmware {
  return (
    host.restarts.findLast(({ at, firmware }) => at <= time && firmware !== undefined)?.firmware ??
    host.cluster.firmware
  );
}

/** How far the host's clock is from the true time, in seconds; negative is behind. */
export function clockOffsetSeconds(host: FleetHost, time: number): number {
  if (host.clock === null || time < host.clock.from) return host.usualOffsetSeconds;
  const { offsetSeconds, driftSecondsPerDay, from } = host.clock;
  if (driftSecondsPerDay === 0) return offsetSeconds;
  const drifted = (driftSecondsPerDay * (time - from)) / DAY_MS;
  return Math.sign(offsetSeconds) * Math.min(Math.abs(offsetSeconds), drifted + 0.4);
}
