import { isRecord } from '@/lib/util/guards';
import { ownValues } from '@/lib/util/own-values';

/** Reads one member; null if it is missing or has another type, because unknown is never "off". */
type Reader<T> = (raw: unknown) => T | null;

const NUMBER = /^-?\d{1,20}(\.\d+)?$/;

const text: Reader<string> = (raw) => {
  if (typeof raw === 'number' || typeof raw === 'bigint') return String(raw);
  return typeof raw === 'string' && raw.trim() !== '' ? raw.trim() : null;
};

const number: Reader<number> = (raw) => {
  if (typeof raw === 'number') return Number.isFinite(raw) ? raw : null;
  return typeof raw === 'string' && NUMBER.test(raw.trim()) ? Number(raw) : null;
};

const count: Reader<number> = (raw) => {
  const value = number(raw);
  return value !== null && Number.isSafeInteger(value) && value >= 0 ? value : null;
};

const flag: Reader<boolean> = (raw) => {
  if (typeof raw === 'boolean') return raw;
  const word = typeof raw === 'string' ? raw.trim().toLowerCase() : null;
  return word === 'true' ? true : word === 'false' ? false : null;
};

/** A registry value as bits, or whether any of them is set. */
const bitsOrFlag: Reader<number | boolean> = (raw) => count(raw) ?? flag(raw);

/** One unreadable member makes the whole list unknown, because "contains 2" could no longer be answered. */
function list<T>(member: Reader<T>): Reader<T[]> {
  return (raw) => {
    if (raw === null || raw === undefined) return null;
    // PowerShell turns a list of one element into the element.
    const members = Array.isArray(raw) ? [...ownValues(raw).values()] : [raw];
    const read = members.map(member).filter((value) => value !== null);
    return read.length === members.length ? read : null;
  };
}

type Shape = Readonly<Record<string, Reader<unknown>>>;
type Read<S extends Shape> = { [K in keyof S]: ReturnType<S[K]> };

function record<const S extends Shape>(shape: S): Reader<Read<S>> {
  return (raw) => {
    if (!isRecord(raw)) return null;
    const values = ownValues(raw);
    const members = Object.entries(shape).map(([key, read]) => [key, read(values.get(key))]);
    // Sound: every key of the shape is read by its own reader.
    return Object.fromEntries(members) as Read<S>;
  };
}

const FACTS = {
  hostGuardianFeature: record({ installState: text, source: text, restartNeeded: flag }),
  /** VMs that need a key from HGS. */
  shieldedVms: record({ total: count, running: count }),
  tls: record({
    systemDefaultTlsVersions64: number,
    systemDefaultTlsVersions32: number,
    schUseStrongCrypto64: number,
    schUseStrongCrypto32: number,
    tls10ClientEnabled: number,
    tls10ClientDisabledByDefault: number,
    tls12ClientEnabled: number,
    tls12ClientDisabledByDefault: number,
    negotiated: text,
  }),
  clock: record({ source: text, offsetSeconds: number, syncedAt: text, timeZone: text }),
  boot: record({ bootType: number, lastBootAt: text, resumedAt: text }),
  hardware: record({
    manufacturer: text,
    model: text,
    serial: text,
    firmwareVersion: text,
    firmwareDate: text,
  }),
  deviceGuard: record({
    virtualizationBasedSecurityStatus: number,
    availableSecurityProperties: list(number),
    requiredSecurityProperties: list(number),
    securityServicesConfigured: list(number),
    securityServicesRunning: list(number),
    codeIntegrityPolicyEnforcementStatus: number,
    userModeCodeIntegrityPolicyEnforcementStatus: number,
  }),
  secureBoot: record({
    enabled: flag,
    uefi: flag,
    uefiCa2023Status: text,
    /** 0 or null: not in the DB; 1: in the DB; 2: started by a boot manager that is signed with it. */
    uefiCa2023Capable: count,
    updateAvailable: bitsOrFlag,
    error: text,
  }),
  secureBootEvents: record({
    /** Kinds of events, newest first. */
    latest: list(count),
    changedAt: text,
    events: list(record({ at: text, id: count })),
  }),
  bitLocker: record({
    mountPoint: text,
    volumeStatus: text,
    protectionStatus: text,
    encryptionPercentage: number,
    keyProtectorTypes: list(text),
    encryptionMethod: text,
  }),
  codeIntegrity: record({ policies: list(record({ path: text, sha256: text, length: count })) }),
  dumps: record({
    crashDumpEnabled: number,
    forceDumpsDisabledGuardedHost: number,
    dumpEncryptionEnabled: number,
    keyThumbprint: text,
    keySha256: text,
  }),
  hibernation: record({
    hibernateEnabled: number,
    forceHibernateDisabledGuardedHost: number,
    forceHibernateDisabledPolicy: number,
  }),
  pagefile: record({
    encryptPagingFile: number,
    encryptPagingFilePolicy: number,
    encryptPagingFileGuardedHosts: number,
  }),
  tpm: record({
    present: flag,
    ready: flag,
    enabled: flag,
    activated: flag,
    owned: flag,
    restartPending: flag,
    manufacturerId: text,
    manufacturerVersion: text,
    lockedOut: flag,
  }),
  cluster: record({ name: text, nodeState: text, nodes: list(record({ name: text, state: text })) }),
  hgsEvents: record({
    events: list(record({ at: text, log: text, id: number, level: number, message: text })),
    kinds: list(text),
  }),
  diagnostics: record({ text, collectedAt: text }),
} as const;

export type FactName = keyof typeof FACTS;
export const isFactName = (name: string): name is FactName => Object.hasOwn(FACTS, name);
export type FactValue<N extends FactName> = NonNullable<ReturnType<(typeof FACTS)[N]>>;

type FactReading<T> =
  | { status: 'ok'; value: T }
  | { status: 'unavailable' | 'failed'; reason: string }
  | { status: 'absent' };

export type FactReadings = { [N in FactName]: FactReading<FactValue<N>> };

/**
 * The facts that the host collected. Unknown facts are ignored here (the raw snapshot keeps them). Never
 * throws.
 */
export function readFacts(raw: unknown): FactReadings {
  const facts = isRecord(raw) ? ownValues(raw) : new Map<string, unknown>();
  const readings = Object.entries(FACTS).map(([name, read]) => [
    name,
    readFact<unknown>(facts.get(name), read),
  ]);
  // Sound: every fact of the table is read by its own reader.
  return Object.fromEntries(readings) as FactReadings;
}

function readFact<T>(raw: unknown, read: Reader<T>): FactReading<T> {
  if (raw === null || raw === undefined) return { status: 'absent' };
  const fact = isRecord(raw) ? ownValues(raw) : new Map<string, unknown>();
  const status = text(fact.get('status'))?.toLowerCase();
  const reason = text(fact.get('reason')) ?? '';
  if (status === 'unavailable' || status === 'failed') return { status, reason };
  const value = status === 'ok' ? read(fact.get('value')) : null;
  return value === null ? { status: 'failed', reason } : { status: 'ok', value };
}

/** A fact that the host could not collect, with its reason if there is one. */
export type UnreadFact = { fact: string; status: 'unavailable' | 'failed'; reason: string | null };

/** The named facts that could not be read: they are unknown, which is never "off". */
export function unreadFacts(facts: FactReadings, names: readonly FactName[]): UnreadFact[] {
  return names.flatMap((fact) => {
    const reading = facts[fact];
    if (reading.status === 'ok' || reading.status === 'absent') return [];
    return [{ fact, status: reading.status, reason: reading.reason === '' ? null : reading.reason }];
  });
}

/** The value of a fact, or null if the host could not read or did not say it. */
export function factValue<N extends FactName>(facts: FactReadings, name: N): FactValue<N> | null {
  const fact = facts[name];
  return fact.status === 'ok' ? fact.value : null;
}
