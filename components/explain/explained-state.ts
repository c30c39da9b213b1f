import type { ExplainOutput } from '@/lib/contracts/catalogue';
import { VERDICT_CODES } from '@/lib/domain/verdict';
import type { AttestationStatus } from '@/lib/domain/vocabulary';
import { memberOf } from '@/lib/util/guards';

const isVerdictOfHost = memberOf(VERDICT_CODES);

/**
 * The state that a verdict is drawn with; null where the text says nothing of a host's state. The verdict
 * decides and not HGS's word, which can be contradicted: what is not vouched for is never drawn as Passed.
 */
export function explainedState({
  attestationStatus,
  verdict,
}: Pick<ExplainOutput, 'attestationStatus' | 'verdict'>): AttestationStatus | null {
  if (!isVerdictOfHost(verdict.code)) return null;
  if (verdict.code.startsWith('passed')) return 'Passed';
  if (verdict.code.startsWith('feature')) return 'NotConfigured';
  return attestationStatus === 'Passed' || attestationStatus === null ? 'Unknown' : attestationStatus;
}
