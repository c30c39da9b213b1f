import { isAttestationStatus, isKnownCheck, isSpecialCause } from '@/lib/domain/vocabulary';
import { inPowershell } from '@/lib/util/powershell-text';

// A browser names them in commands that the server sends it, and does not load the scripts that it makes them of.

const LINE = /^( *)\$ends = @\([^)\n]*\)(?= {2}# )/gm;

/** The beginning of the line that has what a restart ends, up to the comment that says so. */
export const NO_ENDS = '$ends = @()  # ';

/**
 * What HGS says, or what keeps it from judging the host, as long as the restart is still needed. Nothing where one of these is no word of HGS, such as a setting that
 * only puts the host at risk: then HGS cannot tell that the restart is not needed.
 */
export const endsOf = (keys: readonly string[]): readonly string[] =>
  keys.every((key) => isKnownCheck(key) || isAttestationStatus(key) || isSpecialCause(key)) ? keys : [];

/** A restart that asks first whether HGS still names one of these; any other command as it is. */
export const withEnds = (command: string, keys: readonly string[]): string =>
  command.replace(LINE, (_, indent) => `${indent}$ends = @(${endsOf(keys).map(inPowershell).join(', ')})`);
