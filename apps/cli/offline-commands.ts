import { type Command, text, type Values } from '@/apps/cli/command';
import { readBytes } from '@/apps/cli/input-file';
import { table } from '@/apps/cli/output';
import { UsageError } from '@/apps/cli/usage';
import { type KnownKey, readKeys } from '@/lib/domain/report/proof/keys';
import { type Fault, type Verdict, verifyReport } from '@/lib/domain/report/proof/verify';
import { proofText } from '@/lib/i18n/proof-text';
import { readAgentZip } from '@/lib/server/services/enrollment';

/** Null where none was given. */
async function givenKeys(values: Values): Promise<KnownKey[] | null> {
  const named = ['key', 'jwks'].flatMap((option) => text(values, option) ?? []);
  if (named.length === 0) return null;
  const keys: KnownKey[] = [];
  for (const file of named) {
    const read = await readKeys(readBytes('The key', file).toString('utf8'));
    if (read === undefined)
      throw new UsageError(`${file} holds no public key for ES256, in PEM form or as a JWK set`);
    keys.push(...read);
  }
  return keys;
}

const t = proofText('en');

function sentence(fault: Fault, { kid = '' }: Verdict): string {
  if (fault.code === 'figureDiffers')
    return t('faults.figureDiffers', { figure: t(`figures.${fault.figure}`) });
  if (fault.code === 'unknownKey') return t('faults.unknownKey', { kid });
  return 'name' in fault ? t(`faults.${fault.code}`, { name: fault.name }) : t(`faults.${fault.code}`);
}

function linesOf(verdict: Verdict): string[] {
  const { says, files, kid, faults } = verdict;
  const found = faults.map((fault) => ['fault', sentence(fault, verdict)]);
  if (says === undefined) return table(['', ''], found).slice(1);
  const { rate: _, vms: __, ...counts } = says.counts;
  const rows = [
    ...found,
    ['report', says.number],
    ['made', says.createdAt],
    ...(says.from === null ? [] : [['from', says.from]]),
    ['as of', says.asOf],
    ['hosts', t('hostCounts', counts)],
    ['key', kid ?? ''],
    ...files.map(({ name, sha256 }) => [name, sha256]),
  ];
  return table(['', ''], rows).slice(1);
}

/** Undefined where origin and integrity are proven. */
function refusalOf({ faults, isOriginProven }: Verdict): string | undefined {
  if (faults.length > 0) return `${t('refused')}. ${t('refusedHint')}`;
  if (isOriginProven) return undefined;
  return `${t('notProven')}: the file is as it was signed, but anybody may have signed it. Give the key with --key or --jwks, or compare the fingerprint above with the one that the operator of the server told you`;
}

export const offlineCommands: readonly Command[] = [
  {
    usage: 'agent hash',
    does: 'prints the SHA-256 of the agent that this server hands out',
    example: 'agent hash',
    runAlone: async () => {
      const { sha256 } = await readAgentZip();
      return { answer: { sha256 }, lines: [sha256] };
    },
  },
  {
    usage: 'report verify FILE [--key PEM] [--jwks FILE]',
    does: 'checks the signature of an evidence pack or of a PDF, and adds its figures up again; asks no server',
    example: 'report verify R-2026-11-24-01.zip --key report-key.pem',
    runAlone: async ({ words: [file = ''], values }) => {
      if (file === '') throw new UsageError('Usage: gf report verify FILE [--key PEM] [--jwks FILE]');
      const keys = await givenKeys(values);
      const verdict = await verifyReport(readBytes('The report', file), keys);
      const refusal = refusalOf(verdict);
      const proven = refusal === undefined ? [t('proven'), t('recounted'), t('notTruth')] : [];
      return { answer: verdict, lines: [...linesOf(verdict), ...proven], refusal };
    },
  },
];
