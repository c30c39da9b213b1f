import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { hasPowerShell } from '@/apps/agent/tests/Support/agent-host';
import { ensureTools, root, shortLivedDotnet } from '@/apps/agent/tests/tools.mjs';
import { anyMixture, toPlanRun } from '@/test/support/plan-mixtures';
import { PUSH_SEED, runs } from '@/test/support/runs';

const PLANS = runs({ push: 6, long: 500 });
const LIMIT_MS = 900_000;

const Results = z.array(
  z.object({
    broken: z.array(z.string()),
    starts: z.number(),
    /** Starts in which a command was made to fail. */
    stopped: z.number(),
    restarts: z.number(),
    /** Restarts whose group was started once more. */
    again: z.number(),
    failures: z.array(z.string()),
  }),
);

const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);

describe.runIf(hasPowerShell)('the scripts of random plans in real PowerShell', () => {
  const { pwsh = 'pwsh' } = ensureTools(console.log);
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'gf-plans-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const runAll = (plans: readonly object[]) => {
    const mixtures = path.join(folder, 'mixtures.json');
    writeFileSync(mixtures, JSON.stringify(plans));
    const tests = path.join(root, 'apps/agent/tests');
    const stubs = path.join(tests, 'Catalogue/CatalogueStubs.psm1');
    const program = path.join(tests, 'Plans/Invoke-PlanScripts.ps1');
    const args = ['-NoProfile', '-NonInteractive', '-File', program, '-Mixtures', mixtures, '-Stubs', stubs];
    const env = { ...process.env, ...shortLivedDotnet, POWERSHELL_TELEMETRY_OPTOUT: '1' };
    const limits = { timeout: LIMIT_MS, maxBuffer: 1 << 28 };
    return Results.parse(JSON.parse(execFileSync(pwsh, args, { env, encoding: 'utf8', ...limits })));
  };

  it('stop at what fails, restart no node under running VMs nor twice, and encrypt nothing without its key kept', {
    timeout: LIMIT_MS,
  }, () => {
    const seed = PUSH_SEED ?? Math.floor(Math.random() * 2 ** 31);
    const mixtures = fc.sample(anyMixture, { numRuns: PLANS, seed });
    const plans = mixtures.map((mixture, index) => {
      const file = path.join(folder, `RP-${index}.ps1`);
      const { script, ...run } = toPlanRun(mixture);
      // A policy of HGS is loosened by no script.
      expect(script).not.toMatch(/(Disable|Remove)-HgsAttestation/);
      expect(script).toContain('#Requires -RunAsAdministrator');
      writeFileSync(file, script);
      return { ...run, file };
    });
    const results = runAll(plans);
    const broken = results.flatMap((result, index) => result.broken.map((rule) => `${index}: ${rule}`));
    expect(broken, `seed ${seed}`).toEqual([]);
    expect(results).toHaveLength(PLANS);
    const total = (word: 'starts' | 'stopped' | 'restarts' | 'again') =>
      sum(results.map((result) => result[word]));
    expect(total('starts')).toBeGreaterThan(PLANS);
    // A few may have none.
    if (PLANS >= 100)
      expect(Math.min(total('restarts'), total('stopped'), total('again'))).toBeGreaterThan(PLANS / 10);
  });
});
