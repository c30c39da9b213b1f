import type { EvidenceLine } from '@/lib/domain/evidence';
import { type FactReadings, factValue } from '@/lib/domain/facts';
import { prerequisiteResults } from '@/lib/domain/prerequisites';
import type { HgsClientReading } from '@/lib/domain/read-hgs-client';
import type { Risk } from '@/lib/domain/risk';
import type { Prerequisite } from '@/lib/domain/vocabulary';

export type RiskRow = { risk: Risk; evidence: EvidenceLine[] };

type Input = {
  /** Null: no snapshot was ever stored. */
  hgsClient: HgsClientReading | null;
  facts: FactReadings;
  clockOffsetSeconds: number | null;
};

/** What is seen of each reason, beside what it should be. */
export function riskRows(risks: readonly Risk[], input: Input): RiskRow[] {
  return risks.map((risk) => ({ risk, evidence: EVIDENCE[risk](input) }));
}

const EVIDENCE: Readonly<Record<Risk, (input: Input) => EvidenceLine[]>> = {
  modernTls: (input) => prerequisiteEvidence('modernTls', input),
  hostGuardianFeatureMissing: (input) => prerequisiteEvidence('hostGuardianFeature', input),
  hostGuardianRestartPending: (input) => prerequisiteEvidence('hostGuardianFeature', input),
  clockInSync: (input) => prerequisiteEvidence('clockInSync', input),
  fallbackInUse: ({ hgsClient }) => [
    line('IsFallbackInUse', 'True', 'False', false),
    ...(hgsClient?.fallbackAttestationServerUrls ?? []).map((url) =>
      line('FallbackAttestationServerUrl', url, null, null),
    ),
  ],
  secureBootUpdatePending: ({ facts }) => {
    const fact = factValue(facts, 'secureBoot');
    const error = fact?.error ?? null;
    return [
      line('UEFICA2023Status', fact?.uefiCa2023Status ?? null, 'Updated', false),
      ...(error === null ? [] : [line('UEFICA2023Error', error, null, null)]),
    ];
  },
};

function prerequisiteEvidence(prerequisite: Prerequisite, input: Input): EvidenceLine[] {
  const rows = prerequisiteResults({ reporting: 'onTime', ...input });
  return rows.find((row) => row.prerequisite === prerequisite)?.evidence ?? [];
}

function line(
  label: string,
  seen: string | null,
  required: string | null,
  agrees: boolean | null,
): EvidenceLine {
  return { label, seen, required, agrees };
}
