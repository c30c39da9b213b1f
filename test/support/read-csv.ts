const FIELD = /(?:"((?:[^"]|"")*)"|([^"\r\n]*?))(;|,|\r\n)/y;

/** RFC 4180, strictly: every record ends in CRLF, and what is left over is an error. */
export function readCsv(text: string, delimiter: ',' | ';' = ','): string[][] {
  const source = text.replace(/^\uFEFF/, '');
  const records: string[][] = [];
  let record: string[] = [];
  const field = new RegExp(FIELD.source.replace(';|,', delimiter), 'y');
  while (field.lastIndex < source.length) {
    const start = field.lastIndex;
    const match = field.exec(source);
    if (match === null) throw new Error(`No CSV at ${start}: ${source.slice(start, start + 40)}`);
    const [, quoted, bare, end] = match;
    record.push(quoted === undefined ? (bare ?? '') : quoted.replaceAll('""', '"'));
    if (end === '\r\n') {
      records.push(record);
      record = [];
    }
  }
  return records;
}
