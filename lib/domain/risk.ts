import { type FactReadings, factValue } from '@/lib/domain/facts';
import { featureState, isAble } from '@/lib/domain/judge';
import { isClockOff, prerequisiteResults } from '@/lib/domain/prerequisites';
import type { HgsClientReading } from '@/lib/domain/read-hgs-client';
import { bootStageOf, isBootChanging, isUpdatePending } from '@/lib/domain/secure-boot/stage';
import { isBootMeasured, type Prerequisite, type State } from '@/lib/domain/vocabulary';
import { memberOf } from '@/lib/util/guards';

/** Risks from what a host itself said, which are stored with a snapshot. */
export const RISK_FLAGS = [
  'modernTls',
  'hostGuardianFeatureMissing',
  'hostGuardianRestartPending',
  'fallbackInUse',
  'secureBootUpdatePending',
  'secureBootWaitsForKek',
  'secureBootFirmware',
  'secureBootRestartPending',
] as const;
export type RiskFlag = (typeof RISK_FLAGS)[number];

/**
 * Why a host that still passes may not pass tomorrow. A risk that is a prerequisite has the prerequisite's
 * word. The clock is judged when read, because it drifts by itself and we measure it.
 */
export const RISKS = [...RISK_FLAGS, 'clockInSync'] as const;
export type Risk = (typeof RISKS)[number];
export const isRisk = memberOf(RISKS);

/** The prerequisite that checks the same, whether the host passes or not. */
export const PREREQUISITE_OF_RISK: Partial<Record<Risk, Prerequisite>> = {
  modernTls: 'modernTls',
  hostGuardianFeatureMissing: 'hostGuardianFeature',
  hostGuardianRestartPending: 'hostGuardianFeature',
  clockInSync: 'clockInSync',
};

/** Uses only what the host itself said: missing facts are no risk. */
export function riskFlags(hgsClient: HgsClientReading, facts: FactReadings): RiskFlag[] {
  const failing = new Set(
    prerequisiteResults({ reporting: 'onTime', hgsClient, facts, clockOffsetSeconds: null })
      .filter(({ result }) => result === 'failing')
      .map(({ prerequisite }) => prerequisite),
  );
  const feature = featureState(facts);
  const isFlagged: Record<RiskFlag, boolean> = {
    modernTls: failing.has('modernTls'),
    hostGuardianFeatureMissing: feature === 'missing',
    // A removed feature waits for a restart too, but is said only once.
    hostGuardianRestartPending:
      feature === 'pending' ||
      (feature !== 'missing' && factValue(facts, 'hostGuardianFeature')?.restartNeeded === true),
    fallbackInUse: hgsClient.isFallbackInUse === true,
    ...secureBootFlags(hgsClient, facts),
  };
  return RISK_FLAGS.filter((flag) => isFlagged[flag]);
}

type SecureBootFlag = Extract<RiskFlag, `secureBoot${string}`>;

/**
 * An obstacle to an update is said instead of the pending update. HGS judges how a host was started only
 * in TPM mode.
 */
function secureBootFlags(
  { mode }: HgsClientReading,
  facts: FactReadings,
): Readonly<Record<SecureBootFlag, boolean>> {
  const stage = bootStageOf(facts);
  const isHeld = stage === 'waitsForKek' || stage === 'firmwareBlocks';
  return {
    secureBootUpdatePending: isUpdatePending(facts) && !isHeld,
    secureBootWaitsForKek: stage === 'waitsForKek',
    secureBootFirmware: stage === 'firmwareBlocks',
    secureBootRestartPending: isBootMeasured(mode) && isBootChanging(facts),
  };
}

type Seen = { state: State; flags: readonly RiskFlag[]; clockOffsetSeconds: number | null };

/** Only a host that passes is at risk. For any other host the same finding is a cause, or unknown. */
export function risksOf({ state, flags, clockOffsetSeconds }: Seen): Risk[] {
  if (!isAble(state)) return [];
  const isOff = clockOffsetSeconds !== null && isClockOff(clockOffsetSeconds);
  return isOff ? [...flags, 'clockInSync'] : [...flags];
}
