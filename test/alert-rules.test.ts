import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { checkoutRoot } from '@/lib/server/process/checkout';
import { temporaryFolder } from '@/test/support/temporary-folder';

// The rules of docs/operate/alert-rules.yml as Prometheus evaluates them, on what two servers of one database print.

const rules = path.join(checkoutRoot(), 'docs/operate/alert-rules.yml');
const MINUTES = 30;

/** What both servers print. */
const of = (name: string, labels: string, value: number) =>
  ['a', 'b'].map((instance) => ({
    series: `${name}{job="guarded-fabric",instance="${instance}"${labels && `,${labels}`}}`,
    values: `${value}x${MINUTES}`,
  }));

const up = (a: number, b: number) =>
  Object.entries({ a, b }).map(([instance, value]) => ({
    series: `up{job="guarded-fabric",instance="${instance}"}`,
    values: `${value}x${MINUTES}`,
  }));

const FLEET = [
  ...of('gf_hosts_reporting', 'fabric="F",reporting="onTime"', 115),
  ...of('gf_hosts_reporting', 'fabric="F",reporting="silent"', 3),
  ...of('gf_hosts', 'fabric="F",state="Passed"', 118),
  ...of('gf_hosts', 'fabric="F",state="Failed"', 0),
];
const UNTIL_NOW = MINUTES * 60;
const HEALTHY = [
  ...up(1, 1),
  ...of('gf_event_source_up', '', 1),
  ...of('gf_tls_not_after_timestamp_seconds', '', UNTIL_NOW + 30 * 86_400),
  ...of('gf_job_last_success_timestamp_seconds', 'exported_job="watch"', UNTIL_NOW),
  ...of('gf_reports', 'state="failed"', 0),
  ...of('gf_report_mails', 'state="givenUp"', 0),
];

type Alert = { name: string; labels: Record<string, string> };

/** What promtool says where these alerts, and these alone of the names given, are not what the rules come to. */
function evaluate(series: object[], expected: Alert[], silent: string[]): string {
  const folder = temporaryFolder('gf-rules-');
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const named = [...new Set([...expected.map(({ name }) => name), ...silent])];
  const input = named.map((name) => ({
    expr: `ALERTS{alertname="${name}",alertstate="firing"}`,
    eval_time: `${MINUTES}m`,
    exp_samples: expected
      .filter((one) => one.name === name)
      .map(({ labels }) => {
        const all = { alertname: name, alertstate: 'firing', ...labels };
        const words = Object.entries(all).map(([label, value]) => `${label}="${value}"`);
        return { labels: `ALERTS{${words.join(',')}}`, value: 1 };
      }),
  }));
  const tests = [{ interval: '1m', input_series: series, promql_expr_test: input }];
  const file = path.join(folder, 'test.yml');
  // JSON is YAML.
  writeFileSync(file, JSON.stringify({ rule_files: [rules], evaluation_interval: '1m', tests }));
  const { stdout, stderr, status } = spawnSync('promtool', ['test', 'rules', file], { encoding: 'utf8' });
  return status === 0 ? '' : `${stdout}${stderr}`;
}

const ALL = [
  'Down',
  'ServerDown',
  'NoSnapshots',
  'HostsNotAble',
  'JobsStopped',
  'CertificateEnds',
  'ReportsFail',
  'MailsFail',
  'EventSourceDown',
].map((name) => `GuardedFabric${name}`);

it('counts hosts once, however many servers print them, and is silent of what is well', () => {
  const silentHosts = {
    name: 'GuardedFabricHostsNotVouchedFor',
    labels: { severity: 'warning', fabric: 'F' },
  };
  expect(evaluate([...HEALTHY, ...FLEET], [silentHosts], ALL)).toBe('');
});

it('is critical only where no server answers, and a warning where one of two does not', () => {
  const away = (instance: string) => ({
    name: 'GuardedFabricServerDown',
    labels: { severity: 'warning', job: 'guarded-fabric', instance },
  });
  expect(evaluate(up(1, 0), [away('b')], ['GuardedFabricDown'])).toBe('');
  const all = { name: 'GuardedFabricDown', labels: { severity: 'critical' } };
  expect(evaluate(up(0, 0), [away('a'), away('b'), all], [])).toBe('');
});

it('knows jobs, the certificate, reports, mails and the source of events', () => {
  const ofServers = (name: string, labels: Record<string, string> = {}) =>
    ['a', 'b'].map((instance) => ({
      name: `GuardedFabric${name}`,
      labels: { severity: 'warning', job: 'guarded-fabric', instance, ...labels },
    }));
  const series = [
    ...of('gf_event_source_up', '', 0),
    ...of('gf_tls_not_after_timestamp_seconds', '', UNTIL_NOW + 86_400),
    ...of('gf_job_last_success_timestamp_seconds', 'exported_job="watch"', 0),
    ...of('gf_reports', 'state="failed"', 2),
    ...of('gf_report_mails', 'state="givenUp"', 1),
  ];
  const expected: Alert[] = [
    ...ofServers('EventSourceDown'),
    ...ofServers('CertificateEnds'),
    ...ofServers('JobsStopped', { exported_job: 'watch' }),
    { name: 'GuardedFabricReportsFail', labels: { severity: 'warning' } },
    { name: 'GuardedFabricMailsFail', labels: { severity: 'warning', state: 'givenUp' } },
  ];
  expect(evaluate(series, expected, [])).toBe('');
});
