import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type APIRequestContext, expect } from '@playwright/test';
import { test } from './support/demo';

// `npm run demo` as machines stop it. On a push apps/demo/load-past.test.ts has what it loads.

const HOSTS = 60;

async function killOnce(child: ChildProcess, isTime: () => boolean): Promise<void> {
  await expect.poll(isTime, { intervals: [5], timeout: 60_000 }).toBe(true);
  expect(child.exitCode).toBeNull();
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

async function ready(child: ChildProcess): Promise<{ address: string; password: string }> {
  let said = '';
  for await (const chunk of child.stdout ?? []) {
    said += chunk;
    const address = /is ready on (\S+),/.exec(said)?.[1];
    const password = /as administrator: claire\.morel@fab\.example, password (\S+)/.exec(said)?.[1];
    if (address && password) return { address, password };
  }
  throw new Error(`The demo ended:\n${said}`);
}

async function signedIn(
  request: APIRequestContext,
  { address, password }: { address: string; password: string },
) {
  const data = { email: 'claire.morel@fab.example', password };
  const answer = await request.post(`${address}/api/auth/sign-in/email`, {
    data,
    headers: { origin: address },
  });
  expect(answer.status()).toBe(200);
  return async (question: string) => (await request.get(`${address}/api/v1/${question}`)).json();
}

const readLines = (file: string) =>
  existsSync(file) ? readFileSync(file, 'utf8').split('\n').length - 1 : 0;

test('killed while it enrols and while it writes its past, a demo goes on and ends with the whole fleet', async ({
  demos,
  request,
}) => {
  test.setTimeout(300_000);
  const memory = path.join(demos.dataDir, 'demo');
  const begin = () => demos.start('--hosts', String(HOSTS), '--days', '2');
  await killOnce(begin(), () => readLines(path.join(memory, 'enrolled.jsonl')) > 0);
  await killOnce(begin(), () => existsSync(path.join(memory, 'progress.json')));
  const demo = begin();
  const ask = await signedIn(request, await ready(demo));
  const summary = await ask('summary');
  expect(summary).toMatchObject({ total: HOSTS, reporting: { never: 0, faulty: 0 } });
  expect(summary.states.Passed).toBeGreaterThan(HOSTS / 2);
  expect(readLines(path.join(memory, 'enrolled.jsonl'))).toBe(HOSTS);
  const { hosts } = await ask('hosts?state=Passed&limit=1');
  const { runs, unverified } = await ask(`hosts/${hosts[0].id}/timeline`);
  // Nothing vouches for a host from its enrolment to its first snapshot; after that the story has no gap.
  const reported = runs.map((run: { from: string }) => run.from).sort();
  expect(unverified.filter((gap: { to: string }) => gap.to > reported[0])).toEqual([]);
  const ended = once(demo, 'exit');
  demo.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
});
