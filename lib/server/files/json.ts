/** An object with one long list: the members before the list, its name, and members known when it has ended. */
export type JsonList = {
  before: Readonly<Record<string, unknown>>;
  name: string;
  after: (rows: number) => Readonly<Record<string, unknown>>;
};

/**
 * JSON written as it is produced, one row per line. A file that was cut short lacks its end, and so is not
 * valid JSON.
 */
export async function* jsonOf(
  { before, name, after }: JsonList,
  batches: AsyncIterable<readonly unknown[]>,
): AsyncGenerator<string> {
  let count = 0;
  yield `${JSON.stringify(before).slice(0, -1)},${JSON.stringify(name)}:[`;
  for await (const rows of batches) {
    const lines = rows.map((row) => JSON.stringify(row)).join(',\n');
    yield `${count === 0 ? '\n' : ',\n'}${lines}`;
    count += rows.length;
  }
  yield `\n],${JSON.stringify(after(count)).slice(1)}\n`;
}
