import { isAttestationStatus, isKnownCheck, isSpecialCause } from '@/lib/domain/vocabulary';
import { inPowershell } from '@/lib/util/powershell-text';

// Separate from the scripts, because a browser changes commands that the server sends and need not load these.

const LINE = /^( *)\$ends = @\([^)\n]*\)(?= {2}# )/gm;

/** The beginning of the line with the causes that a restart removes, up to its comment. */
export const NO_ENDS = '$ends = @()  # ';

/**
 * The causes that HGS names as long as the restart is still needed. Empty if one of the keys is unknown to
 * HGS, such as a setting that only puts the host at risk: then HGS cannot tell that the restart is not
 * needed.
 */
export const endsOf = (keys: readonly string[]): readonly string[] =>
  keys.every((key) => isKnownCheck(key) || isAttestationStatus(key) || isSpecialCause(key)) ? keys : [];

/** A restart that first asks whether HGS still names one of these; any other command stays unchanged. */
export const withEnds = (command: string, keys: readonly string[]): string =>
  command.replace(LINE, (_, indent) => `${indent}$ends = @(${endsOf(keys).map(inPowershell).join(', ')})`);
