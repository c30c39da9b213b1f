import { type FactReadings, factValue } from '@/lib/domain/facts';
import { featureState } from '@/lib/domain/judge';
import { prerequisiteResults } from '@/lib/domain/prerequisites';
import type { HgsClientReading } from '@/lib/domain/read-hgs-client';

/** Why a host that still passes may not pass tomorrow. The clock is judged when read: it moves by itself. */
export const RISK_FLAGS = [
  'modernTls',
  'hostGuardianFeatureMissing',
  'hostGuardianRestartPending',
  'fallbackInUse',
  'secureBootUpdatePending',
] as const;
export type RiskFlag = (typeof RISK_FLAGS)[number];

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
    hostGuardianRestartPending:
      feature === 'pending' || factValue(facts, 'hostGuardianFeature')?.restartNeeded === true,
    fallbackInUse: hgsClient.isFallbackInUse === true,
    secureBootUpdatePending: isUpdatePending(factValue(facts, 'secureBoot')?.uefiCa2023Status ?? null),
  };
  return RISK_FLAGS.filter((flag) => isFlagged[flag]);
}

/** Windows' own word for a host whose boot manager and databases carry the 2023 certificates. */
const isUpdatePending = (uefiCa2023Status: string | null) =>
  uefiCa2023Status !== null && uefiCa2023Status.toLowerCase() !== 'updated';
