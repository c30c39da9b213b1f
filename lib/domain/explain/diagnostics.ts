import type { FactReadings } from '@/lib/domain/facts';
import type { KnownCheck } from '@/lib/domain/vocabulary';
import { linesOf } from '@/lib/util/lines-of';
import { hintsOf, isKnownFalse, namesKnownFalse, readTrace } from './read-trace';

export const KNOWN_FALSE = ['alone', 'besideOthers'] as const;

export type DiagnosticsReading = {
  /** The worst of several runs, in the printed word. */
  overall: string;
  /** The checks that its failures point to. Only HGS names failing checks. */
  pointAt: KnownCheck[];
  /**
   * Whether the diagnostic that the vendor knows to fail without reason fails: alone, beside others, or not
   * at all.
   */
  knownFalse: (typeof KNOWN_FALSE)[number] | null;
};

/** The diagnostics that a host ran last. Null if it sent none, or no complete run. */
export function readDiagnostics({
  diagnostics,
}: Pick<FactReadings, 'diagnostics'>): DiagnosticsReading | null {
  const text = diagnostics.status === 'ok' ? diagnostics.value.text : null;
  const trace = readTrace(linesOf(text ?? ''));
  if (trace.overall === null) return null;
  return { overall: trace.overall, pointAt: hintsOf(trace), knownFalse: knownFalseIn(trace) };
}

function knownFalseIn(trace: ReturnType<typeof readTrace>): DiagnosticsReading['knownFalse'] {
  if (isKnownFalse(trace)) return 'alone';
  return namesKnownFalse(trace) ? 'besideOthers' : null;
}
