import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hostNameKey, usableMachineId } from '@/lib/domain/identity';

describe('usableMachineId', () => {
  const good = '4c4c4544-0042-3510-8054-b7c04f4e3633';
  test.each([
    ['as Windows prints it', '4C4C4544-0042-3510-8054-B7C04F4E3633', good],
    ['in braces and blanks', ' {4C4C4544-0042-3510-8054-B7C04F4E3633} ', good],
    ['all zero', '00000000-0000-0000-0000-000000000000', null],
    ['all F', 'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF', null],
    ['a vendor default', '03000200-0400-0500-0006-000700080009', null],
    ['no UUID', 'To be filled by O.E.M.', null],
    ['empty', '', null],
    ['not text', 42, null],
    ['missing', undefined, null],
  ])('%s', (_name, raw, expected) => {
    expect(usableMachineId(raw)).toBe(expected);
  });

  test('case never makes another machine', () => {
    fc.assert(
      fc.property(fc.uuid(), (id) => {
        expect(usableMachineId(id.toUpperCase())).toBe(usableMachineId(id));
      }),
    );
  });
});

describe('hostNameKey', () => {
  test('is as long as a name at most, and the key of a key is the same', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (hostname) => {
        const key = hostNameKey({ hostname });
        expect([...key].length).toBeLessThanOrEqual(255);
        expect(hostNameKey({ hostname: key })).toBe(key);
      }),
    );
    const widest = '\ufdfa'.repeat(85);
    expect([...hostNameKey({ hostname: widest })].length).toBeLessThanOrEqual(255);
  });

  test.each([
    [{ hostname: 'HV-PAR-0309', fqdn: 'HV-PAR-0309.par.Fab.example.' }, 'hv-par-0309.par.fab.example'],
    [{ hostname: 'HV-PAR-0309', fqdn: null }, 'hv-par-0309'],
    [{ hostname: 'HV-PAR-0309', fqdn: '  ' }, 'hv-par-0309'],
    [{ hostname: ' HV-PAR-0309 ' }, 'hv-par-0309'],
    [{ hostname: 'x', fqdn: 'hv-par-0309.fab.example..' }, 'hv-par-0309.fab.example'],
    [{ hostname: 'x', fqdn: '...' }, 'x'],
    [{ hostname: 'HV\u200b-\u202ePAR\u00ad' }, 'hv-par'],
    [{ hostname: '\uff28\uff36-01' }, 'hv-01'],
    [{ hostname: 'НV-РАR' }, 'hv-par'],
  ])('%o', (host, expected) => {
    expect(hostNameKey(host)).toBe(expected);
  });
});
