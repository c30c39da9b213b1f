import { BATCH_AT_MOST } from '@/lib/contracts/words/batch';
import { MAX_EXPLAIN_CHARS } from '@/lib/contracts/words/catalogue';
import { DAY_MS } from '@/lib/util/durations';
import { makeOperator, signInCookie } from '@/test/support/callers';
import { demoProcesses } from '@/test/support/demo-processes';
import { listenTo } from '@/test/support/server-process';
import { attachTo, makeWorld } from '@/test/support/world';

// What one person or program costs the others that asks for as much as it can: the demo's fleet of 240 hosts with 90 days
// behind it, and beside each row another person's summary and an agent's question.

const SECONDS = Number(process.env.BENCH_SECONDS ?? 8);
const FLOOR_MS = 400;
/** The others ask so often, each time whether or not the last answer is there. */
const EVERY_MS = 150;

/** What the cmdlet says of one host, pasted for as many as a text may hold. */
const OUTPUT = `
IsHostGuarded            : False
Mode                     : HostGuardianService
KeyProtectionServerUrl   : http://hgs.fab.example/KeyProtection
AttestationServerUrl     : http://hgs.fab.example/Attestation
AttestationOperationMode : TPM
AttestationStatus        : InsecureHostConfiguration
AttestationSubstatus     : SecureBoot, BitLocker
`;

type Headers = Record<string, string>;
type Ask = () => Promise<Response>;
type Row = { name: string; atOnce: number; ask: Ask };

/** Asks all the time, so many at once; counts what was answered by its status. */
async function hurry({ atOnce, ask }: Row, isOver: () => boolean): Promise<Map<number, number>> {
  const statuses = new Map<number, number>();
  const one = async () => {
    while (!isOver()) {
      const answer = await ask();
      await answer.arrayBuffer();
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
      // As a program does that looks at what it is told, though not for as long.
      if (answer.status === 429) await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, one));
  return statuses;
}

async function times(ask: Ask, isOver: () => boolean): Promise<number[]> {
  const asked: Promise<number>[] = [];
  const timed = async () => {
    const askedAt = performance.now();
    const answer = await ask();
    await answer.arrayBuffer();
    if (!answer.ok) throw new Error(`Somebody else was answered ${answer.status}`);
    return performance.now() - askedAt;
  };
  while (!isOver()) {
    asked.push(timed());
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  }
  return Promise.all(asked);
}

const quantile = (values: number[], share: number) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length * share)] ?? Number.NaN;

async function beside(row: Row, others: { summary: Ask; agent: Ask }): Promise<void> {
  const endAt = performance.now() + SECONDS * 1_000;
  const isOver = () => performance.now() > endAt;
  const [statuses, summary, agent] = await Promise.all([
    hurry(row, isOver),
    times(others.summary, isOver),
    times(others.agent, isOver),
  ]);
  const say = (took: number[]) =>
    `p50 ${quantile(took, 0.5).toFixed(0).padStart(4)} p99 ${quantile(took, 0.99).toFixed(0).padStart(4)} ms`;
  const worst = Math.max(quantile(summary, 0.99), quantile(agent, 0.99));
  const told = [...statuses].map(([status, count]) => `${count} x ${status}`).join(', ');
  console.log(
    `${row.name.padEnd(44)} summary ${say(summary)}  agent ${say(agent)}  ` +
      `(${(worst / FLOOR_MS).toFixed(2)} of ${FLOOR_MS} ms${worst > FLOOR_MS ? ', MISSED' : ''})  ${told}`,
  );
}

/** The rows of what one caller may do, each as many at once as was once found to hurt. */
function rowsOf(address: string, headers: Headers, hosts: readonly string[]): Row[] {
  const get = (path: string) => () => fetch(address + path, { headers });
  const post = (path: string, body: unknown) => {
    const json = JSON.stringify(body);
    const typed = { ...headers, 'content-type': 'application/json', origin: address };
    return () => fetch(address + path, { method: 'POST', headers: typed, body: json });
  };
  const names = Array.from({ length: BATCH_AT_MOST }, () => 'host.facets').join(',');
  const inputs = Object.fromEntries(
    Array.from({ length: BATCH_AT_MOST }, (_, index) => [index, { filter: {} }]),
  );
  const batch = `/api/trpc/${names}?batch=1&input=${encodeURIComponent(JSON.stringify(inputs))}`;
  const period = { from: new Date(Date.now() - 89 * DAY_MS).toISOString(), to: new Date().toISOString() };
  const text = OUTPUT.repeat(Math.floor(MAX_EXPLAIN_CHARS / OUTPUT.length));
  return [
    { name: 'nothing', atOnce: 0, ask: get('/api/v1/summary') },
    { name: `batches of ${BATCH_AT_MOST} host.facets, 6 at once`, atOnce: 6, ask: get(batch) },
    {
      name: 'notes on 240 hosts, 20 at once',
      atOnce: 20,
      ask: post('/api/v1/hosts/notes', { hosts, text: 'A note' }),
    },
    { name: 'pages /hosts, 30 at once', atOnce: 30, ask: get('/hosts') },
    {
      name: 'previews of plans, 30 at once',
      atOnce: 30,
      ask: post('/api/v1/plans/preview', { hosts, lang: 'en' }),
    },
    { name: 'searches, 30 at once', atOnce: 30, ask: get('/api/v1/search?q=a&limit=20') },
    {
      name: 'previews of reports on 89 days, 30 at once',
      atOnce: 30,
      ask: post('/api/v1/reports/preview', { kind: 'period', ...period }),
    },
    { name: 'explained texts, 19 at once', atOnce: 19, ask: post('/api/v1/explain', { text }) },
    { name: 'workbooks, 30 at once', atOnce: 30, ask: get('/api/v1/hosts/export?format=xlsx') },
  ];
}

async function measure(address: string, dataDir: string): Promise<void> {
  const { db, close } = attachTo(dataDir);
  const person = async () => {
    const { email, password } = await makeOperator(db, 'administrator');
    return { cookie: await signInCookie(address, email, password) };
  };
  const [hurried, other] = [await person(), await person()];
  const world = await makeWorld(db, 'bench');
  const enrolling = { authorization: `Bearer ${await world.enrollmentToken()}` };
  const hosts = (await db.host.findMany({ where: { retiredAt: null }, select: { id: true } })).map(
    ({ id }) => id,
  );
  await close();
  const others = {
    summary: () => fetch(`${address}/api/v1/summary`, { headers: other }),
    agent: () => fetch(`${address}/api/v1/agent/check-token`, { method: 'POST', headers: enrolling }),
  };
  for (const row of rowsOf(address, hurried, hosts)) await beside(row, others);
}

export async function main(): Promise<void> {
  const demo = demoProcesses();
  try {
    const address = await listenTo(demo.start())(/is ready on (http\S+?),/);
    await measure(address, demo.dataDir);
  } finally {
    await demo.end();
  }
}
