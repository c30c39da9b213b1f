import { type FactReadings, factValue } from '@/lib/domain/facts';
import { featureState, isAble } from '@/lib/domain/judge';
import { isClockOff, prerequisiteResults } from '@/lib/domain/prerequisites';
import type { HgsClientReading } from '@/lib/domain/read-hgs-client';
import { bootStageOf, isBootChanging, isUpdatePending } from '@/lib/domain/secure-boot/stage';
import { isBootMeasured, type Prerequisite, type State } from '@/lib/domain/vocabulary';
import { memberOf } from '@/lib/util/guards';

/** What the host itself said that a snapshot is kept with. */
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
 * Why a host that still passes may not pass tomorrow. A reason that is a prerequisite has its word. The
 * clock is judged when read: it moves by itself, and is measured by us, not told by the host.
 */
export const RISKS = [...RISK_FLAGS, 'clockInSync'] as const;
export type Risk = (typeof RISKS)[number];
export const isRisk = memberOf(RISKS);

/** The prerequisite that says the same of a host, whether it passes or not. */
export const PREREQUISITE_OF_RISK: Partial<Record<Risk, Prerequisite>> = {
  modernTls: 'modernTls',
  hostGuardianFeatureMissing: 'hostGuardianFeature',
  hostGuardianRestartPending: 'hostGuardianFeature',
  clockInSync: 'clockInSync',
};

/** Only what the host itself said: what it did not say is no risk flag. */
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
    // A feature that was removed waits for its restart too: that one thing is said once.
    hostGuardianRestartPending:
      feature === 'pending' ||
      (feature !== 'missing' && factValue(facts, 'hostGuardianFeature')?.restartNeeded === true),
    fallbackInUse: hgsClient.isFallbackInUse === true,
    ...secureBootFlags(hgsClient, facts),
  };
  return RISK_FLAGS.filter((flag) => isFlagged[flag]);
}

type SecureBootFlag = Extract<RiskFlag, `secureBoot${string}`>;

/** What holds an update up is said instead of that it is pending. Only in TPM mode HGS judges how a host was started. */
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

/** Only a host that passes is at risk. For any other host the same finding is a cause, or is not known. */
export function risksOf({ state, flags, clockOffsetSeconds }: Seen): Risk[] {
  if (!isAble(state)) return [];
  const isOff = clockOffsetSeconds !== null && isClockOff(clockOffsetSeconds);
  return isOff ? [...flags, 'clockInSync'] : [...flags];
}
