import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { REPORT_FORMATS, type ReportFormat } from '@/lib/contracts/words/reports';
import { jwksOf, pemOf } from '@/lib/domain/report/proof/keys';
import { readMembers, zipOf } from '@/lib/domain/report/proof/zip';
import { checkoutRoot } from '@/lib/server/process/checkout';
import type { Signer } from '@/lib/server/report-formats';
import { fileNameOfReport } from '@/lib/server/report-formats/names';
import { reportContent } from './support/report-content';
import { newSigner, signedReport } from './support/signed-report';
import { temporaryFolder } from './support/temporary-folder';

// The commands of docs/verify.md, as somebody types them who has nothing of ours.

const parent = temporaryFolder('gf-verify-');
const content = reportContent({ hosts: 30 });
const document = readFileSync(path.join(checkoutRoot(), 'docs/verify.md'), 'utf8');

let signer: Signer;
let files: Record<'zip' | 'pdf', Uint8Array>;

beforeAll(async () => {
  signer = await newSigner();
  const { bytesOf } = await signedReport(content, signer);
  files = { zip: bytesOf('zip'), pdf: bytesOf('pdf') };
});
afterAll(() => rmSync(parent, { recursive: true, force: true }));

/** What a shell is given in one section of the document. */
function commandsOf(section: string): string {
  const [, text = ''] = document.split(`\n## ${section}\n`);
  const [own = ''] = text.split('\n## ');
  return [...own.matchAll(/```sh\n(.*?)```/gs)].map(([, commands]) => commands).join('');
}

let folders = 0;

/** What the commands of a section print, in a folder with these files. */
function follow(section: string, given: Partial<typeof files> = {}): string {
  folders += 1;
  const cwd = path.join(parent, String(folders));
  mkdirSync(cwd);
  const at = (name: string) => path.join(cwd, name);
  writeFileSync(at('report.zip'), given.zip ?? files.zip);
  writeFileSync(at('report.pdf'), given.pdf ?? files.pdf);
  writeFileSync(at('auditor.pem'), pemOf(signer));
  writeFileSync(at('report-keys.json'), JSON.stringify(jwksOf([signer])));
  const env = { ...process.env, PACK: 'report.zip', PDF: 'report.pdf', KEY: 'auditor.pem', KID: signer.kid };
  const script = `set -euo pipefail\n${commandsOf(section)}\n[ ! -f report-key.pem ] || diff report-key.pem auditor.pem\n`;
  return execFileSync('bash', ['-c', script], {
    cwd,
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

const PACK = 'With openssl and unzip: the pack';
const PDF = 'With openssl and qpdf: the PDF alone';

const flipped = (bytes: Uint8Array, at: number) => {
  const changed = Uint8Array.from(bytes);
  changed[at] = (changed[at] ?? 0) ^ 1;
  return changed;
};

/** What the commands print of a report whose files are as they were made, in the order of the alphabet. */
const toldOf = (number: string, formats: readonly ReportFormat[]) =>
  ['', 'Verified OK', ...formats.map((format) => `${fileNameOfReport(number, format)}: OK`)].sort();

describe('docs/verify.md', () => {
  it('proves a pack with openssl and unzip alone', () => {
    const { number } = content;
    const packed = REPORT_FORMATS.filter((format) => format !== 'zip');
    expect(follow(PACK).split('\n').sort()).toEqual(toldOf(number, packed));
  });

  it('proves a PDF with openssl and qpdf alone', () => {
    const { number } = content;
    expect(follow(PDF).split('\n').sort()).toEqual(toldOf(number, ['json', 'oscal', 'csv', 'failures']));
  });

  it('leads from a fingerprint to the key', () => {
    expect(follow('From a fingerprint to a key')).toBe('');
  });

  it('refuses what was changed', () => {
    const members = readMembers(files.zip);
    const at = new Date(content.generatedAt);
    for (const [index, { name, bytes }] of members.entries()) {
      if (name === 'manifest.jws') continue;
      const changed = { name, bytes: flipped(bytes, bytes.length - 2) };
      const zip = zipOf(members.with(index, changed), at);
      expect(() => follow(PACK, { zip })).toThrow();
    }
    expect(() =>
      follow(PACK, { zip: zipOf([...members, { name: 'x', bytes: flipped(files.pdf, 1) }], at) }),
    ).toThrow();
    expect(() => follow(PACK, { zip: zipOf(members.slice(0, -1), at) })).toThrow();
    const { length } = files.pdf;
    for (const place of [length - 10, 30_000, 600]) {
      expect(() => follow(PDF, { pdf: flipped(files.pdf, place) })).toThrow();
    }
  });
});
