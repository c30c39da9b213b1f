import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Crowd,
  commonTraits,
  findWaves,
  type Precedent,
  precedentsOf,
  sharedTraits,
  WAVE_GAP_MS,
  WAVE_LONGEST_MS,
  type WaveChange,
} from './waves';

const MINUTE = 60_000;
const TWO = Date.UTC(2026, 10, 24, 1);

const turn = (
  hostId: string,
  minute: number,
  reason = 'SecureBootSettings',
  fabricId = 'PAR',
): WaveChange => ({
  id: `${hostId} ${minute} ${reason}`,
  hostId,
  fabricId,
  at: TWO + minute * MINUTE,
  kind: 'transition',
  reason,
});

const recovery = (hostId: string, minute: number): WaveChange => ({
  ...turn(hostId, minute),
  kind: 'recovery',
});

/** The night of the firmware window: 8 nodes of CL-PAR-03 between 02:14 and 02:26. */
const NIGHT = [14, 15, 17, 18, 21, 22, 24, 26].map((minute, index) => turn(`hv-par-03${index + 5}`, minute));

describe('findWaves', () => {
  it('finds the night of the firmware window as one wave, and what is none beside it', () => {
    const waves = findWaves([
      turn('hv-par-0107', -5 * 24 * 60, 'BitLocker'),
      ...NIGHT,
      turn('hv-par-0411', 298, 'Expired'),
      turn('hv-par-0412', 299, 'Expired'),
      turn('hv-lyo-0214', 20, 'SecureBootSettings', 'LYO'),
    ]);
    expect(waves.map(({ from, to, members }) => [from, to, members.length])).toEqual([
      [TWO + 14 * MINUTE, TWO + 26 * MINUTE, 8],
      [TWO + 298 * MINUTE, TWO + 299 * MINUTE, 2],
    ]);
    expect(waves[0]?.members).toEqual(NIGHT);
  });

  it('keeps its id when more hosts follow', () => {
    const [early] = findWaves(NIGHT.slice(0, 3));
    const [whole] = findWaves(NIGHT);
    expect(early?.id).toBe(whole?.id);
    expect(whole?.id).toMatch(/^[a-z0-9]+-[a-z0-9]+$/);
  });

  it('is no wave of one host that flaps, nor what goes on all day', () => {
    expect(findWaves([turn('a', 0), turn('a', 10)])).toEqual([]);
    const steady = Array.from({ length: 40 }, (_, index) => turn(`host-${index}`, index * 10));
    expect(findWaves(steady)).toEqual([]);
    expect(findWaves(steady.slice(0, 37))).toHaveLength(1);
  });

  it('is no wave of two hosts that recover, which three are', () => {
    const two = [recovery('a', 0), recovery('b', 1)];
    expect(findWaves(two)).toEqual([]);
    expect(findWaves([...two, recovery('a', 2)])).toEqual([]);
    expect(findWaves([...two, recovery('c', 2)])).toHaveLength(1);
    expect(findWaves([...two, turn('a', 2)])).toHaveLength(1);
  });

  it('ends where nothing follows for longer than the gap', () => {
    const gap = WAVE_GAP_MS / MINUTE;
    expect(findWaves([turn('a', 0), turn('b', gap)])).toHaveLength(1);
    expect(findWaves([turn('a', 0), turn('b', gap + 1)])).toEqual([]);
  });
});

const change = fc
  .record({
    host: fc.nat(6),
    minute: fc.nat(900),
    reason: fc.constantFrom('a', 'b'),
    fabric: fc.constantFrom('PAR', 'LYO'),
  })
  .map(({ host, minute, reason, fabric }) => turn(`host-${host}`, minute, reason, fabric));
const changes = fc.uniqueArray(change, {
  maxLength: 40,
  selector: ({ id, fabricId }) => `${id} ${fabricId}`,
});

describe('waves', () => {
  it('follow from the set of changes', () => {
    fc.assert(
      fc.property(
        changes.chain((all) =>
          fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
        ),
        ([all, shuffled]) => {
          expect(findWaves(shuffled)).toEqual(findWaves(all));
        },
      ),
    );
  });

  it('hold each change once, of one reason and fabric, close together, and are as long as they can be', () => {
    fc.assert(
      fc.property(changes, (all) => {
        const waves = findWaves(all);
        const held = waves.flatMap(({ members }) => members);
        expect(new Set(held).size).toBe(held.length);
        expect(new Set(waves.map(({ id }) => id)).size).toBe(waves.length);
        for (const { members, from, to } of waves) {
          expect(new Set(members.map(({ reason, fabricId }) => `${reason} ${fabricId}`)).size).toBe(1);
          expect(new Set(members.map(({ hostId }) => hostId)).size).toBeGreaterThan(1);
          expect(to - from).toBeLessThanOrEqual(WAVE_LONGEST_MS);
          const alike = all.filter(
            (one) => one.reason === members[0]?.reason && one.fabricId === members[0]?.fabricId,
          );
          const near = alike.filter(({ at }) => at >= from - WAVE_GAP_MS && at <= to + WAVE_GAP_MS);
          expect(near).toHaveLength(members.length);
        }
      }),
    );
  });

  it('are not touched by what happens for other reasons, or long before and after', () => {
    fc.assert(
      fc.property(changes, changes, (all, others) => {
        const elsewhere = others.map((one) => ({ ...one, reason: `other ${one.reason}` }));
        const later = others.map((one) => ({ ...one, at: one.at + 10 * WAVE_LONGEST_MS }));
        const ids = new Set(findWaves(all).map(({ id }) => id));
        for (const more of [elsewhere, later]) {
          const found = findWaves([...all, ...more]).filter(({ id }) => ids.has(id));
          expect(found).toEqual(findWaves(all));
        }
      }),
    );
  });
});

describe('sharedTraits', () => {
  const node = { cluster: 'CL-PAR-03', model: 'M4', firmware: '2.19.1' };
  const crowd = (total: number, counts: Record<string, number>): Crowd => ({
    total,
    countOf: (_trait, value) => counts[value] ?? 0,
  });

  it('tells what all of them have and most others do not, what only they have first', () => {
    const common = commonTraits(Array.from({ length: 8 }, () => node));
    expect(sharedTraits(common, 8, crowd(128, { 'CL-PAR-03': 32, M4: 100, '2.19.1': 8 }))).toEqual([
      { trait: 'firmware', value: '2.19.1', others: 0 },
      { trait: 'cluster', value: 'CL-PAR-03', others: 24 },
    ]);
  });

  it('tells nothing that one of them lacks, and nothing where there is nobody else', () => {
    const common = commonTraits([node, { ...node, cluster: null }]);
    expect(sharedTraits(common, 2, crowd(10, { M4: 10, '2.19.1': 10 }))).toEqual([]);
    expect(sharedTraits(node, 2, crowd(2, { 'CL-PAR-03': 2, M4: 2, '2.19.1': 2 }))).toEqual([]);
  });
});

describe('precedentsOf', () => {
  const updated = ({ hostId, at }: WaveChange, own: Partial<Precedent> = {}): Precedent => ({
    hostId,
    at,
    kind: 'firmwareChanged',
    from: '2.17.0',
    to: '2.19.1',
    ...own,
  });

  it('tells what was changed on each of them shortly before, once', () => {
    const twice = NIGHT.flatMap((member) => [updated(member), updated(member)]);
    expect(precedentsOf(NIGHT, twice)).toEqual([
      {
        ...{ kind: 'firmwareChanged', from: '2.17.0', to: '2.19.1' },
        ...{ firstAt: TWO + 14 * MINUTE, lastAt: TWO + 26 * MINUTE },
      },
    ]);
  });

  it('tells nothing that one of them lacks, had later, or had otherwise', () => {
    const [first, ...rest] = NIGHT;
    if (first === undefined) throw new Error('the night is empty');
    const others = rest.map((member) => updated(member));
    expect(precedentsOf(NIGHT, others)).toEqual([]);
    expect(precedentsOf(NIGHT, [...others, updated(first, { at: first.at + 1 })])).toEqual([]);
    expect(precedentsOf(NIGHT, [...others, updated(first, { from: '2.18.0' })])).toEqual([]);
  });
});
