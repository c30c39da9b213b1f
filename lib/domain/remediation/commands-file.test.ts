import { expect, it } from 'vitest';
import { CATALOGUE } from '@/lib/domain/remediation/catalogue';
import { REGISTER_BASELINE_V1 } from '@/lib/domain/remediation/commands/hgs';
import { GUARDED_RESTART, restartTo } from '@/lib/domain/remediation/commands/restart';
import { STEPS } from '@/lib/domain/remediation/steps';
import type { RemediationStep } from '@/lib/domain/remediation/types';
import { commandsOf } from '@/test/support/real-commands';
import { asShipped } from '@/test/support/script-text';

/** What the tests in real PowerShell read; renewed by `npx vitest run lib/domain/remediation -u`. */
const FILE = '../../../apps/agent/tests/Catalogue/commands.json';

const NO_WORDS = { hostname: '', attestationServerUrl: null, keyProtectionServerUrl: null };

it('hands every command to the tests in PowerShell', async () => {
  const all: readonly RemediationStep[] = Object.values(STEPS);
  const steps = all.flatMap(({ id, where, command }) =>
    command === undefined ? [] : [{ id, where, command }],
  );
  const verifying = CATALOGUE.map(({ id, verify: { where, command } }) => ({
    id: `verify ${id}`,
    where,
    command,
  }));
  const model = `M4'; Remove-Item C:\\ -Recurse; '$(calc) "`;
  const hostile = commandsOf({ ...NO_WORDS, model, firmwareVersion: "'; calc #" }, asShipped);
  const ofPlans = [
    { id: 'registerBaseline v1', where: 'hgs', command: REGISTER_BASELINE_V1 },
    { id: 'registerBaseline hostile', where: 'hgs', command: hostile.registerBaseline },
    {
      id: 'guardedRestart HV-02',
      where: 'host',
      command: restartTo(GUARDED_RESTART, ['HV-02', "HV'03"], []),
    },
    {
      id: 'guardedRestart of checks',
      where: 'host',
      command: restartTo(GUARDED_RESTART, ['HV-02'], ['BitLocker', 'SecureBoot']),
    },
  ];
  const used = new Set(CATALOGUE.flatMap((entry) => entry.steps));
  expect(all.filter((step) => !used.has(step))).toEqual([]);
  await expect(`${JSON.stringify([...steps, ...verifying, ...ofPlans], null, 2)}\n`).toMatchFileSnapshot(
    FILE,
  );
});
