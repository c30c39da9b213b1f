import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Catalogue, ExplainOutput } from '@/lib/contracts/catalogue';
import { MAX_EXPLAIN_CHARS, MAX_EXPLAIN_LINES } from '@/lib/contracts/words/catalogue';
import { EXPLAIN_CODES } from '@/lib/domain/explain/explanation';
import { commandIn } from '@/lib/domain/remediation/commands/script-texts';
import { loadMessages } from '@/lib/i18n/messages';
import { remediationText } from '@/lib/i18n/remediation-text';
import { makeCallers } from '@/test/support/callers';
import { startTestServer, type TestServer } from '@/test/support/server';

let server: TestServer;
let token: Record<string, string>;

beforeAll(async () => {
  server = await startTestServer();
  token = (await makeCallers(server.runtime.db, server.address)).viewerToken;
});

afterAll(() => server.stop());

const get = (path: string) => fetch(server.address + path, { headers: token });

function explain(body: unknown): Promise<Response> {
  const headers = { ...token, 'content-type': 'application/json' };
  return fetch(`${server.address}/api/v1/explain`, { method: 'POST', headers, body: JSON.stringify(body) });
}

describe('GET /api/v1/catalogue', () => {
  it('answers in the language asked for, with commands that differ in what they say alone', async () => {
    const [en, fr] = await Promise.all(
      ['', '?lang=fr'].map(async (query) =>
        Catalogue.parse(await (await get(`/api/v1/catalogue${query}`)).json()),
      ),
    );
    expect([en?.lang, fr?.lang]).toEqual(['en', 'fr']);
    expect(en?.entries.find(({ key }) => key === 'SecureBoot')?.title).toBe('Secure Boot is off');
    expect(fr?.entries.find(({ key }) => key === 'SecureBoot')?.title).toBe('Démarrage sécurisé désactivé');
    const commands = (catalogue: typeof en) =>
      catalogue?.entries.flatMap(({ steps, verify }) => [
        ...steps.flatMap(({ command }) => command ?? []),
        verify.command,
      ]) ?? [];
    expect(commands(fr)).toEqual(commands(en).map((command) => commandIn(command, remediationText('fr'))));
    expect(commands(fr)).not.toEqual(commands(en));
  });

  it('answers the entries of the names that are asked for, and none for a name that it does not know', async () => {
    const query = 'lang=fr&key=BitLocker&key=FullBoot&key=Quantum';
    const { entries } = Catalogue.parse(await (await get(`/api/v1/catalogue?${query}`)).json());
    expect(new Set(entries.map(({ key }) => key))).toEqual(new Set(['BitLocker', 'FullBoot']));
    expect(entries[0]?.steps.map(({ id }) => id)).toContain('guardedRestart');
  });

  it('answers what is wrong with a host as one sequence where its mode is given', async () => {
    const asked = async (query: string) =>
      Catalogue.parse(await (await get(`/api/v1/catalogue?key=VirtualSecureMode&key=Iommu&${query}`)).json());
    const seen = await asked('mode=Tpm&iommu=seen');
    expect(seen.repair).toMatchObject({ restarts: 1, twice: null, why: null });
    expect(seen.repair?.parts.map(({ part, keys }) => [part, ...keys])).toEqual([
      ['diagnose'],
      ['fix', 'Iommu'],
      ['fix', 'VirtualSecureMode'],
      ['restart', 'Iommu', 'VirtualSecureMode'],
      ['resume'],
    ]);
    const french = await asked('mode=Tpm&iommu=notSeen&lang=fr');
    expect(french.repair).toMatchObject({ restarts: 2, twice: 'iommuNotSeen' });
    expect(french.repair?.why).toContain('redémarre deux fois');
    expect(await asked('')).not.toHaveProperty('repair');
  });

  it('says why a host without the HostGuardian feature restarts twice, and numbers both parts of its entry', async () => {
    const query = 'key=HostGuardianFeatureMissing&key=modernTls&mode=Tpm';
    const { repair, entries } = Catalogue.parse(await (await get(`/api/v1/catalogue?${query}`)).json());
    expect(repair).toMatchObject({ restarts: 2, twice: 'featureMissing' });
    expect(repair?.why).toContain('HostGuardian');
    const ofFeature = repair?.parts.filter(({ keys }) => keys[0] === 'HostGuardianFeatureMissing');
    expect(ofFeature?.map(({ part }) => part)).toEqual(['fix', 'restart', 'fix']);
    expect(entries[ofFeature?.[2]?.entry ?? -1]?.key).toBe('HostGuardianFeatureMissing');
  });

  it('refuses a word that the request does not use', async () => {
    for (const [query, word] of [
      ['mode=Tpm', 'mode'],
      ['iommu=seen', 'iommu'],
      ['key=Iommu&iommu=seen', 'iommu'],
    ]) {
      const refused = await get(`/api/v1/catalogue?${query}`);
      expect([refused.status, (await refused.json()).pointer]).toEqual([400, word]);
    }
  });

  it('refuses another language and another word by name', async () => {
    const problems = await Promise.all(
      ['lang=de', 'language=fr'].map(async (query) => {
        const response = await get(`/api/v1/catalogue?${query}`);
        return [response.status, (await response.json()).code];
      }),
    );
    expect(problems).toEqual([
      [400, 'invalid_value'],
      [400, 'unknown_parameter'],
    ]);
  });
});

describe('POST /api/v1/explain', () => {
  const text = 'AttestationStatus : InsecureHostConfiguration\nAttestationSubstatus : BitLocker\nhello';

  it('says the verdict, the fix, what it understood and what it ignored', async () => {
    const found = ExplainOutput.parse(await (await explain({ text, lang: 'fr' })).json());
    expect(found).toMatchObject({
      attestationStatus: 'InsecureHostConfiguration',
      attestationMode: 'Unknown',
      failingChecks: ['BitLocker'],
      verdict: { code: 'insecure' },
      ignored: ['hello'],
    });
    expect(found.verdict.text).toContain('HGS l’a refusé');
    expect(found.remediation.map(({ title }) => title)).toEqual(['Volume système non chiffré']);
    expect(found.understood).toContainEqual({ field: 'AttestationSubstatus', value: 'BitLocker' });
  });

  it('tells the repair of several checks as one sequence, and why a host restarts twice', async () => {
    const several = text.replace('BitLocker', 'VirtualSecureMode, Iommu, SecureBootSettings');
    const { repair, remediation } = ExplainOutput.parse(await (await explain({ text: several })).json());
    expect(repair?.parts.map(({ part, keys }) => [part, ...keys])).toEqual([
      ['diagnose'],
      ['restart', 'Iommu'],
      ['fix', 'Iommu'],
      ['fix', 'VirtualSecureMode'],
      ['restart', 'Iommu', 'VirtualSecureMode'],
      ['fix', 'SecureBootSettings'],
      ['resume'],
    ]);
    expect(repair).toMatchObject({ restarts: 2, twice: 'iommuNotKnown' });
    expect(repair?.why).toContain('restart twice');
    for (const { entry, keys } of repair?.parts ?? [])
      if (entry !== undefined) expect(remediation[entry]?.key).toBe(keys[0]);
  });

  it('gives each host of a text its verdict, and one for all that is no better', async () => {
    const table = `PSComputerName AttestationStatus
-------------- -----------------
HV-01          Passed
HV-02          TpmError`;
    for (const lang of ['en', 'fr'] as const) {
      const found = ExplainOutput.parse(await (await explain({ text: table, lang })).json());
      const verdicts = loadMessages(lang).verdict;
      expect(found).toMatchObject({
        attestationStatus: 'TpmError',
        repair: null,
        verdict: { code: 'someNotAble', text: expect.stringContaining('HV-02') },
        hosts: [
          { name: 'HV-01', attestationStatus: 'Passed', failingChecks: [], verdict: { code: 'passed' } },
          { name: 'HV-02', attestationStatus: 'TpmError', failingChecks: [], verdict: { code: 'tpmError' } },
        ],
      });
      expect(verdicts.tpmError).toContain(found.hosts?.[1]?.verdict.text.split('. ').at(-1));
      const passed = await (await explain({ text: table.replace('TpmError', 'Passed'), lang })).json();
      expect(passed.verdict).toMatchObject({ code: 'passed', text: expect.stringMatching(/2|Both/) });
    }
  });

  it('has no list of hosts where a text is about one', async () => {
    expect(await (await explain({ text })).json()).not.toHaveProperty('hosts');
  });

  it('has words for a text that says nothing, in both languages', async () => {
    for (const lang of ['en', 'fr'] as const) {
      const { verdict } = ExplainOutput.parse(await (await explain({ text: '', lang })).json());
      expect(verdict.text).toBe(loadMessages(lang).remediation.explain.nothingUnderstood);
      expect(Object.keys(loadMessages(lang).remediation.explain).sort()).toEqual([...EXPLAIN_CODES].sort());
    }
  });

  it('refuses what does not fit, and names it', async () => {
    const bodies = [
      {},
      { text: 1 },
      { text, lang: 'de' },
      { text: 'x'.repeat(MAX_EXPLAIN_CHARS + 1) },
      { text: '\n'.repeat(MAX_EXPLAIN_LINES) },
    ];
    for (const body of bodies) {
      const response = await explain(body);
      expect(response.status).toBe(400);
      expect((await response.json()).code).toBe('invalid_value');
    }
    const unknown = await explain({ text, more: 1 });
    expect([unknown.status, (await unknown.json()).code]).toEqual([422, 'unknown_member']);
  });
});
