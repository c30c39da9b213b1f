import { cleanLines } from './clean-line';

/** An output that a host did not print about itself, and what it is. */
export type ForeignOutput =
  | { code: 'ofHgs'; params: { cmdlet: string } }
  /** The status page of System Center Virtual Machine Manager. */
  | { code: 'ofVmm' }
  | { code: 'clixml' };

const CMDLET =
  /\bGet-Hgs(?:Server|Attestation(?:Policy|TpmHost|TpmPolicy|HostGroup|HostKey|SignerCertificate|Report)|KeyProtection\w+)\b/i;

/** How an output is recognised if the command was not copied with it. */
const BY_CONTENT: readonly (readonly [RegExp, string])[] = [
  [/^[\s"|,{[]*(?:AttestationUrl|KeyProtectionUrl)\b/i, 'Get-HgsServer'],
  // The policies that come with HGS; a property in front of the name means that it is an item of a list.
  [/^[\s"|,{[]*(?:\w{1,20}"?\s*[:=]\s*"?)?Hgs_[A-Z]\w+/, 'Get-HgsAttestationPolicy'],
];

const OF_VMM = /^\s*HGS Client Overall\b/i;
const CLIXML = /<Objs\b[^>]*schemas\.microsoft\.com\/powershell\//i;

/** Whether this line comes from VMM; it looks like a result of the diagnostics. */
export const isOfVmm = (line: string): boolean => OF_VMM.test(line);

export function readForeignOutput(lines: readonly string[]): ForeignOutput | null {
  if (lines.some((line) => CLIXML.test(line))) return { code: 'clixml' };
  const cmdlet = hgsCmdlet(lines);
  if (cmdlet !== null) return { code: 'ofHgs', params: { cmdlet } };
  return cleanLines(lines).flat().some(isOfVmm) ? { code: 'ofVmm' } : null;
}

function hgsCmdlet(lines: readonly string[]): string | null {
  for (const line of lines) {
    const named = CMDLET.exec(line)?.[0] ?? BY_CONTENT.find(([pattern]) => pattern.test(line))?.[1];
    if (named !== undefined) return named;
  }
  return null;
}
