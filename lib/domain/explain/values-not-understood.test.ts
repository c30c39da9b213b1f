import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explain } from '@/lib/domain/explain/explain';
import { runs } from '@/test/support/runs';

/** An output of a host that is able, but for the one value that is drawn. */
const PASSED = {
  IsHostGuarded: 'True',
  Mode: 'HostGuardianService',
  ModeCode: '2',
  KeyProtectionServerUrl: 'https://hgs.fab.example/KeyProtection',
  AttestationServerUrl: 'https://hgs.fab.example/Attestation',
  AttestationOperationMode: 'Tpm',
  AttestationOperationModeCode: '1',
  AttestationStatus: 'Passed',
  AttestationStatusCode: '100',
  AttestationSubstatus: 'NoInformation',
  AttestationSubstatusCode: '0',
  FallbackKeyProtectionServerUrl: 'https://hgs2.fab.example/KeyProtection',
  FallbackAttestationServerUrl: 'https://hgs2.fab.example/Attestation',
  IsFallbackInUse: 'False',
} as const;
type Output = Record<keyof typeof PASSED, string>;
type Printer = (output: Partial<Output>) => string;

const rows = (output: Partial<Output>) => [Object.keys(output), Object.values(output)];
const lines = (separator: string, output: Partial<Output>) =>
  Object.entries(output).map(([name, value]) => `${name}${separator}${value}`);
const only = (output: Partial<Output>, names: readonly (keyof Output)[]) =>
  Object.fromEntries(names.map((name) => [name, output[name]])) as Partial<Output>;

const table: Printer = (output) => {
  const widths = Object.entries(output).map(([name, value]) => Math.max(name.length, value.length));
  const [names = [], values = []] = rows(output);
  const row = (cells: readonly string[]) =>
    cells
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join(' ')
      .trimEnd();
  return `\n${row(names)}\n${row(names.map((name) => '-'.repeat(name.length)))}\n${row(values)}\n\n`;
};

const PRINTERS: Readonly<Record<string, Printer>> = {
  'a list': (output) =>
    Object.entries(output)
      .map(([name, value]) => `${name.padEnd(30)} : ${value}`)
      .join('\n'),
  'a list whose colons do not stand in one column': (output) => lines(': ', output).join('\n'),
  'a value on the next line': (output) =>
    Object.entries(output)
      .map(([name, value]) => `${name.padEnd(30)} :\n${' '.repeat(33)}${value}`)
      .join('\n'),
  'a value on the next line that is not indented': (output) => lines('\n', output).join('\n'),
  'one line': (output) => lines('=', output).join('; '),
  'a table': (output) => table(only(output, ['AttestationStatus', 'IsHostGuarded', 'Mode'])),
  CSV: (output) =>
    rows(output)
      .map((cells) => cells.map((cell) => `"${cell}"`).join(','))
      .join('\n'),
  'cells of a spreadsheet': (output) =>
    rows(output)
      .map((cells) => cells.join('\t'))
      .join('\n'),
  JSON: (output) => JSON.stringify(output, null, 2),
  'a snapshot': (output) => JSON.stringify({ host: { hostname: 'HV-01' }, facts: {}, hgsClient: output }),
};

const FLAGS = ['IsHostGuarded', 'IsFallbackInUse'] as const;
const WORDS = ['Mode', 'AttestationOperationMode', ...FLAGS] as const;
const BELOW = [...WORDS, 'AttestationStatus', 'AttestationStatusCode', 'AttestationSubstatus'] as const;
const SEEN = [
  'No',
  '0',
  '$false',
  'FAUX',
  'FALSCH',
  'Non',
  'Nein',
  '-',
  'n/a',
  'False (see ticket)',
  'Mode local',
];
/** Letters that begin no word of PowerShell or HGS, and signs that nothing takes off. */
const neverSeen = fc.stringMatching(/^[qxz][a-z0-9 ?/$#-]{0,12}[qxz]$/);

/** Signs that stand for an answer, and are no letters. */
const SIGNS = [
  '-',
  '- ',
  '--',
  '\u2013',
  '?',
  '/',
  '*',
  '**',
  '__',
  '\u2026',
  '...',
  '\u2717',
  '\u274c',
  '>?',
];
const sign = fc.oneof(
  fc.constantFrom(...SIGNS),
  fc.stringMatching(/^[?!/*#%\u2013\u2014\u2026\u2717\u274c-]{1,4}$/u),
);

const isAble = (text: string) => ['passed', 'tracePassed'].includes(explain(text).verdict.code);

describe('a property of the client whose value was not understood', () => {
  it.each(Object.keys(PRINTERS))('is never green: %s', (form) => {
    const print = PRINTERS[form] as Printer;
    expect(isAble(print(PASSED)), 'every value is understood').toBe(true);
    for (const value of SEEN) expect(isAble(print({ ...PASSED, IsHostGuarded: value })), value).toBe(false);
    expect(isAble(print({ ...PASSED, Mode: 'Mode local' }))).toBe(false);
    // A table shows few columns: its own test draws from those.
    const names = form === 'a table' ? (['IsHostGuarded', 'Mode'] as const) : Object.keys(PASSED);
    fc.assert(
      fc.property(fc.constantFrom(...names), neverSeen, (name, value) => {
        expect(isAble(print({ ...PASSED, [name]: value })), `${name}: ${value}`).toBe(false);
      }),
      { numRuns: runs({ push: 60, long: 2000 }) },
    );
  });

  it('is never green where signs alone stand on the line below its name', () => {
    fc.assert(
      fc.property(fc.constantFrom(...BELOW), sign, (name, value) => {
        for (const form of ['a value on the next line', 'a value on the next line that is not indented'])
          expect(isAble(PRINTERS[form]?.({ ...PASSED, [name]: value }) ?? ''), `${form}, ${name}`).toBe(
            false,
          );
      }),
      { numRuns: runs({ push: 60, long: 2000 }) },
    );
  });

  it('is never green where signs alone go on below it', () => {
    fc.assert(
      fc.property(fc.constantFrom(...BELOW), fc.constantFrom(2, 33), sign, (name, indent, value) => {
        const text = PRINTERS['a list']?.({
          ...PASSED,
          [name]: `${PASSED[name]}\n${' '.repeat(indent)}${value}`,
        });
        expect(isAble(text ?? ''), `${name}: ${value}`).toBe(false);
      }),
      { numRuns: runs({ push: 60, long: 2000 }) },
    );
  });

  it('is shown with the line below it that was not read', () => {
    const text =
      'AttestationStatus : Passed\nMode              : HostGuardianService\n                    perhaps';
    const found = explain(text);
    expect(found.verdict.code).toBe('passedPartUnread');
    expect(found.ignored).toEqual(text.split('\n').slice(1));
  });

  it.each(['----------', '+------+------+', '}', '```', '\n---', 'PS C:\\>'])(
    'is not made by what stands around an output, as %s does',
    (around) => {
      const passed = PRINTERS['a list']?.({ ...PASSED, IsFallbackInUse: '' }) ?? '';
      expect(isAble(`${passed}\n${around}\n`)).toBe(true);
      expect(isAble(`${PRINTERS['a list']?.(PASSED)}\n${around}\n`)).toBe(true);
    },
  );

  it.each(WORDS)('is shown among what was not read: %s', (name) => {
    const found = explain(`AttestationStatus : Passed\n${name.padEnd(17)} : perhaps\n`);
    expect(found.verdict.code).toBe('passedPartUnread');
    expect(found.ignored).toEqual([`${name.padEnd(17)} : perhaps`]);
  });

  it('is no value at all where it is an object', () => {
    const said = { AttestationStatus: 'Passed', IsHostGuarded: { Value: false } };
    expect(isAble(JSON.stringify(said))).toBe(false);
  });

  it.each(['VRAI', 'WAHR', 'Verdadero', '1', '$true'])('leaves %s for true', (value) => {
    for (const form of ['a list', 'a table', 'CSV', 'cells of a spreadsheet'])
      expect(isAble(PRINTERS[form]?.({ ...PASSED, IsHostGuarded: value }) ?? ''), form).toBe(true);
  });

  it.each(['FAUX', 'FALSCH', 'Falso', '0', '$false'])('takes %s for false', (value) => {
    for (const form of ['a list', 'a table', 'CSV', 'cells of a spreadsheet', 'JSON'])
      expect(explain(PRINTERS[form]?.({ ...PASSED, IsHostGuarded: value }) ?? '').verdict.code, form).toBe(
        'contradictory',
      );
  });
});
