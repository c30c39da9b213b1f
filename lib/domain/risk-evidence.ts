import { type EvidenceLine, line, orAbsent, shownBits } from '@/lib/domain/evidence';
import { type FactReadings, factValue, unreadFacts } from '@/lib/domain/facts';
import { prerequisiteResults, type SnapshotTimes } from '@/lib/domain/prerequisites';
import type { HgsClientReading } from '@/lib/domain/read-hgs-client';
import { PREREQUISITE_OF_RISK, type Risk } from '@/lib/domain/risk';

export type RiskRow = { risk: Risk; evidence: EvidenceLine[] };

type Input = {
  /** Null if no snapshot was ever stored. */
  hgsClient: HgsClientReading | null;
  facts: FactReadings;
  clockOffsetSeconds: number | null;
  osVersion?: string | null;
  snapshot: SnapshotTimes | null;
};

/** The evidence for each risk, and what it should be. */
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

/** What Windows says about the certificates, whatever the risk depends on. */
function secureBoot({ facts }: Input): EvidenceLine[] {
  const [unread] = unreadFacts(facts, ['secureBoot']);
  if (unread !== undefined) return [line('UEFICA2023Status', unread.reason, 'Updated', null)];
  const fact = factValue(facts, 'secureBoot');
  const capable = fact?.uefiCa2023Capable ?? null;
  return [
    orAbsent(line('UEFICA2023Status', fact?.uefiCa2023Status ?? null, 'Updated', false)),
    line('AvailableUpdates', shownBits(fact?.updateAvailable), null, null),
    line('WindowsUEFICA2023Capable', capable === null ? null : String(capable), null, null),
    line('UEFICA2023Error', fact?.error ?? null, null, null),
    ...newestEvent(facts),
  ].filter(({ label, seen }) => seen !== null || label === 'UEFICA2023Status');
}

function newestEvent(facts: FactReadings): EvidenceLine[] {
  const [kind] = factValue(facts, 'secureBootEvents')?.latest ?? [];
  return kind === undefined ? [] : [line('TPM-WMI', String(kind), null, null)];
}
