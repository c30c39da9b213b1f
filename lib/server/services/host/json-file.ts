import type { HostList, HostRow } from '@/lib/contracts/fleet';

/** The list's own shape with every row on its one page, so that one reader does for both; a row a line. */
export async function* jsonOf(asOf: string, batches: AsyncIterable<HostRow[]>): AsyncGenerator<string> {
  let total = 0;
  yield `{"asOf":${JSON.stringify(asOf)},"hosts":[`;
  for await (const rows of batches) {
    const lines = rows.map((row) => JSON.stringify(row)).join(',\n');
    yield `${total === 0 ? '\n' : ',\n'}${lines}`;
    total += rows.length;
  }
  const rest = { total, nextCursor: null } satisfies Omit<HostList, 'asOf' | 'hosts'>;
  // Counted as they were written: a file that was cut short has no total and is no JSON.
  yield `\n],${JSON.stringify(rest).slice(1)}\n`;
}
