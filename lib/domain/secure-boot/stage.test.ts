import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFacts } from '@/lib/domain/facts';
import { runs } from '@/test/support/runs';
import { BOOT_STAGES, type BootStage, bootStageOf, isBootChanging, isUpdatePending } from './stage';

const ok = (value: object) => ({ status: 'ok', value });
type Said = {
  status?: string | null;
  capable?: number | null;
  bits?: number | boolean | null;
  latest?: number[] | null;
  changedAt?: string | null;
  uefi?: boolean;
};
const BOOTED = '2026-11-20T05:00:00.000Z';

/** `latest` null: the log could not be read. */
const factsOf = ({ status = null, capable = null, bits = null, uefi = true, ...log }: Said) =>
  readFacts({
    boot: ok({ lastBootAt: BOOTED }),
    secureBoot: ok({
      enabled: true,
      uefi,
      uefiCa2023Status: status,
      uefiCa2023Capable: capable,
      updateAvailable: bits,
    }),
    secureBootEvents:
      log.latest === null
        ? { status: 'failed', reason: 'denied' }
        : ok({ latest: [], changedAt: null, events: [], ...log }),
  });

describe('the stage of a host', () => {
  it.each<[string, Said, BootStage]>([
    ['Windows says that all of it is done', { status: 'Updated', capable: 2, bits: 0x4000 }, 'done'],
    ['in whatever case', { status: 'UPDATED' }, 'done'],
    ['nothing was begun', { status: 'NotStarted', capable: 0, bits: 0, latest: [1801] }, 'notStarted'],
    ['nothing is said at all', {}, 'notStarted'],
    ['all of it is asked for, and nothing done', { status: 'InProgress', bits: 0x5944 }, 'notStarted'],
    ['the CA of Windows is in the DB', { status: 'InProgress', bits: 0x5904 }, 'db'],
    ['all of the DB is done', { status: 'InProgress', bits: 0x4104 }, 'db'],
    ['the DB by the value that follows it alone', { capable: 1 }, 'db'],
    ['the DB by its event alone', { status: 'InProgress', latest: [1801, 1036] }, 'db'],
    ['the KEK is done', { status: 'InProgress', bits: 0x4100 }, 'kek'],
    ['the KEK by its event, the boot manager asked for alone', { bits: 0x100, latest: [1043, 1036] }, 'kek'],
    [
      'all was written, and Windows does not say so yet',
      { status: 'InProgress', bits: 0x4000 },
      'bootManager',
    ],
    ['the status absent, started by the new boot manager', { capable: 2 }, 'bootManager'],
    [
      'everything but the KEK, which the vendor did not sign',
      { bits: 0x4004, capable: 2, latest: [1803, 1799] },
      'waitsForKek',
    ],
    ['the same before it was looked for', { bits: 0x4004, capable: 2, latest: [1799] }, 'bootManager'],
    ['a KEK that came later', { bits: 0x4004, capable: 2, latest: [1043, 1803] }, 'bootManager'],
    [
      'no KEK, while the boot manager is still to come',
      { bits: 0x4104, capable: 1, latest: [1803, 1036] },
      'db',
    ],
    ['firmware that refused', { status: 'InProgress', bits: 0x5944, latest: [1801, 1795] }, 'firmwareBlocks'],
    ['an error of the update', { status: 'InProgress', bits: 0x5944, latest: [1796] }, 'firmwareBlocks'],
    ['firmware that Windows knows a fault of', { status: 'NotStarted', latest: [1802] }, 'firmwareBlocks'],
    ['firmware that took it after it had refused', { bits: 0x5904, latest: [1036, 1795] }, 'db'],
    [
      'firmware that took the DB and refused the next',
      { bits: 0x4104, latest: [1795, 1036] },
      'firmwareBlocks',
    ],
    ['done although it had refused once', { status: 'Updated', latest: [1795] }, 'done'],
    ['a word of a Windows to come', { status: 'Paused' }, 'notStarted'],
    ['bits that are only told to be there', { bits: true, capable: 1 }, 'db'],
    ['a machine without UEFI', { uefi: false, status: null }, 'notKnown'],
  ])('where %s', (_name, said, stage) => {
    expect(bootStageOf(factsOf(said))).toBe(stage);
  });

  it('is not known where the host could not read it, or said nothing of it', () => {
    for (const secureBoot of [undefined, { status: 'failed', reason: 'denied' }, { status: 'unavailable' }])
      expect(bootStageOf(readFacts({ secureBoot }))).toBe('notKnown');
  });
});

const anySaid: fc.Arbitrary<Said> = fc.record({
  status: fc.constantFrom(null, 'NotStarted', 'InProgress', 'Updated', 'updated ', 'Paused'),
  capable: fc.constantFrom(null, 0, 1, 2),
  bits: fc.oneof(
    fc.constantFrom(null, true, false, 0, 0x5944, 0x5904, 0x5104, 0x4104, 0x4100, 0x4004, 0x4000),
    fc.nat(0xffff),
  ),
  latest: fc.option(
    fc.shuffledSubarray([1032, 1034, 1036, 1043, 1044, 1045, 1795, 1796, 1799, 1801, 1802, 1803, 1808]),
  ),
  changedAt: fc.constantFrom(null, '2026-11-19T05:00:00.000Z', '2026-11-21T05:00:00.000Z', 'soon'),
});

describe('whatever a host says', () => {
  const options = { numRuns: runs({ push: 300, long: 20_000 }) };

  it('has one stage, and is done only by the word of Windows', () => {
    fc.assert(
      fc.property(anySaid, (said) => {
        const stage = bootStageOf(factsOf(said));
        expect(BOOT_STAGES).toContain(stage);
        expect(stage === 'done').toBe(said.status?.trim().toLowerCase() === 'updated');
      }),
      options,
    );
  });

  it('is never fine unless it is done, or started by the new boot manager where nothing else is said', () => {
    fc.assert(
      fc.property(anySaid, (said) => {
        const facts = factsOf(said);
        const isFine = !isUpdatePending(facts);
        expect(isFine).toBe(bootStageOf(facts) === 'done' || (said.status === null && said.capable === 2));
      }),
      options,
    );
  });

  it('goes on by itself unless it is held, and then nothing was written since it was started', () => {
    fc.assert(
      fc.property(anySaid, (said) => {
        const facts = factsOf(said);
        const stage = bootStageOf(facts);
        const isHeld = stage === 'waitsForKek' || stage === 'firmwareBlocks';
        const isWritten = said.latest !== null && said.changedAt === '2026-11-21T05:00:00.000Z';
        if (isWritten) expect(isBootChanging(facts)).toBe(true);
        if (isBootChanging(facts) || stage === 'done') return;
        const isAsked = said.bits === true || (typeof said.bits === 'number' && said.bits > 0);
        expect(isHeld || !(isAsked || said.status === 'InProgress')).toBe(true);
      }),
      options,
    );
  });
});

describe('whether the next start measures something else', () => {
  const written = { latest: [1036], changedAt: '2026-11-20T05:00:00.000Z' };
  it.each<[string, Said, boolean]>([
    ['nothing was begun', { status: 'NotStarted', bits: 0 }, false],
    ['it is asked for', { status: 'NotStarted', bits: 0x5944 }, true],
    ['it is under way', { status: 'InProgress', bits: 0 }, true],
    ['it is done, and the host was started since', { status: 'Updated', bits: 0x4000 }, false],
    ['it is done, and something was written since the start', { status: 'Updated', ...written }, true],
    ['it waits for the KEK', { bits: 0x4004, latest: [1803], changedAt: null }, false],
    [
      'it waits for the KEK, and was not started since',
      { ...written, bits: 0x4004, latest: [1803, 1036] },
      true,
    ],
    ['the log could not be read', { status: 'InProgress', bits: 0x4004, latest: null }, true],
    ['what was written has no time', { bits: 0x4004, latest: [1803], changedAt: 'soon' }, true],
  ])('where %s', (_name, said, isChanging) => {
    expect(isBootChanging(factsOf(said))).toBe(isChanging);
  });

  it('is not asked of a host that could not read it', () => {
    expect(isBootChanging(readFacts({ secureBoot: { status: 'failed', reason: 'denied' } }))).toBe(false);
  });
});
