import { beforeAll, describe, expect, it } from 'vitest';
import { reportContent } from '@/test/support/report-content';
import { newSigner } from '@/test/support/signed-report';
import { makeFilesInWorker } from './in-worker';
import { jsonOfReport } from './json';
import { makeFiles } from './make-files';
import type { Signer } from './sign';

let signer: Signer;
beforeAll(async () => {
  signer = await newSigner();
});

const digestsOf = (files: readonly { format: string; sha256: string }[]) =>
  Object.fromEntries(files.map(({ format, sha256 }) => [format, sha256]));

describe('the thread that makes the files of a report', () => {
  it('makes the same files as this thread, of a small report and of a large one', async () => {
    for (const hosts of [0, 60]) {
      const json = await jsonOfReport(reportContent({ seed: 4, hosts, isHostile: true }));
      const { pdf: _signed, zip: _holdsIt, ...here } = digestsOf((await makeFiles(json, signer)).files);
      const there = (await makeFilesInWorker({ json, signer })).files;
      expect(digestsOf(there)).toMatchObject(here);
      expect(there.map(({ format }) => format)).toEqual([...Object.keys(here), 'pdf', 'zip']);
      expect(json).toHaveLength(0);
    }
  });

  it('can be given up, and tells what went wrong', async () => {
    const json = await jsonOfReport(reportContent());
    const controller = new AbortController();
    const made = makeFilesInWorker({ json, signer }, controller.signal);
    controller.abort(new Error('No longer wanted'));
    await expect(made).rejects.toThrow('No longer wanted');
    await expect(makeFilesInWorker({ json: new Uint8Array([0x7b]), signer })).rejects.toThrow('JSON');
  });
});
