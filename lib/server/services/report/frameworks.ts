import { FrameworkFile, FrameworkKey, readFramework } from '@/lib/contracts/framework-file';
import { isOwnFramework, OWN_FRAMEWORKS, refusedName } from '@/lib/contracts/frameworks';
import type { FrameworkList, FrameworkRow } from '@/lib/contracts/reports';
import { FRAMEWORK_FILE_BYTES } from '@/lib/contracts/words/reports';
import type { Locale } from '@/lib/i18n/locales';
import { audit } from '@/lib/server/audit/record';
import { authorize, requireEveryFabric } from '@/lib/server/auth/authorize';
import type { Ctx, Verb } from '@/lib/server/context';
import { type Db, transact } from '@/lib/server/db/client';
import { ServiceError } from '@/lib/server/errors';
import { parseInput } from '@/lib/server/request/parse-input';
import { mistakeLines } from './framework-mistakes';

/** What was stored was whole then; one that a newer version of the product refuses is left out, and not every other. */
async function readBrought(db: Db): Promise<FrameworkFile[]> {
  const rows = await db.framework.findMany({ orderBy: { key: 'asc' } });
  return rows.flatMap(({ definition }) => FrameworkFile.safeParse(definition).data ?? []);
}

const readAll = async (db: Db): Promise<FrameworkFile[]> => [...OWN_FRAMEWORKS, ...(await readBrought(db))];

/** Frameworks in the order asked for. */
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

/** Those that a report may be asked for with: the product's own first. */
export async function listFrameworks({ ctx }: { ctx: Ctx }): Promise<FrameworkList> {
  authorize(ctx, 'report.make');
  return { frameworks: (await readAll(ctx.db)).map(toRow) };
}

/** As a file, such as one that is to be changed and brought again. */
export async function getFramework({ ctx, input: { key } }: Verb<{ key: string }>): Promise<FrameworkFile> {
  authorize(ctx, 'report.make');
  const found = (await readAll(ctx.db)).find(({ framework }) => framework === key);
  if (found) return found;
  throw new ServiceError('not_found', 'There is no such framework: gf framework list shows all');
}

/** A file that a door has parsed, as text again. One of no framework can be nested so deep that it cannot be written. */
export function frameworkText(file: unknown): string {
  if (file === undefined || file === null)
    throw new ServiceError('invalid_json', 'There is nothing in it: send the file of a framework');
  try {
    return JSON.stringify(file);
  } catch (cause) {
    throw new ServiceError('invalid_value', 'It is nested too deep to be a framework', { cause });
  }
}

/** Brings a framework, or another version of one that was brought. Reports that were made stay as they are. */
export async function importFramework({
  ctx,
  input,
}: Verb<{ text: string; lang: Locale }>): Promise<FrameworkRow> {
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

/** Takes effect with the next report. One that waits to be made with this framework fails and says so. */
export async function removeFramework({ ctx, input }: Verb<{ key: string }>): Promise<void> {
  authorize(ctx, 'framework.manage');
  requireEveryFabric(ctx);
  const key = parseInput(FrameworkKey, input.key);
  if (isOwnFramework(key)) throw new ServiceError('conflict', `"${key}" comes with the product`);
  await transact(ctx.db, async (tx) => {
    const { count } = await tx.framework.deleteMany({ where: { key } });
    if (count === 0)
      throw new ServiceError('not_found', 'There is no such framework: gf framework list shows all');
    await audit(tx, ctx, { action: 'framework.removed', subject: { kind: 'framework', id: key } });
  });
}
