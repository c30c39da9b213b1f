import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { type LedgerEntry, openLedger } from './ledger';

const entry = (number: number): LedgerEntry => ({
  hostId: `host-${number % 3}`,
  snapshotId: `snapshot-${number}`,
  outcome: 'stored',
  acknowledgedAt: '2026-11-24T08:42:00.000Z',
});

const read = (file: string) =>
  readFileSync(file, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as LedgerEntry);

test('what was recorded stands in the file, in its order, without waiting for the end', async () => {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'gf-ledger-')), 'ledger');
  const ledger = await openLedger(file);
  ledger.record([entry(1), entry(2)]);
  ledger.record([]);
  ledger.record([entry(3)]);
  await expect.poll(() => read(file)).toEqual([entry(1), entry(2), entry(3)]);
  const many = Array.from({ length: 500 }, (_, number) => entry(number + 4));
  for (const one of many) ledger.record([one]);
  await ledger.close();
  expect(read(file).slice(3)).toEqual(many);
});

test('says at its end that it could not be written', async () => {
  const ledger = await openLedger('/dev/full');
  ledger.record([entry(1)]);
  await expect(ledger.close()).rejects.toThrow('ENOSPC');
});

test('a later run goes on behind an earlier one', async () => {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'gf-ledger-')), 'ledger');
  for (const number of [1, 2]) {
    const ledger = await openLedger(file);
    ledger.record([entry(number)]);
    await ledger.close();
  }
  expect(read(file)).toEqual([entry(1), entry(2)]);
});
