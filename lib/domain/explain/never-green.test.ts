import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explain } from '@/lib/domain/explain/explain';
import { ATTESTATION_STATUSES, STATUS_CODES } from '@/lib/domain/vocabulary';
import { runs } from '@/test/support/runs';

/** A status may be missing: PowerShell prints an empty cell of a host that returned no such property. */
type Said = { name: string; status: (typeof ATTESTATION_STATUSES)[number] | ''; substatus: string };
type Printer = (hosts: readonly Said[], width: number) => string;

const isGuarded = ({ status }: Said) => (status === 'Passed' ? 'True' : 'False');
const codeOf = ({ status }: Said) => (status === '' ? null : STATUS_CODES[status]);

const list: Printer = (hosts) =>
  hosts
    .map(
      (host) => `
IsHostGuarded            : ${isGuarded(host)}
Mode                     : HostGuardianService
AttestationOperationMode : Tpm
AttestationStatus        : ${host.status}
AttestationSubstatus     : ${host.substatus}
PSComputerName           : ${host.name}
`,
    )
    .join('');

const namedFirst: Printer = (hosts) =>
  hosts.map(({ name, status }) => `ComputerName      : ${name}\nAttestationStatus : ${status}\n`).join('\n');

const unnamed: Printer = (hosts) => hosts.map(({ status }) => `AttestationStatus : ${status}\n`).join('\n');

const inPrompts: Printer = (hosts) =>
  hosts
    .map((host) => `[${host.name}]: PS C:\\> Get-HgsClientConfiguration\n${unnamed([host], 0)}`)
    .join('\n');

const cellsOf = (host: Said) => [host.name, host.status, host.substatus, isGuarded(host)];
const HEADERS = ['PSComputerName', 'AttestationStatus', 'AttestationSubstatus', 'IsHostGuarded'];

/** As Format-Table cuts: `…` in PowerShell 7, `...` before. */
const cut = (text: string, width: number, mark: string) =>
  (text.length <= width ? text : text.slice(0, width - mark.length) + mark).padEnd(width);

function tableOf(order: readonly number[], mark: string): Printer {
  return (hosts, width) => {
    const row = (cells: readonly string[]) =>
      order.map((at) => cut(cells[at] ?? '', Math.max(width, (HEADERS[at] ?? '').length), mark)).join(' ');
    const dashes = HEADERS.map((header) => '-'.repeat(header.length));
    return `\n${row(HEADERS)}\n${row(dashes)}\n${hosts.map((host) => row(cellsOf(host))).join('\n')}\n\n`;
  };
}

/** As Format-Table -Wrap prints: what does not fit stands below. */
const wrapped: Printer = (hosts, width) => {
  const widths = HEADERS.map((header) => Math.max(width - 10, header.length));
  const linesOf = (cells: readonly string[]) => {
    const pieces = cells.map((cell, at) => cell.match(new RegExp(`.{1,${widths[at]}}`, 'g')) ?? []);
    const height = Math.max(...pieces.map((piece) => piece.length));
    return Array.from({ length: height }, (_, line) =>
      pieces.map((piece, at) => (piece[line] ?? '').padEnd(widths[at] ?? 0)).join(' '),
    );
  };
  const rows = hosts.flatMap((host) => linesOf(cellsOf(host)));
  const dashes = HEADERS.map((header) => '-'.repeat(header.length));
  return `\n${[...linesOf(HEADERS), ...linesOf(dashes), ...rows].join('\n')}\n\n`;
};

const narrowWrapped: Printer = (hosts) => {
  const rows = hosts.flatMap(({ name, status }) =>
    [0, 10, 20].map((at) => `${(at === 0 ? name : '').padEnd(8)} ${status.slice(at, at + 10)}`.trimEnd()),
  );
  return `\nName     Attestatio\n         nStatus\n----     ----------\n${rows.filter((row) => row !== '').join('\n')}\n\n`;
};

const oneColumn: Printer = (hosts) =>
  `\nAttestationStatus\n-----------------\n${hosts.map(({ status }) => status).join('\n')}\n\n`;

const codes: Printer = (hosts) =>
  `\nPSComputerName AttestationStatus\n-------------- -----------------\n${hosts
    .map((host) => `${host.name.padEnd(14)} ${String(codeOf(host) ?? '').padStart(17)}`)
    .join('\n')}\n\n`;

function delimited(delimiter: string, quote: string): Printer {
  const row = (cells: readonly string[]) => cells.map((cell) => quote + cell + quote).join(delimiter);
  return (hosts) => `${[HEADERS, ...hosts.map(cellsOf)].map(row).join('\n')}\n\n`;
}

const checksLast: Printer = (hosts) => {
  const order = [0, 3, 1, 2];
  const row = (cells: readonly string[]) => order.map((at) => cells[at]).join(',');
  return `${[HEADERS, ...hosts.map(cellsOf)].map(row).join('\n')}\n\n`;
};

const markdown: Printer = (hosts) => {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return `${[HEADERS, HEADERS.map(() => '---'), ...hosts.map(cellsOf)].map(row).join('\n')}\n\n`;
};

const html: Printer = (hosts) => {
  const row = (cells: readonly string[]) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
  return `<table>${[HEADERS, ...hosts.map(cellsOf)].map(row).join('')}</table>\n\n`;
};

const objectOf = (host: Said) => ({
  AttestationStatus: host.status,
  AttestationSubstatus: host.substatus,
  IsHostGuarded: host.status === 'Passed',
  PSComputerName: host.name,
});

const snapshotOf = (host: Said) => ({
  host: { hostname: host.name },
  hgsClient: { attestationStatus: host.status, attestationSubstatus: host.substatus },
  facts: {},
});

/** A host without a status as an object of another shape. */
const jsonOr = (otherwise: (host: Said) => unknown, of: (host: Said) => unknown = objectOf) =>
  ((hosts) =>
    `${JSON.stringify(hosts.map((host) => (host.status === '' ? otherwise(host) : of(host))))}\n`) as Printer;

const endingEarly: Printer = (hosts) => {
  const rows = hosts.map((host) => (host.status === '' ? host.name : cellsOf(host).slice(0, 2).join(',')));
  return `${[HEADERS.slice(0, 2).join(','), ...rows].join('\n')}\n\n`;
};

/** What Invoke-Command prints of a host that it does not reach. */
const notReached: Printer = (hosts) =>
  hosts
    .map((host) =>
      host.status === ''
        ? `[${host.name}] Connecting to remote server ${host.name} failed with the following error message : WinRM cannot complete the operation.\n    + CategoryInfo          : OpenError: (${host.name}:String) [], PSRemotingTransportException\n`
        : list([host], 0),
    )
    .join('\n');

/** This product's own export: the last word of HGS stands beside the state, also of a host that is silent. */
const exported: Printer = (hosts) => {
  const rows = hosts.map(({ name, status }, index) =>
    status === 'Passed'
      ? [name, 'PAR', 'Passed', status]
      : [name, 'PAR', index % 2 === 0 ? 'Silent' : 'Unknown', 'Passed'],
  );
  return `${[['hostname', 'fabric', 'state', 'attestationStatus'], ...rows].join('\n')}\n\n`;
};

const exportedTable: Printer = (hosts) => {
  const rows = hosts.map(({ name, status }) => [name, status === 'Passed' ? status : 'Silent', 'Passed']);
  const cells = [
    ['hostname', 'state', 'attestationStatus'],
    ['--------', '-----', '-----------------'],
    ...rows,
  ];
  return `\n${cells.map(([one = '', two = '', three = '']) => `${one.padEnd(8)} ${two.padEnd(6)} ${three}`).join('\n')}\n\n`;
};

/** As wide as its longest name, as every table is: a name fills its column. */
const fitting: Printer = (hosts) => {
  const widest = Math.max(14, ...hosts.map(({ name }) => name.length + 12));
  const row = (one: string, two: string) => `${one.padEnd(widest, '-')} ${two}`.trimEnd();
  const rows = hosts.map(({ name, status }) =>
    row(`${name}-${'x'.repeat(widest - name.length - 1)}`, status),
  );
  return `\n${'PSComputerName'.padEnd(widest)} AttestationStatus\n${row('', '-----------------')}\n${rows.join('\n')}\n\n`;
};

const PRINTERS: Readonly<Record<string, Printer>> = {
  list,
  'a list that begins with the name': namedFirst,
  'lists without names': unnamed,
  'remote prompts': inPrompts,
  table: tableOf([0, 1, 2, 3], '…'),
  'a table of 5.1, other columns first': tableOf([3, 2, 1, 0], '...'),
  'a table that ends with the status': tableOf([0, 1], '...'),
  'a wrapped table': wrapped,
  'a narrow wrapped table': narrowWrapped,
  'a table of one column': oneColumn,
  'a table of numbers': codes,
  CSV: delimited(',', '"'),
  'CSV with semicolons': delimited(';', ''),
  'CSV without quotes': checksLast,
  'cells of a spreadsheet': delimited('\t', ''),
  'a Markdown table': markdown,
  'a page': html,
  JSON: (hosts) => `${JSON.stringify(hosts.map(objectOf), null, 2)}\n`,
  'JSON in one line': (hosts) => `${JSON.stringify(hosts.map(objectOf))}\n`,
  'an object a line': (hosts) => `${hosts.map((host) => JSON.stringify(objectOf(host))).join('\n')}\n`,
  'JSON with numbers': (hosts) =>
    `${JSON.stringify(hosts.map((host) => ({ AttestationStatus: codeOf(host) })))}\n`,
  'JSON with errors': jsonOr((host) => ({ PSComputerName: host.name, Error: 'unreachable' })),
  'JSON with null': jsonOr(() => null),
  'JSON with empty objects': jsonOr(() => ({})),
  'an object a line, errors among them': (hosts) =>
    hosts.map((host) => jsonOr(({ name: own }) => ({ hostname: own }))([host], 0).slice(1, -2)).join('\n'),
  'snapshots of clients that were not read': jsonOr(
    ({ name: hostname }) => ({ host: { hostname }, hgsClient: { readError: 'denied' }, facts: {} }),
    snapshotOf,
  ),
  'snapshots without a client': jsonOr(
    ({ name: hostname }) => ({ host: { hostname }, facts: {} }),
    snapshotOf,
  ),
  'JSON by name': (hosts) =>
    `${JSON.stringify(Object.fromEntries(hosts.map((host, index) => [`${host.name}.${index}`, host.status === '' ? null : objectOf(host)])))}\n`,
  'an object a line, some without a name': (hosts) =>
    hosts.map((host) => jsonOr(() => ({ Code: 5 }))([host], 0).slice(1, -2)).join('\n'),
  'an envelope of snapshots without a client': (hosts) =>
    `{"snapshots":${jsonOr(({ name: hostname }) => ({ host: { hostname }, facts: {} }), snapshotOf)(hosts, 0)}}\n`,
  'CSV whose rows end early': endingEarly,
  'lists and hosts that were not reached': notReached,
  snapshots: (hosts) => `${JSON.stringify({ snapshots: hosts.map(snapshotOf) })}\n`,
  'rows without a header': (hosts) =>
    `${hosts.map(({ name, status }) => `${name.padEnd(12)}${status}`).join('\n')}\n`,
  'JSON in one line that was cut off': (hosts) => `${JSON.stringify(hosts.map(objectOf)).slice(0, -3)}\n`,
  'JSON with numbers that was cut off': (hosts) =>
    `${JSON.stringify(hosts.map((host) => ({ AttestationStatus: codeOf(host), Attes: '' }))).slice(0, -6)}\n`,
  'text behind JSON': (hosts) =>
    `{"AttestationStatus":"Passed"} ${hosts.map(({ name, status }) => `${name} ${status}`).join(' ')}\n`,
  'an export of this product': exported,
  'a table of this product’s API': exportedTable,
  'a table as wide as its names': fitting,
  'name: status': (hosts) => `${hosts.map(({ name, status }) => `${name}: ${status}`).join('\n')}\n`,
  'a line of a name and a status below diagnostics': (hosts) =>
    `Overall Result: Pass\n    HV-01: Pass\n${hosts.map(({ name, status }) => `${name}: ${status}`).join('\n')}\n\nAttestationStatus : Passed\n`,
  'JSON that was cut off': (hosts) => `${JSON.stringify(hosts.map(objectOf), null, 2).slice(0, -3)}\n`,
};

/** They hold one more output, or what HGS says in prose. */
const SAYS_MORE = ['text behind JSON', 'a line of a name and a status below diagnostics'];
const ABLE = ['passed', 'tracePassed'];
const name = fc.integer({ min: 1, max: 99 }).map((number) => `HV-${number}`);
const passed = fc.record({
  name,
  status: fc.constant('Passed' as const),
  substatus: fc.constant('NoInformation'),
});
const refused = fc.record({
  name,
  status: fc.constantFrom(...ATTESTATION_STATUSES.filter((status) => status !== 'Passed')),
  substatus: fc.constantFrom('NoInformation', 'BitLocker', 'SecureBootSettings, BitLocker', ''),
});
const without = fc.record({ name, status: fc.constant('' as const), substatus: fc.constant('') });

/** An empty status leaves nothing in these that could be read. */
const HIDES_EMPTY = [
  'a table of one column',
  'rows without a header',
  'name: status',
  'text behind JSON',
  'a line of a name and a status below diagnostics',
];
const notAble = (form: string) => (HIDES_EMPTY.includes(form) ? refused : fc.oneof(refused, without));
const width = fc.integer({ min: 12, max: 40 });
const output = (hostOf: (form: string) => fc.Arbitrary<Said>) =>
  fc
    .constantFrom(...Object.keys(PRINTERS))
    .chain((form) =>
      fc.tuple(fc.constant(form), fc.array(hostOf(form), { minLength: 1, maxLength: 4 }), width),
    )
    .map(([form, hosts, columns]) => PRINTERS[form]?.(hosts, columns) ?? '');
const noise = fc.constantFrom(
  '',
  'PS C:\\> Get-HgsClientConfiguration',
  'Voici ce que disent nos hôtes :',
  'Here is what our hosts say:',
  'Overall Result: Pass\n    HV-01: Pass\n',
  '[X] Prise en charge Hyper-V du service Guardian hôte   HostGuardian   Installed',
  'RunspaceId : 0f6b8b7e-0000-4000-8000-000000000000',
);

describe('a text in which any host is refused', () => {
  it('is never green, whatever outputs it mixes', () => {
    const mixture = fc
      .tuple(
        output((form) => fc.oneof(passed, notAble(form))),
        output(notAble),
        fc.array(
          fc.oneof(
            output(() => passed),
            noise,
          ),
          { maxLength: 4 },
        ),
      )
      .chain(([one, other, rest]) =>
        fc.tuple(fc.shuffledSubarray([one, other, ...rest], { minLength: rest.length + 2 }), fc.boolean()),
      );
    fc.assert(
      fc.property(mixture, ([outputs, isWindows]) => {
        const text = outputs.join('\n');
        const found = explain(isWindows ? text.replaceAll('\n', '\r\n') : text);
        expect(ABLE).not.toContain(found.verdict.code);
      }),
      { numRuns: runs({ push: 50, long: 3000 }) },
    );
  });

  it.each(Object.keys(PRINTERS))('is never green as %s', (form) => {
    const rows = fc.tuple(
      fc.array(passed, { maxLength: 3 }),
      notAble(form),
      fc.array(passed, { maxLength: 3 }),
      width,
    );
    fc.assert(
      fc.property(rows, ([before, one, after, columns]) => {
        const text = PRINTERS[form]?.([...before, one, ...after], columns) ?? '';
        const found = explain(text);
        expect(ABLE).not.toContain(found.verdict.code);
        if (SAYS_MORE.includes(form)) return;
        const able = found.hosts?.filter(({ verdict }) => ABLE.includes(verdict.code)) ?? [];
        expect(able.length).toBeLessThanOrEqual(before.length + after.length);
      }),
      { numRuns: runs({ push: 15, long: 500 }) },
    );
  });
});

const HOSTS: Said[] = [
  { name: 'HV-01', status: 'Passed', substatus: 'NoInformation' },
  { name: 'HV-02', status: 'InsecureHostConfiguration', substatus: 'SecureBootSettings, BitLocker' },
  { name: 'HV-03', status: 'Expired', substatus: 'NoInformation' },
];
const WITHOUT_HOSTS = ['rows without a header', 'name: status', ...SAYS_MORE];
const CUT = [
  'JSON in one line that was cut off',
  'JSON with numbers that was cut off',
  'JSON that was cut off',
];
/** These say something else, or less, of a host that is refused. */
const OTHERWISE = [
  'an export of this product',
  'a table of this product’s API',
  'a table as wide as its names',
  ...CUT.slice(0, 2),
];
const WITHOUT_NAMES = ['lists without names', 'a table of one column', 'JSON with numbers'];

describe('a text about several hosts', () => {
  it.each(Object.keys(PRINTERS).filter((form) => ![...WITHOUT_HOSTS, ...OTHERWISE].includes(form)))(
    'gives each its verdict: %s',
    (form) => {
      const found = explain(PRINTERS[form]?.(HOSTS, 40) ?? '');
      const named = WITHOUT_NAMES.includes(form) ? [null, null, null] : ['HV-01', 'HV-02', 'HV-03'];
      expect(found.hosts?.map(({ name: own }) => own)).toEqual(named);
      expect(found.hosts?.map(({ attestationStatus }) => attestationStatus)).toEqual(
        HOSTS.map(({ status }) => status),
      );
      expect(found.attestationStatus).toBe('InsecureHostConfiguration');
      expect(found.hosts?.[0]?.verdict.code).toBe('passed');
    },
  );

  it.each(Object.keys(PRINTERS).filter((form) => ![...WITHOUT_HOSTS, ...CUT].includes(form)))(
    'is green only where all are: %s',
    (form) => {
      const two = HOSTS.slice(0, 1).concat({ ...HOSTS[0], name: 'HV-04' } as Said);
      const found = explain(PRINTERS[form]?.(two, 40) ?? '');
      expect(found.verdict).toMatchObject({ kind: 'several', code: 'passed', params: { total: 2 } });
    },
  );

  it('names those that cannot, and how to fix each', () => {
    const found = explain(list(HOSTS, 0));
    expect(found.verdict).toMatchObject({
      code: 'someNotAble',
      params: { total: 3, notAble: 2, names: 'HV-02, HV-03', more: 0 },
    });
    expect(found.remediation.map(({ key }) => key)).toEqual(['BitLocker', 'SecureBootSettings', 'Expired']);
    expect(found.failingChecks).toEqual(['BitLocker', 'SecureBootSettings']);
    expect(found.ignored).toEqual([]);
  });

  it('is not green where one alone cannot', () => {
    const { verdict } = explain(list(HOSTS.slice(0, 2), 0));
    expect(verdict).toMatchObject({ code: 'someNotAble', params: { total: 2, notAble: 1, names: 'HV-02' } });
  });

  it('completes a word that the console cut, and keeps one that can be two', () => {
    const rowOf = (substatus: string) => `
PSComputerName AttestationStatus AttestationSubstatus
-------------- ----------------- --------------------
HV-01          InsecureHostCo... ${substatus}
HV-02          Passed            NoInformation
`;
    const found = (substatus: string) => explain(rowOf(substatus)).hosts?.[0];
    expect(found('BitLocker, Iomm…')).toMatchObject({
      attestationStatus: 'InsecureHostConfiguration',
      failingChecks: ['Iommu', 'BitLocker'],
    });
    expect(found('BitLocker, Secure...')?.failingChecks).toEqual(['BitLocker', 'Secure...']);
    expect(explain(rowOf('Iommu').replace('Passed', 'Pas…  ')).verdict.code).toBe('noneAble');
  });
});
