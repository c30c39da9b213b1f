import fc from 'fast-check';
import { v7 as uuid } from 'uuid';
import { describe, expect, it } from 'vitest';
import { RISKS } from '@/lib/domain/risk';
import { BOOT_STAGES } from '@/lib/domain/secure-boot/stage';
import { ATTESTATION_MODES, ATTESTATION_STATUSES, REPORTING, STATES } from '@/lib/domain/vocabulary';
import type { FiledHost } from '@/lib/server/db/fleet/answers/export-rows';
import { csvOf } from '@/lib/server/files/csv';
import { stringifiedCsv } from '@/test/support/stringified-csv';
import { HOST_TABLE } from './host-csv';
import { filedRow } from './internal';

async function* inOrder(batches: readonly FiledHost[][]) {
  yield* batches;
}

async function fileOf(lang: 'en' | 'fr', ...batches: FiledHost[][]): Promise<string> {
  let file = '';
  for await (const chunk of csvOf(lang, HOST_TABLE, inOrder(batches))) file += chunk;
  return file;
}

/** Whatever stands for something in this format, in a spreadsheet or in this code. */
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom(...'=+-@＝＋－＠\t\r\n"\';,. aé') }),
);
const orNothing = <T>(value: fc.Arbitrary<T>) => fc.option(value);

const shared: fc.Arbitrary<FiledHost['shared']> = fc.record({
  fabric: text,
  cluster: orNothing(text),
  state: fc.constantFrom(...STATES),
  attestationStatus: orNothing(fc.constantFrom(...ATTESTATION_STATUSES)),
  failingChecks: fc.array(text),
  cause: fc.array(text),
  reporting: fc.constantFrom(...REPORTING),
  attestationMode: fc.constantFrom(...ATTESTATION_MODES),
  os: orNothing(text),
  model: orNothing(text),
  firmwareVersion: orNothing(text),
  tpm: orNothing(text),
  exception: fc.constant('none'),
  owner: orNothing(text),
  agentVersion: orNothing(text),
  risk: fc.subarray([...RISKS]),
  osVersion: orNothing(text),
  bootStage: fc.constantFrom(...BOOT_STAGES),
});

const time = fc
  .date({ min: new Date(0), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true })
  .map((date) => date.toISOString());

const ownWords = fc.record({
  id: fc.constant(null).map(() => uuid()),
  hostname: text,
  fqdn: orNothing(text),
  since: time,
  lastObservedAt: orNothing(time),
  clockOffsetMs: orNothing(fc.integer()),
  shieldedVms: orNothing(fc.nat()),
});

/** Hosts of which several share their words, as equal hosts do. */
const hosts = fc
  .tuple(fc.array(shared, { minLength: 1, maxLength: 3 }), fc.array(fc.tuple(ownWords, fc.nat())))
  .map(([groups, owns]) =>
    owns.map(([own, n]) => ({ ...own, shared: groups[n % groups.length] as FiledHost['shared'] })),
  );

describe('a CSV file of hosts', () => {
  it('starts with a byte-order mark and the columns', async () => {
    expect(await fileOf('en')).toMatch(/^\uFEFFhostname,fqdn,fabric,.*,risk,osVersion,bootStage,id\r\n$/);
    expect(await fileOf('fr')).toMatch(/^\uFEFFhostname;fqdn;fabric;.*;risk;osVersion;bootStage;id\r\n$/);
  });

  it('writes what a library writes of each row alone, in batches of any size', () =>
    fc.assert(
      fc.asyncProperty(
        hosts,
        hosts,
        fc.constantFrom('en' as const, 'fr' as const),
        async (one, two, lang) => {
          const file = await fileOf(lang, one, [], two);
          expect(file).toBe(stringifiedCsv([...one, ...two].map(filedRow), lang));
        },
      ),
    ));
});
