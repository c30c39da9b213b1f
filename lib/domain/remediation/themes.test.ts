import { expect, it } from 'vitest';
import { CHECKS, DOCUMENTED_CHECKS } from '@/lib/domain/vocabulary';
import { CATALOGUE } from './catalogue';
import { THEMES, themeOf } from './themes';

const keysOf = (theme: string) => CATALOGUE.filter((entry) => themeOf(entry) === theme).map(({ key }) => key);

it('gives every theme entries, and a documented check the group it has everywhere else', () => {
  for (const theme of THEMES) expect(keysOf(theme), theme).not.toEqual([]);
  for (const check of DOCUMENTED_CHECKS) expect(keysOf(CHECKS[check].group)).toContain(check);
});

it('puts what is no documented check beside what it is about', () => {
  expect(keysOf('bootIntegrity')).toEqual(
    expect.arrayContaining(['DebugMode', 'UnsupportedHardware', 'secureBootUpdatePending']),
  );
  expect(keysOf('hgsConnection')).toEqual(
    expect.arrayContaining(['HostUnreachable', 'modernTls', 'fallbackInUse']),
  );
  expect(keysOf('host')).toEqual(
    expect.arrayContaining(['agentReporting', 'ContradictoryEvidence', 'HostGuardianFeatureMissing']),
  );
  expect(new Set(keysOf('status')).size).toBe(8);
});
