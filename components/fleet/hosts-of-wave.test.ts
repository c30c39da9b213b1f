import { describe, expect, it } from 'vitest';
import type { WaveRow } from '@/lib/contracts/changes';
import { beforeWave, hostsOfWave, reportOfWave } from './hosts-of-wave';

const wave = (change: Partial<WaveRow['change']>): WaveRow => ({
  id: 'w',
  fabric: 'PAR',
  startedAt: '2026-11-24T01:14:00.000Z',
  endedAt: '2026-11-24T01:26:00.000Z',
  hosts: 8,
  from: 'Passed',
  shared: [
    { trait: 'firmware', value: '2.19.1', others: 0 },
    { trait: 'cluster', value: 'CL-PAR-03', others: 24 },
  ],
  precededBy: [],
  members: [],
  change: {
    id: 'c',
    at: '2026-11-24T01:26:00.000Z',
    recordedAt: '2026-11-24T01:26:00.000Z',
    kind: 'transition',
    hostId: 'h',
    hostname: 'hv',
    fabric: 'PAR',
    cluster: 'CL-PAR-03',
    from: 'Passed',
    to: 'InsecureHostConfiguration',
    causes: ['SecureBootSettings'],
    gained: ['SecureBootSettings'],
    regressed: [],
    fixed: [],
    since: null,
    code: null,
    ...change,
  },
});

const only = (value: string) => ({ include: [value], exclude: [] });
const place = { fabric: only('PAR'), cluster: only('CL-PAR-03') };

describe('hostsOfWave', () => {
  it('asks where the wave was, for what it left', () => {
    const cause = only('SecureBootSettings');
    expect(hostsOfWave(wave({}), null)).toEqual({ filter: { ...place, cause }, at: null });
    expect(hostsOfWave(wave({ gained: [], to: 'Expired' }), null)?.filter).toEqual({
      ...place,
      state: only('Expired'),
    });
    expect(hostsOfWave(wave({ kind: 'silent', to: 'Silent' }), null)?.filter).toEqual({
      ...place,
      state: only('Silent'),
    });
    const updated = wave({ kind: 'firmwareChanged', to: '2.19.1' });
    expect(hostsOfWave(updated, null)?.filter).toEqual({ ...place, firmware: only('2.19.1') });
  });

  it('asks for a report as the wave left its hosts, or at the time that is looked at', () => {
    const question = hostsOfWave(wave({}), null);
    expect(reportOfWave(wave({}), null)).toEqual({ ...question, at: new Date('2026-11-24T01:26:00.000Z') });
    const at = new Date('2026-11-25T00:00:00Z');
    expect(reportOfWave(wave({}), at)).toEqual({ ...question, at });
    expect(reportOfWave(wave({ kind: 'recovery' }), null)).toBeNull();
  });

  it('asks nothing of what no filter says', () => {
    for (const kind of ['recovery', 'back', 'enrolled']) expect(hostsOfWave(wave({ kind }), null)).toBeNull();
  });
});

describe('the time before a wave', () => {
  it('is the last whole minute before its first host turned, or before what was replaced on it', () => {
    const plain = wave({});
    expect(beforeWave(plain)).toEqual(new Date('2026-11-24T01:13:00Z'));
    expect(beforeWave({ ...plain, startedAt: '2026-11-24T01:14:00.001Z' })).toEqual(
      new Date('2026-11-24T01:14:00Z'),
    );
    const [startedAt, endedAt] = ['2026-11-24T00:34:20.000Z', '2026-11-24T01:09:00.000Z'];
    const replaced = { kind: 'firmwareChanged', from: '2.17.0', to: '2.19.1', startedAt, endedAt };
    expect(beforeWave({ ...plain, precededBy: [replaced] })).toEqual(new Date('2026-11-24T00:34:00Z'));
  });
});
