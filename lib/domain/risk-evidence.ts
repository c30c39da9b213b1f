import type { EvidenceLine } from '@/lib/domain/evidence';
import { type FactReadings, factValue } from '@/lib/domain/facts';
import { type FactReport, prerequisiteResults } from '@/lib/domain/prerequisites';
import type { HgsClientReading } from '@/lib/domain/read-hgs-client';
import { PREREQUISITE_OF_RISK, type Risk } from '@/lib/domain/risk';

export type RiskRow = { risk: Risk; evidence: EvidenceLine[] };

type Input = {
  /** Null: no snapshot was ever stored. */
  hgsClient: HgsClientReading | null;
  facts: FactReadings;
  clockOffsetSeconds: number | null;
  osVersion?: string | null;
  report: FactReport | null;
};

/** What is seen of each reason, beside what it should be. */
export function riskRows(risks: readonly Risk[], input: Input): RiskRow[] {
  return risks.map((risk) => ({ risk, evidence: evidenceOf(risk, input) }));
}

function evidenceOf(risk: Risk, input: Input): EvidenceLine[] {
  const prerequisite = PREREQUISITE_OF_RISK[risk];
  if (prerequisite === undefined) return risk === 'fallbackInUse' ? fallback(input) : secureBoot(input);
  const rows = prerequisiteResults({ reporting: 'onTime', ...input });
  return rows.find((row) => row.prerequisite === prerequisite)?.evidence ?? [];
}

function fallback({ hgsClient }: Input): EvidenceLine[] {
  const urls = hgsClient?.fallbackAttestationServerUrls ?? [];
  return [
    line('IsFallbackInUse', 'True', 'False', false),
    ...urls.map((url) => line('FallbackAttestationServerUrl', url, null, null)),
  ];
}

function secureBoot({ facts }: Input): EvidenceLine[] {
  const fact = factValue(facts, 'secureBoot');
  const status = line('UEFICA2023Status', fact?.uefiCa2023Status ?? null, 'Updated', false);
  const error = fact?.error ?? null;
  return error === null ? [status] : [status, line('UEFICA2023Error', error, null, null)];
}

function line(
  label: string,
  seen: string | null,
  required: string | null,
  agrees: boolean | null,
): EvidenceLine {
  return { label, seen, required, agrees };
}
