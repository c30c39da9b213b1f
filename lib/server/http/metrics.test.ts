import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkoutRoot } from '@/lib/server/process/checkout';
import { createApiToken } from '@/lib/server/services/operator';
import { enroll, hostNames, send, snapshotOf } from '@/test/support/agent-client';
import { systemCtx } from '@/test/support/callers';
import { familiesOf, labelsAskedIn, metricNamesIn, metricsOf, seriesSum } from '@/test/support/read-metrics';
import { startTestServer, type TestServer } from '@/test/support/server';
import { tlsFiles } from '@/test/support/tls-files';
import { makeWorld, uniqueName } from '@/test/support/world';

// A fabric's name is text of an operator's choosing: quotes, backslash and line breaks must not forge series.
const EVIL = 'a"} 1\\\ngf_forged';

let server: TestServer;
let headers: Record<string, string>;

beforeAll(async () => {
  server = await startTestServer();
  const ctx = systemCtx(server.runtime.db);
  const input = { name: uniqueName('metrics'), role: 'viewer' as const };
  headers = { authorization: `Bearer ${(await createApiToken({ ctx, input })).token}` };
});

afterAll(() => server.stop());

/** Labels that Prometheus adds to what it reads. */
const OF_PROMETHEUS = ['job', 'instance', 'exported_job'];

type Dashboard = { panels: { targets: { expr: string }[] }[] };

function expressionsIn(file: string, text: string): string[] {
  if (file.endsWith('.yml')) return [...text.matchAll(/^ {8}expr: (\S.*)$/gm)].map(([, found = '']) => found);
  const { panels }: Dashboard = JSON.parse(text);
  return panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
}

/** Every exporter prints such metrics of its own process: ours are those beside which ours alone stands. */
const LIMITED_TO_US =
  /process_\w+(\[\w+\]\))?( > \d+)? and on \(instance, job\) (last_over_time\()?gf_build_info/g;

const scrape = (sent = headers) => metricsOf(server.address, sent);

async function addHost(fabric: string) {
  const world = await makeWorld(server.runtime.db, fabric);
  const host = await enroll(server.address, await world.enrollmentToken(), hostNames(uniqueName('HV')));
  return { host, world };
}

describe('GET /api/metrics', () => {
  it('counts what was stored, repeated and rejected, each batch, and how hosts are', async () => {
    const { host, world } = await addHost('counted');
    const silent = await enroll(server.address, await world.enrollmentToken(), hostNames(uniqueName('HV')));
    expect(silent.hostId).not.toBe(host.hostId);
    const before = await scrape();
    const snapshot = snapshotOf(host);
    await send(server.address, host, snapshot);
    const body = (snapshots: unknown[]) => ({
      method: 'POST',
      headers: { authorization: `Bearer ${host.credential}`, 'content-type': 'application/json' },
      body: JSON.stringify({ schema: 1, sentAt: new Date().toISOString(), snapshots }),
    });
    const address = `${server.address}/api/v1/agent/snapshots`;
    await fetch(address, body([snapshot, { ...snapshot, sequence: 9 }]));
    expect((await fetch(address, body([]))).status).toBe(422);
    const after = await scrape();
    const grown = (name: string, labels = {}) =>
      seriesSum(after, name, labels) - seriesSum(before, name, labels);
    expect(grown('gf_ingest_snapshots_total', { outcome: 'stored' })).toBe(1);
    expect(grown('gf_ingest_snapshots_total', { outcome: 'duplicate' })).toBe(1);
    expect(grown('gf_ingest_snapshots_total', { outcome: 'rejected' })).toBe(1);
    expect(grown('gf_ingest_rejections_total', { code: 'snapshot_conflict' })).toBe(1);
    expect(grown('gf_ingest_rejections_total', { code: 'invalid_body' })).toBe(1);
    expect(grown('gf_ingest_commit_seconds_count')).toBe(3);
    expect(grown('gf_ingest_batch_snapshots_sum')).toBe(3);
    expect(
      grown('gf_http_requests_total', { route: '/api/v1/agent/snapshots', method: 'POST', status: '200' }),
    ).toBe(2);
    const fabric = world.fabric.name;
    expect(seriesSum(after, 'gf_hosts_reporting', { fabric, reporting: 'never' })).toBe(1);
    expect(seriesSum(after, 'gf_hosts_reporting', { fabric, reporting: 'faulty' })).toBe(1);
    expect(seriesSum(after, 'gf_hosts', { fabric, state: 'Silent' })).toBe(2);
    expect(seriesSum(after, 'gf_hosts', { fabric, state: 'Passed' })).toBe(0);
  });

  it('is text that Prometheus reads: each family typed once, histograms that add up, labels that stay labels', async () => {
    const { world } = await addHost('evil');
    // No verb takes such a name any more; one from before may stand in the database.
    await server.runtime.db.fabric.update({ where: { id: world.fabric.id }, data: { name: EVIL } });
    const text = await scrape();
    const families = familiesOf(text);
    expect(new Set(families.map(({ name }) => name)).size).toBe(families.length);
    expect(families.map(({ name }) => name)).not.toContain('gf_forged');
    const fabrics = families
      .find(({ name }) => name === 'gf_hosts')
      ?.samples.map(({ labels }) => labels.fabric);
    expect(fabrics).toContain(EVIL);
    for (const { type, name, samples } of families.filter((family) => family.type === 'histogram')) {
      const total = samples
        .filter((one) => one.name === `${name}_count`)
        .reduce((sum, one) => sum + one.value, 0);
      const infinite = samples
        .filter((one) => one.labels.le === '+Inf')
        .reduce((sum, one) => sum + one.value, 0);
      expect([type, name, infinite]).toEqual(['histogram', name, total]);
    }
    expect(seriesSum(text, 'gf_build_info')).toBe(1);
    const begunAtSeconds = Date.now() / 1000 - process.uptime();
    expect(seriesSum(text, 'process_start_time_seconds')).toBeCloseTo(begunAtSeconds, 0);
    expect(seriesSum(text, 'gf_database_pool', { pool: 'ingest', state: 'open' })).toBeGreaterThan(0);
    // Background jobs ran at the start, over connections of their own.
    expect(seriesSum(text, 'gf_database_pool', { pool: 'jobs', state: 'open' })).toBeGreaterThan(0);
    expect(seriesSum(text, 'gf_partitions', { table: 'snapshot_receipt' })).toBeGreaterThan(0);
  });

  it('says when the certificate ends that this server shows', async () => {
    const { certFile, keyFile } = tlsFiles();
    const tls = await startTestServer({
      variables: { GF_TLS_CERT_FILE: certFile, GF_TLS_KEY_FILE: keyFile },
    });
    try {
      const endsAt = tls.runtime.certificate?.endsAt().getTime() ?? Number.NaN;
      const text = await tls.runtime.metrics.print();
      expect(seriesSum(text, 'gf_tls_not_after_timestamp_seconds')).toBe(endsAt / 1000);
    } finally {
      await tls.stop();
    }
  });

  it('says nothing of other fabrics, nor of the process, to a token that is limited to one', async () => {
    const { world } = await addHost('limited');
    const text = await scrape({ authorization: `Bearer ${await world.apiToken('administrator')}` });
    expect(familiesOf(text).map(({ name }) => name)).toEqual(['gf_hosts', 'gf_hosts_reporting']);
    const fabrics = familiesOf(text).flatMap(({ samples }) => samples.map(({ labels }) => labels.fabric));
    expect(new Set(fabrics)).toEqual(new Set([world.fabric.name]));
  });

  it.each(['grafana-dashboard.json', 'alert-rules.yml'])('prints every metric that %s uses', async (file) => {
    const { host } = await addHost('charted');
    await send(server.address, host, snapshotOf(host));
    const families = familiesOf(await scrape());
    const samples = families.flatMap((family) => family.samples);
    const labelsOf = (name: string) => [
      ...OF_PROMETHEUS,
      ...samples.filter((one) => one.name === name).flatMap(({ labels }) => Object.keys(labels)),
    ];
    // A family is printed even where it has no series here, such as that of a certificate.
    const printed = new Set([...families, ...samples].map(({ name }) => name));
    const text = readFileSync(path.join(checkoutRoot(), 'docs/operate', file), 'utf8');
    const expressions = expressionsIn(file, text);
    const ofOthersToo = expressions.filter((one) => one.replaceAll(LIMITED_TO_US, '').includes('process_'));
    expect(ofOthersToo).toEqual([]);
    // None stored for so long means nothing where hosts may be told to send once a day.
    expect(expressions.filter((one) => /gf_ingest_snapshots_total.*==\s*0/.test(one))).toEqual([]);
    const used = metricNamesIn(expressions.join('\n'));
    expect(used.length).toBeGreaterThan(5);
    expect(used.filter((name) => !printed.has(name))).toEqual([]);
    // Every server prints the same of the whole fleet: once a server is how often it would be counted.
    const counted = expressions.flatMap(
      (one) =>
        one.match(/(?:max by \([^)]*\) \(|max\()?gf_(?:hosts|hosts_reporting|reports|report_mails)\b/g) ?? [],
    );
    expect(counted.filter((one) => !one.startsWith('max'))).toEqual([]);
    const unknown = expressions.map(labelsAskedIn).flatMap(({ names, labels }) => {
      const known = names.flatMap(labelsOf);
      return labels.filter((label) => names.length > 0 && !known.includes(label));
    });
    expect(unknown).toEqual([]);
  });
});
