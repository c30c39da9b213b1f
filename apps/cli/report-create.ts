import path from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { type Command, type Log, list, required, text, type Values } from '@/apps/cli/command';
import { isFolder, saveFile } from '@/apps/cli/save-file';
import { UsageError } from '@/apps/cli/usage';
import type { CreateReportInput, ReportRow } from '@/lib/contracts/reports';
import { REPORT_FORMATS, type ReportFormat } from '@/lib/contracts/words/reports';
import type { Ctx } from '@/lib/server/context';
import { ServiceError } from '@/lib/server/errors';
import type { Env } from '@/lib/server/process/env';
import {
  createReport,
  downloadReport,
  getReport,
  keyPlaceOf,
  makeReport,
} from '@/lib/server/services/report';
import { memberOf } from '@/lib/util/guards';

const LOOKED_EVERY_MS = 500;

const isFormat = memberOf(REPORT_FORMATS);

type Target = { format: ReportFormat; file: (fileName: string) => string };

/** What the name of a file ends with, as downloads are named. */
function formatNamed(out: string): string {
  if (out.endsWith('.oscal.json')) return 'oscal';
  return out.endsWith('.failures.csv') ? 'failures' : path.extname(out).slice(1);
}

/** Where which format goes; into a folder under its own name. */
function targetsOf(values: Values): Target[] {
  const out = text(values, 'out');
  const given = list(values, 'format');
  if (out === undefined) {
    if (given) throw new UsageError('--format says what to write: -o is missing');
    return [];
  }
  const byName = formatNamed(out);
  const formats = given ?? [!isFolder(out) && isFormat(byName) ? byName : 'zip'];
  const unknown = formats.find((format) => !isFormat(format));
  if (unknown !== undefined)
    throw new UsageError(`--format is one of ${REPORT_FORMATS.join(', ')}, not "${unknown}"`);
  if (formats.length > 1 && !isFolder(out))
    throw new UsageError('-o must be a folder that is there, for more than one format');
  const file = (fileName: string) => (isFolder(out) ? path.join(out, fileName) : out);
  return formats.filter(isFormat).map((format) => ({ format, file }));
}

function orderOf(values: Values): CreateReportInput {
  const times = Object.fromEntries(['at', 'from', 'to'].map((name) => [name, text(values, name)]));
  const isPeriod = times.from !== undefined || times.to !== undefined;
  if (isPeriod && times.at !== undefined)
    throw new UsageError('--at is for a moment, --from and --to for a period');
  const title = text(values, 'title');
  const lang = text(values, 'lang') ?? 'en';
  return {
    kind: isPeriod ? 'period' : 'moment',
    ...Object.fromEntries(Object.entries(times).filter(([, time]) => time !== undefined)),
    filter: text(values, 'filter') ?? '',
    timeZone: required(values, 'zone'),
    // The verb says which languages there are.
    lang: lang as CreateReportInput['lang'],
    frameworks: list(values, 'framework') ?? [],
    ...(title !== undefined && { title }),
  };
}

type Waiting = { ctx: Ctx; env: Env; log: Log };

/** Made here, so that it needs no server; where one has begun it already, that one is waited for. */
async function finished({ ctx, env, log }: Waiting, id: string): Promise<ReportRow> {
  const { installation } = env;
  await makeReport({ ctx, input: { id, keyPlace: keyPlaceOf(env), installation } });
  let told = '';
  for (;;) {
    const report = await getReport({ ctx, input: { id } });
    if (report.state !== 'queued' && report.state !== 'running') return report;
    const line = `${report.number}: ${report.state}, ${report.progress} %`;
    if (line !== told) log(line);
    told = line;
    await pause(LOOKED_EVERY_MS);
  }
}

async function write(ctx: Ctx, id: string, { format, file }: Target): Promise<string> {
  const { fileName, bytes } = await downloadReport({ ctx, input: { id, format } });
  const target = file(fileName);
  await saveFile(Readable.from([bytes]), target, 'The report was made, and');
  return target;
}

export const reportCreate: Command = {
  usage:
    'report create --zone Z [--at T | --from T --to T] [--filter F] [--lang en] [--title T] [--framework NAME]... [--wait] [-o FILE|DIR] [--format zip]...',
  does: 'makes a compliance report, and with -o writes it',
  example: 'report create --zone Europe/Paris --framework iso-27001-2022 -o report.pdf',
  verb: createReport,
  run: async ({ ctx, env, values, log }) => {
    const targets = targetsOf(values);
    const answer = await createReport({ ctx, input: orderOf(values) });
    const { id } = answer;
    if (!values.wait && targets.length === 0) return { answer, lines: [id] };
    const { state, failure } = await finished({ ctx, env, log }, id);
    if (state !== 'ready')
      throw new ServiceError('conflict', failure?.detail ?? `The report was not made: it is ${state}`);
    const written: string[] = [];
    for (const target of targets) written.push(await write(ctx, id, target));
    return { answer, lines: targets.length === 0 ? [id] : written };
  },
};
