import type { FactName } from '@/lib/domain/facts';
import type { DocumentedCheck } from '@/lib/domain/vocabulary';
import { HOUR_MS } from '@/lib/util/durations';
import type { Condition } from './condition';
import { byItsClock, diagnosedMs, diagnosticsText, eventsOf } from './explain';
import type { FleetHost } from './fleet';
import { TIME_ZONES } from './layout';
import { secureBootEventsOf, secureBootOf, stageAt } from './secure-boot';
import { hex, pick, whole } from './seeded';

type Value = Record<string, unknown>;
export type Facts = Record<FactName, { status: 'ok'; value: Value }>;

/** Everything that a host can say about itself, agreeing with what HGS says of it. */
export function factsOf(host: FleetHost, condition: Condition, collectedMs: number): Facts {
  return {
    ...lastingFacts(host, condition, collectedMs),
    secureBootEvents: { status: 'ok', value: secureBootEventsOf(host, condition.bootedMs, collectedMs) },
    clock: { status: 'ok', value: clockOf(host, condition, collectedMs) },
    diagnostics: {
      status: 'ok',
      value: {
        text: diagnosticsText(host, condition),
        collectedAt: byItsClock(diagnosedMs(condition, collectedMs), condition),
      },
    },
    hgsEvents: { status: 'ok', value: hgsEventsOf(host, condition, collectedMs) },
  };
}

type Lasting = Omit<Facts, 'clock' | 'diagnostics' | 'hgsEvents' | 'secureBootEvents'>;
type Kept = { of: string; facts: Lasting };

/** The last answer of each host: from one snapshot to the next nearly nothing changes. */
const kept = new WeakMap<FleetHost, Kept>();

function lastingFacts(host: FleetHost, condition: Condition, time: number): Lasting {
  const week = Math.floor(time / WEEK_MS);
  const { status, checks, sinceMs, bootedMs, firmware } = condition;
  const of = [status, ...checks, sinceMs, bootedMs, firmware.version, week, stageAt(host, time)].join();
  const last = kept.get(host);
  if (last?.of === of) return last.facts;
  const facts = collect(host, condition, time);
  kept.set(host, { of, facts });
  return facts;
}

type LastingName = keyof Lasting;

function collect(host: FleetHost, condition: Condition, time: number): Lasting {
  const values: Record<LastingName, Value> = {
    ...platform(host, condition, time),
    ...protection(host),
    ...service(host, Math.floor(time / WEEK_MS)),
  };
  for (const check of condition.checks) Object.assign(values, symptoms(check, host, values, condition));
  if (condition.status === 'TpmError') values.tpm = { ...values.tpm, ...brokenTpm(host) };
  if (host.disagrees === 'BitLocker') Object.assign(values, symptoms('BitLocker', host, values, condition));
  const facts = Object.entries(values).map(([name, value]) => [name, { status: 'ok', value }]);
  // Sound: every fact of the record is wrapped.
  return Object.fromEntries(facts) as Lasting;
}

const WEEK_MS = 7 * 86_400_000;

const iso = (time: number) => new Date(time).toISOString();

function platform(host: FleetHost, { bootedMs, firmware }: Condition, time: number) {
  const { cluster } = host;
  const isVbsOn = cluster.mode === 'Tpm';
  return {
    boot: { bootType: 0, lastBootAt: iso(bootedMs), resumedAt: null },
    hardware: {
      manufacturer: cluster.manufacturer,
      model: cluster.model,
      serial: hex(7, host.key, 'serial').toUpperCase(),
      firmwareVersion: firmware.version,
      firmwareDate: firmware.date,
    },
    deviceGuard: {
      virtualizationBasedSecurityStatus: 2,
      availableSecurityProperties: [1, 2, 3, 5, 6],
      requiredSecurityProperties: [1, 2, 3],
      securityServicesConfigured: isVbsOn ? [1, 2] : [1],
      securityServicesRunning: isVbsOn ? [1, 2] : [1],
      codeIntegrityPolicyEnforcementStatus: isVbsOn ? 2 : 0,
      userModeCodeIntegrityPolicyEnforcementStatus: isVbsOn ? 1 : 0,
    },
    secureBoot: secureBootOf(host, time),
    tpm: {
      present: true,
      ready: true,
      enabled: true,
      activated: true,
      owned: true,
      restartPending: false,
      manufacturerId: pick(['IFX', 'STM', 'NTC'], cluster.model, 'tpm'),
      manufacturerVersion: '7.85.4555.0',
      lockedOut: false,
    },
  };
}

function protection(host: FleetHost) {
  const { site, mode, os } = host.cluster;
  return {
    bitLocker: {
      mountPoint: 'C:',
      volumeStatus: 'FullyEncrypted',
      protectionStatus: 'On',
      encryptionPercentage: 100,
      keyProtectorTypes: ['Tpm', 'RecoveryPassword'],
      encryptionMethod: os === '2016' ? 'Aes256' : 'XtsAes256',
    },
    codeIntegrity: { policies: mode === 'Tpm' ? [policyOf(site, 'current')] : [] },
    dumps: {
      crashDumpEnabled: 0,
      forceDumpsDisabledGuardedHost: 1,
      dumpEncryptionEnabled: 1,
      keyThumbprint: hex(40, site, 'dumpKey').toUpperCase(),
      keySha256: hex(64, site, 'dumpKey', 'sha256'),
    },
    hibernation: {
      hibernateEnabled: 0,
      forceHibernateDisabledGuardedHost: 1,
      forceHibernateDisabledPolicy: null,
    },
    pagefile: {
      encryptPagingFile: 1,
      encryptPagingFilePolicy: null,
      encryptPagingFileGuardedHosts: 1,
    },
  };
}

const policyOf = (site: string, edition: string) => ({
  path: 'C:\\Windows\\System32\\CodeIntegrity\\SIPolicy.p7b',
  sha256: hex(64, site, 'policy', edition),
  length: whole(9_000, 30_000, site, 'policy', edition),
});

function service(host: FleetHost, week: number) {
  const isRemoved = host.risk === 'featureRemoved';
  return {
    hostGuardianFeature: {
      installState: isRemoved ? 'Available' : 'Installed',
      source: 'WindowsFeature',
      restartNeeded: isRemoved,
    },
    // A few VMs are moved between nodes every week.
    shieldedVms: { total: host.vms, running: Math.max(0, host.vms - whole(0, 2, host.key, 'running', week)) },
    tls: tlsOf(host),
    cluster: {
      name: host.clusterName,
      nodeState: 'Up',
      nodes: host.nodes.map((name) => ({ name, state: 'Up' })),
    },
  };
}

function hgsEventsOf(host: FleetHost, condition: Condition, collectedMs: number): Value {
  const events = eventsOf(host, condition, collectedMs);
  return { kinds: events.map(({ id, level }) => `${id}/${level}`), events };
}

function clockOf(host: FleetHost, { clockOffsetSeconds }: Condition, collectedMs: number): Value {
  const { site } = host.cluster;
  return {
    source: clockOffsetSeconds < -600 ? `ntp-old.${site}.fab.example` : `dc01.${site}.fab.example`,
    offsetSeconds: clockOffsetSeconds,
    syncedAt: iso(collectedMs - (collectedMs % HOUR_MS)),
    timeZone: TIME_ZONES[site],
  };
}

function tlsOf(host: FleetHost) {
  const followsSystem = host.risk === 'tls' ? null : 1;
  return {
    systemDefaultTlsVersions64: followsSystem,
    systemDefaultTlsVersions32: followsSystem,
    schUseStrongCrypto64: 1,
    schUseStrongCrypto32: 1,
    tls10ClientEnabled: host.cluster.os === '2016' ? null : 0,
    tls10ClientDisabledByDefault: host.cluster.os === '2016' ? null : 1,
    tls12ClientEnabled: 1,
    tls12ClientDisabledByDefault: 0,
    negotiated: 'TLSv1.2',
  };
}

const brokenTpm = (host: FleetHost) =>
  pick(
    [
      { ready: false, lockedOut: true },
      { ready: false, activated: false },
    ],
    host.key,
    'tpm',
  );

/** HGS asks for encrypted dumps only where dumps are made at all. */
const dumping = { forceDumpsDisabledGuardedHost: 0, crashDumpEnabled: 7 };

/** What a host with this failing check says about itself. */
function symptoms(
  check: DocumentedCheck,
  host: FleetHost,
  facts: Record<LastingName, Value>,
  { sinceMs }: Condition,
): Partial<Record<LastingName, Value>> {
  // The story has no other checks, and of SecureBootSettings nothing can be seen on the host: HGS alone knows its baselines.
  const changes: Partial<Record<DocumentedCheck, Partial<Record<LastingName, Value>>>> = {
    SecureBoot: { secureBoot: { enabled: false } },
    TcgLogVerification: { tpm: { ready: false, restartPending: true } },
    FullBoot: { boot: { resumedAt: iso(sinceMs - 240_000) } },
    CodeIntegrityPolicy: { codeIntegrity: { policies: [policyOf(host.cluster.site, 'unregistered')] } },
    HypervisorEnforcedCodeIntegrityPolicy: { deviceGuard: { securityServicesRunning: [1] } },
    VirtualSecureMode: {
      deviceGuard: { virtualizationBasedSecurityStatus: 1, securityServicesRunning: [] },
    },
    Iommu: { deviceGuard: { availableSecurityProperties: [1, 2, 5, 6], requiredSecurityProperties: [1, 2] } },
    BitLocker: {
      bitLocker: {
        volumeStatus: 'FullyDecrypted',
        protectionStatus: 'Off',
        encryptionPercentage: 0,
        keyProtectorTypes: [],
        encryptionMethod: 'None',
      },
    },
    PagefileEncryption: { pagefile: { encryptPagingFile: 0, encryptPagingFileGuardedHosts: 0 } },
    HibernationEnabled: { hibernation: { hibernateEnabled: 1, forceHibernateDisabledGuardedHost: 0 } },
    DumpsEnabled: { dumps: dumping },
    DumpEncryption: { dumps: { ...dumping, dumpEncryptionEnabled: 0 } },
    DumpEncryptionKey: {
      dumps: {
        ...dumping,
        keyThumbprint: hex(40, host.key, 'ownKey').toUpperCase(),
        keySha256: hex(64, host.key, 'ownKey'),
      },
    },
  };
  // Sound: a record of facts goes in and comes out, each with some members replaced.
  return Object.fromEntries(
    Object.entries(changes[check] ?? {}).map(([name, value]) => [
      name,
      { ...facts[name as LastingName], ...value },
    ]),
  );
}
