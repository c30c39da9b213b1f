import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { explain } from '@/lib/domain/explain/explain';

describe('what real hosts printed', () => {
  const folder = join(import.meta.dirname, '../../../apps/agent/tests/Fixtures/HgsSamples');
  const samples = readdirSync(folder).filter((file) => file.includes('get-hgsclientconfiguration'));

  it.each(samples)('%s is understood', (file) => {
    // Its first line says where it was found.
    const printed = readFileSync(join(folder, file), 'utf8').replace(/^# source: .*\n/, '');
    const found = explain(printed);
    expect(found.attestationStatus).toBe('Passed');
    expect(found.verdict.code).toBe('passed');
    expect(found.attestationMode).not.toBe('Unknown');
    expect(found.remediation).toEqual([]);
  });
});
