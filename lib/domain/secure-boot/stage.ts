import { type FactReadings, type FactValue, factValue } from '@/lib/domain/facts';
import { memberOf } from '@/lib/util/guards';
import { parseRfc3339 } from '@/lib/util/rfc3339';

/**
 * The stages on the way to the 2023 Secure Boot certificates, and those in which a host cannot continue by
 * itself.
 */
export const BOOT_STAGES = [
  'notStarted',
  'db',
  'kek',
  'bootManager',
  'done',
  'waitsForKek',
  'firmwareBlocks',
  /** Not read, not said, or of a silent host. It never counts as fine. */
  'notKnown',
] as const;
export type BootStage = (typeof BOOT_STAGES)[number];
export const isBootStage = memberOf(BOOT_STAGES);

/** The stages that a host passes through, each with a different measurement. */
export const MEASURED_STAGES = ['notStarted', 'db', 'kek', 'bootManager', 'done'] as const;
export type MeasuredStage = (typeof MEASURED_STAGES)[number];

/** The meaning of the bits of AvailableUpdates (Microsoft, KB 5068202). A bit is removed once its step is done. */
const WINDOWS_CA = 0x40;
const OTHER_CAS = 0x1800;
const KEK = 0x4;
const BOOT_MANAGER = 0x100;
/** This bit changes the meaning of the others, and stays. */
const MODIFIER = 0x4000;
const WORK = WINDOWS_CA | OTHER_CAS | KEK | BOOT_MANAGER;

/** Events of TPM-WMI (Microsoft, KB 5016061). */
const DB_WRITTEN = 1036;
const KEK_WRITTEN = 1043;
const BOOT_MANAGER_WRITTEN = 1799;
const NO_KEK = 1803;
const ALL_WRITTEN = 1808;
const REFUSED = [1795, 1796, 1802];
const WRITTEN = [DB_WRITTEN, KEK_WRITTEN, 1044, 1045, BOOT_MANAGER_WRITTEN, ALL_WRITTEN];

type SecureBoot = FactValue<'secureBoot'>;
/** Kinds of events, newest first. */
type Log = readonly number[];

const wordOf = (status: string | null) => status?.toLowerCase() ?? null;

/** Windows' own word for a host whose boot manager and databases have the 2023 certificates. */
export const isUpdated = (status: string | null): boolean => wordOf(status) === 'updated';

const isAsked = (bits: number | boolean | null) => bits === true || (typeof bits === 'number' && bits !== 0);

const isUnderWay = ({ uefiCa2023Status: status, updateAvailable }: SecureBoot) =>
  !isUpdated(status) && (isAsked(updateAvailable) || wordOf(status) === 'inprogress');

/** Whether the newest event of some kinds is later than all events of some others. */
function isNewer(log: Log, kinds: readonly number[], others: readonly number[]): boolean {
  const newest = log.find((kind) => kinds.includes(kind) || others.includes(kind));
  return newest !== undefined && kinds.includes(newest);
}

/** The remaining steps, if all were requested at once; null if that is unknown. */
function workLeft({ updateAvailable }: SecureBoot): number | null {
  const isWhole = typeof updateAvailable === 'number' && (updateAvailable & MODIFIER) !== 0;
  return isWhole ? updateAvailable & WORK : null;
}

function stageOfBits(left: number): MeasuredStage {
  if ((left & BOOT_MANAGER) === 0) return 'bootManager';
  if ((left & WORK) === BOOT_MANAGER) return 'kek';
  return (left & WINDOWS_CA) === 0 ? 'db' : 'notStarted';
}

const stageOfCapable = (capable: number | null): MeasuredStage =>
  capable === 2 ? 'bootManager' : capable === 1 ? 'db' : 'notStarted';

function stageOfLog(log: Log): MeasuredStage {
  if (log.includes(BOOT_MANAGER_WRITTEN)) return 'bootManager';
  if (log.includes(KEK_WRITTEN)) return 'kek';
  return log.includes(DB_WRITTEN) ? 'db' : 'notStarted';
}

/** Each source knows a part: a step that one of them shows as done is done. */
function furthest(fact: SecureBoot, log: Log): MeasuredStage {
  const left = workLeft(fact);
  const seen = [stageOfCapable(fact.uefiCa2023Capable), stageOfLog(log)];
  if (left !== null) seen.push(stageOfBits(left));
  return MEASURED_STAGES.findLast((stage) => seen.includes(stage)) ?? 'notStarted';
}

const logOf = (facts: FactReadings): Log | null => factValue(facts, 'secureBootEvents')?.latest ?? null;

function stageOf(fact: SecureBoot, log: Log): BootStage {
  if (isUpdated(fact.uefiCa2023Status)) return 'done';
  if (isNewer(log, REFUSED, WRITTEN)) return 'firmwareBlocks';
  if (workLeft(fact) === KEK && isNewer(log, [NO_KEK], [KEK_WRITTEN, ALL_WRITTEN])) return 'waitsForKek';
  return furthest(fact, log);
}

/** A machine without UEFI has no stage, so it is unknown. */
export function bootStageOf(facts: FactReadings): BootStage {
  const fact = factValue(facts, 'secureBoot');
  return fact === null || fact.uefi === false ? 'notKnown' : stageOf(fact, logOf(facts) ?? []);
}

/** Whether something was written since the last start that the next one measures. Null if unknown. */
function isWrittenSinceBoot(facts: FactReadings): boolean | null {
  const events = factValue(facts, 'secureBootEvents');
  if (events === null || events.latest === null) return null;
  if (events.changedAt === null) return false;
  const changedAt = parseRfc3339(events.changedAt);
  const bootedAt = parseRfc3339(factValue(facts, 'boot')?.lastBootAt ?? '');
  return changedAt === null || bootedAt === null ? null : changedAt >= bootedAt;
}

const isHeld = (stage: BootStage) => stage === 'waitsForKek' || stage === 'firmwareBlocks';

/**
 * Whether the next start may measure something different: something was written since, or an update is under
 * way, which continues by itself. A held update changes nothing, unless something was written before.
 */
export function isBootChanging(facts: FactReadings): boolean {
  const fact = factValue(facts, 'secureBoot');
  if (fact === null) return false;
  const isWritten = isWrittenSinceBoot(facts);
  if (isWritten === true) return true;
  return isUnderWay(fact) && !(isHeld(bootStageOf(facts)) && isWritten === false);
}

/**
 * A host that could not read the fact may lack the update, which is not fine. A host without UEFI has nothing
 * to update.
 */
export function isUpdatePending(facts: FactReadings): boolean {
  const { status } = facts.secureBoot;
  if (status !== 'ok') return status !== 'absent';
  const { uefi, uefiCa2023Status, uefiCa2023Capable } = facts.secureBoot.value;
  if (uefi === false || isUpdated(uefiCa2023Status)) return false;
  return uefiCa2023Status !== null || uefiCa2023Capable !== 2;
}
