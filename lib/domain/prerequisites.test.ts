import { describe, expect, test } from 'vitest';
import { readFacts } from '@/lib/domain/facts';
import { type PrerequisitesInput, prerequisiteResults } from '@/lib/domain/prerequisites';
import { readHgsClient } from '@/lib/domain/read-hgs-client';
import { PREREQUISITES, type Prerequisite } from '@/lib/domain/vocabulary';

const https = {
  mode: 'HostGuardianService',
  attestationStatus: 'Passed',
  attestationServerUrl: 'https://hgs.fab.example/Attestation',
  keyProtectionServerUrl: 'https://hgs.fab.example/KeyProtection',
};
const http = {
  ...https,
  attestationServerUrl: 'http://hgs/Attestation',
  keyProtectionServerUrl: 'http://hgs/KeyProtection',
};

type Given = { client?: unknown; facts?: Record<string, unknown> } & Partial<
  Pick<PrerequisitesInput, 'reporting' | 'clockOffsetSeconds' | 'snapshot' | 'osVersion'>
>;
function results({ client = https, facts = {}, reporting = 'onTime', ...given }: Given) {
  const raw = Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [name, { status: 'ok', value }]),
  );
  return prerequisiteResults({
    reporting,
    hgsClient: readHgsClient(client),
    facts: readFacts(raw),
    clockOffsetSeconds: null,
    ...given,
  });
}

const tls = (members: Record<string, unknown>) => ({ tls: members });
const tls10Off = { tls10ClientEnabled: 0 };
const follows = { systemDefaultTlsVersions64: 1, systemDefaultTlsVersions32: 1 };

describe('prerequisiteResults', () => {
  test.each<[Prerequisite, string, Given, string]>([
    ['agentReporting', 'on time', {}, 'ok'],
    ['agentReporting', 'late', { reporting: 'late' }, 'ok'],
    ['agentReporting', 'silent', { reporting: 'silent' }, 'failing'],
    ['agentReporting', 'faulty', { reporting: 'faulty' }, 'failing'],
    ['agentReporting', 'never', { reporting: 'never' }, 'failing'],
    [
      'hostGuardianFeature',
      'installed',
      { facts: { hostGuardianFeature: { installState: 'Installed' } } },
      'ok',
    ],
    [
      'hostGuardianFeature',
      'enabled on a client',
      { facts: { hostGuardianFeature: { installState: 'Enabled' } } },
      'ok',
    ],
    [
      'hostGuardianFeature',
      'not installed',
      { facts: { hostGuardianFeature: { installState: 'Available' } } },
      'failing',
    ],
    [
      'hostGuardianFeature',
      'waiting for a restart',
      { facts: { hostGuardianFeature: { installState: 'InstallPending' } } },
      'failing',
    ],
    [
      'hostGuardianFeature',
      'taken away by the next restart',
      { facts: { hostGuardianFeature: { installState: 'UninstallPending' } } },
      'failing',
    ],
    ['hostGuardianFeature', 'unknown', {}, 'notEvaluated'],
    ['hostGuardianFeature', 'no HGS client', { client: null }, 'failing'],
    ['hgsClientConfigured', 'both addresses', {}, 'ok'],
    ['hgsClientConfigured', 'local mode', { client: { ...https, mode: 'Local' } }, 'failing'],
    [
      'hgsClientConfigured',
      'an address missing',
      { client: { ...https, keyProtectionServerUrl: '' } },
      'failing',
    ],
    [
      'hgsClientConfigured',
      'NotConfigured',
      { client: { ...https, attestationStatus: 'NotConfigured' } },
      'failing',
    ],
    ['hgsClientConfigured', 'no HGS client', { client: null }, 'failing'],
    ['hgsClientConfigured', 'mode unknown', { client: {} }, 'notEvaluated'],
    ['modernTls', 'TLS 1.0 off and .NET not told', { facts: tls(tls10Off) }, 'failing'],
    [
      'modernTls',
      'TLS 1.0 off by default and one view missing',
      { facts: tls({ tls10ClientDisabledByDefault: 1, systemDefaultTlsVersions64: 1 }) },
      'failing',
    ],
    [
      'modernTls',
      'TLS 1.0 off and .NET told in both views',
      { facts: tls({ ...tls10Off, ...follows }) },
      'ok',
    ],
    ['modernTls', 'TLS 1.0 left to the system', { facts: tls({}) }, 'ok'],
    ['modernTls', 'TLS 1.0 left to Windows Server 2022', { facts: tls({}), osVersion: '10.0.20348' }, 'ok'],
    [
      'modernTls',
      'TLS 1.0 left to Windows Server 2025, where it is off',
      { facts: tls({}), osVersion: '10.0.26100.4652' },
      'notEvaluated',
    ],
    [
      'modernTls',
      'TLS 1.0 left to a later release',
      { facts: tls({ tls10ClientDisabledByDefault: 0 }), osVersion: '10.0.29000' },
      'notEvaluated',
    ],
    [
      'modernTls',
      'TLS 1.0 turned on, on Windows Server 2025',
      { facts: tls({ tls10ClientEnabled: 1 }), osVersion: '10.0.26100' },
      'ok',
    ],
    [
      'modernTls',
      'TLS 1.0 turned off, on Windows Server 2025',
      { facts: tls(tls10Off), osVersion: '10.0.26100' },
      'failing',
    ],
    [
      'modernTls',
      'Windows Server 2025 with .NET told in both views',
      { facts: tls(follows), osVersion: '10.0.26100' },
      'ok',
    ],
    [
      'modernTls',
      'Windows Server 2025 with HGS over http',
      { client: http, facts: tls({}), osVersion: '10.0.26100' },
      'ok',
    ],
    ['modernTls', 'HGS over http', { client: http, facts: tls(tls10Off) }, 'ok'],
    [
      'modernTls',
      'a fallback over https',
      { client: { ...http, fallbackAttestationServerUrl: ['https://dr/Attestation'] }, facts: tls(tls10Off) },
      'failing',
    ],
    ['modernTls', 'no address at all', { client: {}, facts: tls(tls10Off) }, 'notEvaluated'],
    ['modernTls', 'unknown', {}, 'notEvaluated'],
    ['modernTls', 'HGS over http and nothing known of TLS', { client: http }, 'notEvaluated'],
    ['clockInSync', 'in sync', { clockOffsetSeconds: -2 }, 'ok'],
    ['clockInSync', 'at the limit', { clockOffsetSeconds: 300 }, 'ok'],
    ['clockInSync', 'ahead', { clockOffsetSeconds: 301 }, 'failing'],
    ['clockInSync', 'behind', { clockOffsetSeconds: -301 }, 'failing'],
    ['clockInSync', 'unknown', {}, 'notEvaluated'],
  ])('%s: %s', (prerequisite, _name, given, expected) => {
    expect(results(given).find((row) => row.prerequisite === prerequisite)?.result).toBe(expected);
  });

  describe('what is seen of modern TLS', () => {
    const linesOf = (given: Given) =>
      results(given).find(({ prerequisite }) => prerequisite === 'modernTls')?.evidence;

    test('tells a value that is not set from one that is not known, and marks what TLS 1.0 off needs', () => {
      const members = { ...tls10Off, systemDefaultTlsVersions64: null, systemDefaultTlsVersions32: 0 };
      expect(linesOf({ facts: tls(members) })).toEqual([
        { label: 'SystemDefaultTlsVersions (64)', seen: null, absent: true, required: '1', agrees: false },
        { label: 'SystemDefaultTlsVersions (32)', seen: '0', required: '1', agrees: false },
        { label: 'TLS 1.0\\Client\\Enabled', seen: '0', required: null, agrees: null },
        {
          label: 'TLS 1.0\\Client\\DisabledByDefault',
          seen: null,
          absent: true,
          required: null,
          agrees: null,
        },
      ]);
      expect(linesOf({})).toEqual([]);
    });

    test.each<[string, Given, (boolean | null)[]]>([
      ['TLS 1.0 is on', { facts: tls({}) }, [true, true]],
      ['both are told', { facts: tls({ ...tls10Off, ...follows }) }, [true, true]],
      ['TLS 1.0 is left to Windows Server 2025', { facts: tls({}), osVersion: '10.0.26100' }, [null, null]],
      ['HGS is reached over http', { client: http, facts: tls(tls10Off) }, [null, null]],
      ['no address is known', { client: {}, facts: tls(tls10Off) }, [false, false]],
    ])('where %s', (_name, given, expected) => {
      const required = linesOf(given)?.filter((line) => line.required !== null);
      expect(required?.map(({ agrees }) => agrees)).toEqual(expected);
    });
  });

  describe('what is seen of the clock', () => {
    const linesOf = (clock: unknown, snapshot?: PrerequisitesInput['snapshot']) =>
      results({ facts: { clock }, ...(snapshot && { snapshot }) })
        .find(({ prerequisite }) => prerequisite === 'clockInSync')
        ?.evidence.slice(1);
    const told = (label: string, seen: string | null) => ({ label, seen, required: null, agrees: null });
    const clock = { source: 'dc01.fab.example', syncedAt: '2026-11-24T05:08:00Z' };

    test('its source, and how long before the snapshot it was synchronised, by its own clock', () => {
      // Ten minutes ahead of this server.
      const snapshot = {
        collectedAt: new Date('2026-11-24T06:10:00Z'),
        observedAt: new Date('2026-11-24T06:00:00Z'),
      };
      const moment = { at: '2026-11-24T04:58:00.000Z', toldAt: '2026-11-24T06:00:00.000Z' };
      expect(linesOf(clock, snapshot)).toEqual([
        told('Source', 'dc01.fab.example'),
        { ...told('Last Successful Sync Time', clock.syncedAt), moment },
      ]);
      expect(linesOf({ source: clock.source, syncedAt: null }, snapshot)?.[1]).toEqual(
        told('Last Successful Sync Time', null),
      );
      const ahead = linesOf({ ...clock, syncedAt: '2026-11-24T06:11:00Z' }, snapshot);
      expect(ahead?.[1]).toEqual(told('Last Successful Sync Time', '2026-11-24T06:11:00Z'));
      expect(linesOf({ ...clock, syncedAt: 'never' }, snapshot)?.[1]).toEqual(
        told('Last Successful Sync Time', 'never'),
      );
    });

    test('nothing where it was not read', () => {
      expect(linesOf(null)).toEqual([]);
    });
  });

  test('of a host that does not report, only that is evaluated', () => {
    const given = {
      reporting: 'silent',
      clockOffsetSeconds: 0,
      facts: { hostGuardianFeature: { installState: 'Installed' } },
    } as const;
    expect(results(given).map((row) => row.result)).toEqual(['failing', ...Array(4).fill('notEvaluated')]);
  });

  test('what could not be read is told, and claims nothing', () => {
    const denied = { status: 'failed', reason: 'Accès refusé.' } as const;
    const rows = prerequisiteResults({
      reporting: 'onTime',
      hgsClient: readHgsClient({ readError: 'hgsClient did not answer in time.' }),
      facts: readFacts({ hostGuardianFeature: denied, tls: denied, clock: denied }),
      clockOffsetSeconds: null,
    });
    const told = rows.map(({ prerequisite, result, unread }) => [prerequisite, result, unread]);
    expect(told).toEqual([
      ['agentReporting', 'ok', []],
      ['hostGuardianFeature', 'notEvaluated', [{ fact: 'hostGuardianFeature', ...denied }]],
      [
        'hgsClientConfigured',
        'notEvaluated',
        [{ fact: 'hgsClient', status: 'failed', reason: 'hgsClient did not answer in time.' }],
      ],
      ['modernTls', 'notEvaluated', [{ fact: 'tls', ...denied }]],
      ['clockInSync', 'notEvaluated', [{ fact: 'clock', ...denied }]],
    ]);
    expect(rows.find(({ prerequisite }) => prerequisite === 'hgsClientConfigured')?.evidence).toEqual([]);
  });

  test('a host that never sent anything has all five', () => {
    const rows = prerequisiteResults({
      reporting: 'never',
      hgsClient: null,
      facts: readFacts(undefined),
      clockOffsetSeconds: null,
    });
    expect(rows.map((row) => row.prerequisite)).toEqual([...PREREQUISITES]);
  });
});
