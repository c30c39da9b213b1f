import { describe, expect, it } from 'vitest';
import type { PlanDetail } from '@/lib/contracts/plan';
import { CATALOGUE } from '@/lib/domain/remediation/catalogue';
import { renderCaution } from '@/lib/domain/remediation/render';
import { LOCALES } from '@/lib/i18n/locales';
import { remediationText } from '@/lib/i18n/remediation-text';
import type { DbRoot } from '@/lib/server/db/client';
import type { Pools } from '@/lib/server/db/pools';
import { type PlanWorld, planWorld } from '@/test/support/plans';
import { readCsv } from '@/test/support/read-csv';
import { usesDatabase } from '@/test/support/uses-database';
import { confirmChange, createPlan, exportPlan, getPlan, setTask } from '.';

let db: DbRoot;
let pools: Pools;
usesDatabase((given, opened) => {
  db = given;
  pools = opened;
});

const create = (my: PlanWorld, hosts: string[], more: object = {}) =>
  createPlan({ ctx: my.person, input: { hosts, owner: null, lang: 'en', ...more } });
const read = (my: PlanWorld, id: string, minute: number) =>
  getPlan({ ctx: my.at(minute), input: { id, lang: 'en', for: null, at: null } });

describe('the file of a plan', () => {
  it('has all of it for people, its tasks as rows, and HGS’s part alone', async () => {
    const my = await planWorld(pools, ['SecureBootSettings', 'BitLocker'], []);
    const { id, number } = await create(my, my.ids, { name: '=Night](http://x) <b>' });
    await confirmChange({ ctx: my.person, input: { id, text: 'CHG-1', group: null, lang: 'en' } });
    const file = async (format: 'md' | 'csv', part: 'hgs' | null = null) =>
      (await exportPlan({ ctx: my.person, input: { id, format, at: null, for: part, lang: 'fr' } })).text;
    const text = await file('md');
    expect(text).toContain(`# ${number} =Night\\]\\(http://x\\) \\<b\\>`);
    expect(text).toContain('Enable-BitLocker');
    // The restart of the first group is in the second; the baseline needs none.
    expect(text.match(/^(Redémarr|Sans redémarrage).*$/gm)).toEqual([
      'Redémarrage dans le groupe 2',
      'Redémarre chaque hôte',
      'Sans redémarrage',
    ]);
    expect(text).toContain('Hors du plan');
    const hgs = await file('md', 'hgs');
    expect(hgs).toContain('Add-HgsAttestationTpmPolicy');
    expect(hgs).not.toMatch(/Enable-BitLocker|Restart-Computer|Get-HgsAttestationBaselinePolicy/);
    const [names = [], ...rows] = readCsv(await file('csv'), ';');
    const column = (name: string) => rows.map((row) => row[names.indexOf(name)]);
    expect(column('kind')).toEqual(['fix', 'restart', 'baseline', 'uncovered']);
    expect(column('state')).toEqual(['todo', 'todo', 'todo', '']);
    const entries = await db.auditEntry.count({ where: { action: 'plan.exported', subjectId: id } });
    expect(entries).toBe(3);
  });
});

describe('a plan over checks that HGS could be told not to ask for', () => {
  const cautions = CATALOGUE.flatMap((entry) =>
    entry.cautions.map((caution) => ({ key: entry.key, caution })),
  );
  const loosening = cautions.filter(({ caution }) => caution.loosens);

  it.each(LOCALES)(
    'tells no way to lower what HGS requires, on the page nor in any file: %s',
    async (lang) => {
      const my = await planWorld(
        pools,
        loosening.map(({ key }) => key),
        [],
      );
      const { id, ...plan } = await create(my, my.ids, { lang });
      await confirmChange({ ctx: my.person, input: { id, text: 'CHG-1', group: null, lang } });
      const detail = await getPlan({ ctx: my.person, input: { id, lang, for: null, at: null } });
      const files = await Promise.all(
        (['md', 'csv', 'ps1'] as const).map(
          async (format) =>
            (await exportPlan({ ctx: my.person, input: { id, format, at: null, for: null, lang } })).text,
        ),
      );
      const text = remediationText(lang);
      const said = loosening.map(({ caution }) => renderCaution(caution, text));
      expect(said.join()).toContain('Disable-HgsAttestationPolicy');
      for (const told of [JSON.stringify([plan, detail]), ...files]) {
        expect(told).not.toMatch(/(Disable|Remove)-HgsAttestation/);
        for (const sentence of said) expect(told).not.toContain(sentence);
      }
      // What else there is to know is told as before.
      const groupPolicy = text('caution.groupPolicy');
      expect(detail.groups.flatMap((group) => group.cautions)).toContain(groupPolicy);
    },
  );
});

describe('the script of a plan', () => {
  it('has the hosts by name, what is left of them, and HGS’s steps apart from theirs', async () => {
    const my = await planWorld(pools, ['SecureBootSettings', 'BitLocker'], ['BitLocker'], []);
    const plan = await create(my, my.ids, { name: "Night’s'; Remove-Item C:\\" });
    const script = async (part: 'hgs' | null = null) => {
      const asked = { id: plan.id, format: 'ps1', at: null, for: part, lang: 'fr' } as const;
      return (await exportPlan({ ctx: my.person, input: asked })).text;
    };
    const names = plan.groups[0]?.tasks.map(({ hostname }) => `'${hostname.slice(0, 15)}'`).sort() ?? [];
    const before = await script();
    expect(before.startsWith(`\uFEFF# ${plan.number}\n`)).toBe(true);
    expect(before).toContain(`# 'Night’’s''; Remove-Item C:\\'`);
    expect(before).toContain(`Hosts = @(${names.join(', ')})`);
    expect(before).not.toMatch(/Add-HgsAttestationTpmPolicy|Get-HgsAttestationBaselinePolicy/);

    await confirmChange({ ctx: my.person, input: { id: plan.id, text: 'CHG-1', group: null, lang: 'en' } });
    const [onHosts = '', onHgs = ''] = (await script()).split('$onHgs = @(');
    expect(onHosts).toContain('Enable-BitLocker');
    expect(onHosts).not.toContain('Add-HgsAttestationTpmPolicy');
    expect(onHgs).toContain('Add-HgsAttestationTpmPolicy');
    expect(await script('hgs')).not.toMatch(/Enable-BitLocker|Restart-Computer/);

    const task = plan.groups[0]?.tasks.find(({ hostId }) => hostId === my.ids[1])?.id ?? '';
    await setTask({ ctx: my.person, input: { id: plan.id, task, state: 'skipped', note: null } });
    expect(await script()).toMatch(/Group = 1\n +Number = 1\n[^@]+Hosts = @\('[^',]+'\)\n/);
  });

  it('moves VMs to the nodes that this plan has repaired before', async () => {
    const my = await planWorld(pools, ['PagefileEncryption'], ['PagefileEncryption']);
    await my.send(0, -4, ['PagefileEncryption'], { running: 0 });
    const plan = await create(my, my.ids);
    const restart = ({ groups }: PlanDetail) =>
      groups.flatMap(({ steps }) => steps).find(({ id }) => id === 'guardedRestart')?.command;
    expect(plan.groups[1]?.tasks.map(({ able }) => able)).toEqual([
      { now: 0, later: 0 },
      { now: 0, later: 1 },
    ]);
    expect(restart(plan)).toContain('$ableNodes = @()');
    const [repaired] = plan.groups[1]?.tasks ?? [];
    await my.send(0, 5, []);
    expect(restart(await read(my, plan.id, 6))).toContain(`$ableNodes = @('${repaired?.hostname}')`);
  });
});
