import {
  type AttestationStatus,
  CHECKS,
  DOCUMENTED_CHECKS,
  type DocumentedCheck,
  isDocumentedCheck,
  STATUS_CODES,
} from '@/lib/domain/vocabulary';
import { bootedAt, clockOffsetSeconds, type FleetHost, firmwareAt } from './fleet';
import type { Firmware } from './layout';
import { isWithin } from './spells';

/** What is true of a host at one moment. */
export type Condition = {
  status: AttestationStatus;
  checks: readonly DocumentedCheck[];
  /** When what ails it began; its last boot where nothing does. */
  sinceMs: number;
  /** When anything of it last began or ended. */
  turnedMs: number;
  bootedMs: number;
  firmware: Firmware;
  clockOffsetSeconds: number;
};

export function conditionAt(host: FleetHost, time: number): Condition {
  const spells = host.spells.filter((spell) => isWithin(time, spell));
  const troubles = new Set(spells.map(({ trouble }) => trouble));
  const checks = DOCUMENTED_CHECKS.filter((check) => troubles.has(check));
  const bootedMs = bootedAt(host, time);
  const sinceMs = Math.max(bootedMs + 120_000, ...spells.map(({ from }) => from));
  const ended = host.spells.map(({ until }) => until).filter((until) => until <= time);
  return {
    status: statusOf([...troubles], checks),
    checks,
    sinceMs,
    turnedMs: Math.max(sinceMs, ...ended),
    bootedMs,
    firmware: firmwareAt(host, time),
    clockOffsetSeconds: clockOffsetSeconds(host, time),
  };
}

function statusOf(
  troubles: readonly FleetHost['spells'][number]['trouble'][],
  checks: readonly DocumentedCheck[],
): AttestationStatus {
  if (checks.length > 0) return 'InsecureHostConfiguration';
  for (const trouble of troubles) if (!isDocumentedCheck(trouble)) return trouble;
  return 'Passed';
}

/** Where HGS is, by site. DR still answers without TLS. */
const HGS_ADDRESS = {
  par: 'https://hgs-par.fab.example',
  lyo: 'https://hgs-lyo.fab.example',
  dr: 'http://hgs-dr.fab.example',
} as const;

/** As Get-HgsClientConfiguration answers: seven properties on Windows Server 2016, ten since. */
export function hgsClientOf(host: FleetHost, condition: Condition) {
  const { status, checks } = condition;
  const isLocal = status === 'NotConfigured';
  const address = HGS_ADDRESS[host.cluster.site];
  const mask = checks.reduce((sum, check) => sum | CHECKS[check].mask, 0n);
  return {
    isHostGuarded: status === 'Passed',
    mode: isLocal ? 'Local' : 'HostGuardianService',
    attestationServerUrl: isLocal ? null : `${address}/Attestation`,
    keyProtectionServerUrl: isLocal ? null : `${address}/KeyProtection`,
    ...(host.cluster.os === '2016' ? {} : fallbackOf(host)),
    attestationOperationMode: host.cluster.mode,
    attestationStatus: status,
    attestationStatusCode: STATUS_CODES[status],
    attestationSubstatus: checks.length === 0 ? 'NoInformation' : checks.join(', '),
    attestationSubstatusCode: String(mask),
  };
}

function fallbackOf(host: FleetHost) {
  const address = host.cluster.site === 'dr' ? HGS_ADDRESS.par : HGS_ADDRESS.dr;
  const isUsed = host.risk === 'fallback';
  return {
    fallbackAttestationServerUrl: host.cluster.site === 'dr' ? [`${address}/Attestation`] : [],
    fallbackKeyProtectionServerUrl: host.cluster.site === 'dr' ? [`${address}/KeyProtection`] : [],
    isFallbackInUse: isUsed,
  };
}
