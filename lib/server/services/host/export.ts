import { HostRow } from '@/lib/contracts/fleet';
import type { HostQuery } from '@/lib/contracts/host-query';
import { authorize } from '@/lib/server/auth/authorize';
import type { Verb } from '@/lib/server/context';
import { batchesOfHosts } from '@/lib/server/db/fleet/batches';
import { csvWriter } from './csv';
import { asOfText, questionOf, toHostRow } from './internal';

export type ExportInput = Pick<HostQuery, 'filter' | 'at' | 'sort' | 'order'> & { lang: 'en' | 'fr' };

export type HostExport = { fileName: string; contentType: string; chunks: AsyncIterable<string> };

/** The columns are the row's fields, in their order. */
const COLUMNS = Object.keys(HostRow.shape) as (keyof HostRow)[];

/** Every host that the filter matches, however many, as it is read. */
export function exportHosts({ ctx, input }: Verb<ExportInput>): HostExport {
  authorize(ctx, 'host.export');
  const question = questionOf(ctx, input);
  const csv = csvWriter(COLUMNS, input.lang);
  async function* chunks() {
    yield csv.head();
    for await (const rows of batchesOfHosts(ctx.db, question, input)) {
      yield csv.lines(rows.map(toHostRow).map((row) => COLUMNS.map((column) => row[column])));
    }
  }
  // Colons are not for file names.
  const moment = asOfText(question).replaceAll(/[:.]/g, '-');
  return { fileName: `hosts-${moment}.csv`, contentType: 'text/csv; charset=utf-8', chunks: chunks() };
}
