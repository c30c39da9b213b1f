import { z } from 'zod';
import { Done } from '@/lib/contracts/administration';
import {
  BringFrameworkInput,
  FrameworkFile,
  FrameworkKey,
  RemoveFrameworkInput,
  readFramework,
} from '@/lib/contracts/framework-file';
import { isOwnFramework, OWN_FRAMEWORKS, refusedName } from '@/lib/contracts/frameworks';
import { FrameworkList, FrameworkRow } from '@/lib/contracts/reports';
import { FRAMEWORK_FILE_BYTES } from '@/lib/contracts/words/reports';
import { audit } from '@/lib/server/audit/record';
import { authorize, requireEveryFabric } from '@/lib/server/auth/authorize';
import type { Verb } from '@/lib/server/context';
import { type Db, transact } from '@/lib/server/db/client';
import { ServiceError } from '@/lib/server/errors';
import { parseInput } from '@/lib/server/request/parse-input';
import { verb } from '@/lib/server/verbs/verb';
import { mistakeLines } from './framework-mistakes';

/**
 * Stored frameworks were valid when they were imported. One that a newer version of the product refuses is
 * left out, and the others stay.
 */
async function readBrought(db: Db): Promise<FrameworkFile[]> {
  const rows = await db.framework.findMany({ orderBy: { key: 'asc' } });
  return rows.flatMap(({ definition }) => FrameworkFile.safeParse(definition).data ?? []);
}

const readAll = async (db: Db): Promise<FrameworkFile[]> => [...OWN_FRAMEWORKS, ...(await readBrought(db))];

/** Frameworks in the order of the keys. */
export async function findFrameworks(db: Db, keys: readonly string[]): Promise<FrameworkFile[]> {
  if (keys.length === 0) return [];
  const all = await readAll(db);
  return keys.map((key, index) => {
    const found = all.find(({ framework }) => framework === key);
    if (found) return found;
    const known = all.map(({ framework }) => framework).join(', ');
    throw new ServiceError('invalid_value', `There is no framework "${key}"; there are ${known}`, {
      pointer: `/frameworks/${index}`,
    });
  });
}

const toRow = ({ counted: _, mappings, ...file }: FrameworkFile): FrameworkRow => ({
  ...file,
  touched: mappings.length,
  isOwn: isOwnFramework(file.framework),
});

/** The frameworks that a report can use, the product's own first. */
export const listFrameworks = verb({
  procedure: 'report.frameworks',
  route: { at: 'GET /api/v1/reports/frameworks', operation: 'listReportFrameworks' },
  summary: 'Lists the frameworks that reports can be made with.',
  right: 'report.make',
  kind: 'query',
  input: z.void(),
  output: FrameworkList,
  work: async ({ ctx }) => {
    return { frameworks: (await readAll(ctx.db)).map(toRow) };
  },
});

/** Only the key is parsed here: gf's parser reads the whole file and names each wrong entry. */
const File = z.looseObject({ framework: z.string() });

/** A framework as a file that can be changed and imported again. */
export const getFramework = verb({
  route: { at: 'GET /api/v1/frameworks/:key', tag: 'reports' },
  summary: 'Shows a framework as a file.',
  right: 'report.make',
  kind: 'query',
  input: z.strictObject({ key: z.string() }),
  output: File,
  work: async ({ ctx, input: { key } }) => {
    const found = (await readAll(ctx.db)).find(({ framework }) => framework === key);
    if (found) return found;
    throw new ServiceError('not_found', 'There is no such framework: gf framework list shows all');
  },
});

/** Turns a parsed file back into text. A file that is no framework may be nested too deep to be written. */
function frameworkText(file: unknown): string {
  if (file === undefined || file === null)
    throw new ServiceError('invalid_json', 'There is nothing in it: send the file of a framework');
  try {
    return JSON.stringify(file);
  } catch (cause) {
    throw new ServiceError('invalid_value', 'It is nested too deep to be a framework', { cause });
  }
}

type Brought = Verb<{ text: string; lang: 'en' | 'fr' }>;

/** Imports a framework or a new version of one. Existing reports stay as they are. */
export async function importFramework({ ctx, input }: Brought): Promise<FrameworkRow> {
  authorize(ctx, 'framework.manage');
  requireEveryFabric(ctx);
  if (Buffer.byteLength(input.text) > FRAMEWORK_FILE_BYTES)
    throw new ServiceError('invalid_value', `It is larger than ${FRAMEWORK_FILE_BYTES} bytes`);
  const reading = readFramework(input.text, ctx.now);
  if (!reading.ok) throw new ServiceError('invalid_value', mistakeLines(reading.mistakes, input.lang));
  const { file } = reading;
  const { framework: key, version } = file;
  const refusal = refusedName(key);
  if (refusal !== null) throw new ServiceError('conflict', refusal);
  await transact(ctx.db, async (tx) => {
    const data = { definition: file, addedAt: ctx.now };
    await tx.framework.upsert({ where: { key }, create: { key, ...data }, update: data });
    const detail = { version, controls: file.mappings.length };
    await audit(tx, ctx, { action: 'framework.imported', subject: { kind: 'framework', id: key }, detail });
  });
  return toRow(file);
}

/** Imports a file that a door has already parsed. */
export const bringFramework = verb({
  procedure: 'report.importFramework',
  route: {
    at: 'POST /api/v1/frameworks',
    status: 201,
    tag: 'reports',
    operation: 'importFramework',
    body: { member: 'file', described: File },
    location: ({ framework }) => `/api/v1/frameworks/${framework}`,
  },
  summary: 'Brings a framework of one’s own, as a file.',
  right: 'framework.manage',
  demands: requireEveryFabric,
  kind: 'command',
  input: BringFrameworkInput,
  output: FrameworkRow,
  work: ({ ctx, input: { file, lang } }) =>
    importFramework({ ctx, input: { text: frameworkText(file), lang } }),
});

/** Takes effect with the next report. A queued report that uses this framework fails and says so. */
export const removeFramework = verb({
  procedure: 'report.removeFramework',
  route: { at: 'DELETE /api/v1/frameworks/:key', status: 204, tag: 'reports' },
  summary: 'Removes a framework of one’s own.',
  right: 'framework.manage',
  demands: requireEveryFabric,
  kind: 'command',
  input: RemoveFrameworkInput,
  output: Done,
  audit: 'framework.removed',
  work: async ({ ctx, input, audit }) => {
    const key = parseInput(FrameworkKey, input.key);
    if (isOwnFramework(key)) throw new ServiceError('conflict', `"${key}" comes with the product`);
    await transact(ctx.db, async (tx) => {
      const { count } = await tx.framework.deleteMany({ where: { key } });
      if (count === 0)
        throw new ServiceError('not_found', 'There is no such framework: gf framework list shows all');
      await audit(tx, { subject: { kind: 'framework', id: key } });
    });
    return { id: key };
  },
});
