import path from 'node:path';
import { Readable } from 'node:stream';
import { z } from 'zod';
import { type Call, type Command, type Said, text } from '@/apps/cli/command';
import { isFolder, pourInto, saveFile } from '@/apps/cli/save-file';
import {
  hostId,
  optionOf,
  parametersIn,
  refuseAsUsage,
  refuseOtherFabrics,
  written,
} from '@/apps/cli/word-options';
import { REPORT_FORMATS, SIGNATURE_FORMATS } from '@/lib/contracts/words/reports';
import { auditChangesExport, exportChangelog, exportChanges } from '@/lib/server/services/change';
import { exportExceptions } from '@/lib/server/services/exception';
import { auditExport, exportHosts } from '@/lib/server/services/host';
import { downloadReport, readReportProof } from '@/lib/server/services/report';
import { downloadSnapshot } from '@/lib/server/services/snapshot';
import { exportAudit } from '@/lib/server/services/system';
import {
  AUDIT_AS_FILE,
  CHANGELOG_AS_FILE,
  CHANGES_AS_FILE,
  EXCEPTIONS_AS_FILE,
  HOSTS_AS_FILE,
} from '@/lib/server/verbs/file-words';
import { oneOf, readWords, type Words } from '@/lib/server/verbs/words';

type File = { fileName: string } & (
  | { chunks: AsyncIterable<string | Uint8Array> }
  | { text: string }
  | { bytes: Uint8Array }
);

function readableOf(file: File): Readable {
  if ('chunks' in file) return Readable.from(file.chunks, { objectMode: false });
  return Readable.from([Buffer.from('text' in file ? file.text : file.bytes)]);
}

/** Where `--out` says, otherwise under its own name. */
async function save(file: File, { values, stdout }: Call): Promise<Said> {
  const out = text(values, 'out') ?? '.';
  if (out === '-') {
    await pourInto(readableOf(file), stdout);
    return { lines: [] };
  }
  const place = isFolder(out) ? path.join(out, file.fileName) : out;
  await saveFile(readableOf(file), place);
  return { answer: { file: place }, lines: [place] };
}

/** What is asked by the same words as the address of the file. */
function download<Read>(
  shown: Pick<Command, 'usage' | 'does' | 'example'>,
  words: Words<Read>,
  make: (call: Call, asked: Read) => Promise<File>,
): Command {
  const options = Object.entries(words.described).flatMap(optionOf);
  const usage = [shown.usage, ...written(options), '[--out FILE|DIR|-]'].join(' ');
  const read = async (call: Call) => {
    const parameters = parametersIn(options, call.values);
    await refuseOtherFabrics(call, parameters);
    return words.read(parameters) as Read;
  };
  return {
    ...shown,
    usage,
    run: async (call) => {
      const asked = await read(call).catch((error: unknown) => refuseAsUsage(error, options, usage));
      return save(await make(call, asked), call);
    },
  };
}

const NO_WORDS: Words<object> = { described: {}, read: () => ({}) };

const inFormat = <Format extends string>(formats: readonly Format[]): Words<{ format: Format }> => ({
  described: { format: z.enum(formats) },
  read: (parameters) => ({ format: oneOf('format', readWords(parameters, ['format']).format, formats) }),
});

export const downloadCommands: readonly Command[] = [
  download(
    {
      usage: 'host export',
      does: 'writes the hosts that match a filter into a file, all of them',
      example: 'host export --format csv --fabric PAR-Prod --out hosts.csv',
    },
    HOSTS_AS_FILE,
    async ({ ctx }, input) => {
      const file = await exportHosts({ ctx, input });
      await auditExport({ ctx, input }).catch(async (error: unknown) => {
        await file.chunks.return(undefined);
        throw error;
      });
      return file;
    },
  ),
  download(
    {
      usage: 'change export',
      does: 'writes the changes that match into a file, all of them',
      example: 'change export --format xlsx --within 7d',
    },
    CHANGES_AS_FILE,
    async ({ ctx }, input) => {
      const file = await exportChanges({ ctx, input });
      await auditChangesExport({ ctx, input });
      return file;
    },
  ),
  download(
    {
      usage: 'change changelog-export',
      does: 'writes what differs between the fleet at two times into a file, host by host',
      example: 'change changelog-export --format csv --from 2026-11-01T00:00Z',
    },
    CHANGELOG_AS_FILE,
    ({ ctx }, input) => exportChangelog({ ctx, input, log: ctx.db }),
  ),
  download(
    {
      usage: 'audit export',
      does: 'writes the entries of the audit log that match into a file, all of them',
      example: 'audit export --format json --since 2026-11-01T00:00Z --out -',
    },
    AUDIT_AS_FILE,
    ({ ctx }, input) => exportAudit({ ctx, input }),
  ),
  download(
    {
      usage: 'exception export',
      does: 'writes the exceptions that match into a file, all of them',
      example: 'exception export --format csv --state inForce',
    },
    EXCEPTIONS_AS_FILE,
    ({ ctx }, input) => exportExceptions({ ctx, input }),
  ),
  download(
    {
      usage: 'report download NUMBER|ID',
      does: 'writes a file of a report, to the byte as it was made',
      example: 'report download R-2026-11-24-01 --format pdf',
    },
    inFormat(REPORT_FORMATS),
    ({ ctx, words: [id = ''] }, { format }) => downloadReport({ ctx, input: { id, format } }),
  ),
  download(
    {
      usage: 'report manifest NUMBER|ID',
      does: 'writes what is signed of a report into a file',
      example: 'report manifest R-2026-11-24-01',
    },
    NO_WORDS,
    ({ ctx, words: [id = ''] }) => readReportProof({ ctx, input: { id, part: 'manifest' } }),
  ),
  download(
    {
      usage: 'report signature NUMBER|ID',
      does: 'writes a signature over the manifest of a report into a file',
      example: 'report signature R-2026-11-24-01 --format jws',
    },
    inFormat(SIGNATURE_FORMATS),
    ({ ctx, words: [id = ''] }, { format: part }) => readReportProof({ ctx, input: { id, part } }),
  ),
  download(
    {
      usage: 'snapshot download NAME|ID SNAPSHOT',
      does: 'writes a snapshot of a host into a file, as the host sent it',
      example: 'snapshot download hv-par-012 0198f2c4-7d3e-7c1a-9b52-3f6a1d2e4c5b --out snapshot.json',
    },
    NO_WORDS,
    async (call) => {
      const [host = '', snapshot = ''] = call.words;
      const input = { hostId: await hostId(call, host), snapshot, at: null };
      return downloadSnapshot({ ctx: call.ctx, input });
    },
  ),
];
