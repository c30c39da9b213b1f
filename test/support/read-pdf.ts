import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { QpdfAnswer } from './tagged-pdf/objects';
import { temporaryFolder } from './temporary-folder';

const MOST_BYTES = 1 << 28;

export type ReadPdf = {
  /** What a program prints of the file: `run('pdffonts')`. */
  run: (program: string, ...options: string[]) => string;
  /** All objects, as qpdf sees them. */
  objects: () => QpdfAnswer;
  /** One attached file. */
  attached: (name: string) => Buffer;
};

/** Has other programs read a PDF: poppler's and qpdf. */
export function withPdf<T>(bytes: Uint8Array, ask: (pdf: ReadPdf) => T): T {
  const folder = temporaryFolder('gf-pdf-');
  const file = path.join(folder, 'report.pdf');
  writeFileSync(file, bytes);
  const execute = (program: string, args: string[]) =>
    execFileSync(program, args, { encoding: 'utf8', maxBuffer: MOST_BYTES });
  try {
    return ask({
      run: (program, ...options) =>
        execute(program, program === 'pdftotext' ? [...options, file, '-'] : [...options, file]),
      objects: () => {
        const options = ['--json=2', '--json-stream-data=inline', '--decode-level=generalized'];
        return JSON.parse(execute('qpdf', [...options, file]));
      },
      attached: (name) => {
        const saved = path.join(folder, 'attached');
        execute('pdfdetach', ['-savefile', name, '-o', saved, file]);
        return readFileSync(saved);
      },
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
