import type { ReportContent } from '@/lib/contracts/report-content';
import { reportText } from '@/lib/i18n/report-text';
import { inSlices, loopTurns } from '@/lib/util/loop-turns';
import { findingsOf, objectivesOf, reviewedOf } from './findings';
import { inventoryOf, leftHosts, type Making, observationsOf } from './hosts';
import { idsOf, markdown, orNone, plain, propsOf } from './parts';
import { risksOf } from './risks';

const OSCAL_VERSION = '1.1.3';

/** The report as assessment results of OSCAL 1.1.3 (https://pages.nist.gov/OSCAL): the same content gives the same bytes. */
export async function oscalOfReport(content: ReportContent): Promise<Uint8Array> {
  const making: Making = { content, ids: idsOf(content), text: reportText(content.lang) };
  const { ids, text } = making;
  const results = {
    uuid: ids.one('document'),
    metadata: metadataOf(making),
    'import-ap': { href: `#${ids.one('plan')}`, remarks: text('oscal.plan') },
    'local-definitions': { 'objectives-and-methods': objectivesOf(making) },
    results: [await resultOf(making)],
    'back-matter': backMatterOf(making),
  };
  return filled(`${JSON.stringify({ 'assessment-results': results })}\n`, making);
}

// Ten thousand hosts are written out in turns, so that nobody who asks the server for something waits for all of them.

const LISTS = { inventory: inventoryOf, observations: observationsOf } as const;

/** Where a list comes that is written out by itself. No uuid but this one is made of these words. */
const placeOf = ({ ids }: Making, list: keyof typeof LISTS) => [ids.one('place', list)];

async function filled(json: string, making: Making): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let rest = json;
  for (const list of ['inventory', 'observations'] as const) {
    const place = JSON.stringify(placeOf(making, list));
    const at = rest.indexOf(place);
    if (at < 0) continue;
    parts.push(Buffer.from(`${rest.slice(0, at)}[`), ...(await bytesOf(await LISTS[list](making))), CLOSED);
    rest = rest.slice(at + place.length);
  }
  return Buffer.concat([...parts, Buffer.from(rest)]);
}

const [COMMA, CLOSED] = [Buffer.from(','), Buffer.from(']')];
async function bytesOf(items: readonly string[]): Promise<Uint8Array[]> {
  const written = await inSlices(items, (slice) => Buffer.from(slice.join(',')));
  return written.flatMap((bytes, index) => (index === 0 ? [bytes] : [COMMA, bytes]));
}

function metadataOf({ content }: Making) {
  const { number, title, generatedAt, generatedBy, scope, timeZone, lang, auditHead } = content;
  return {
    title: markdown(title),
    'last-modified': generatedAt,
    version: number,
    'oscal-version': OSCAL_VERSION,
    props: propsOf({
      'report-id': content.id,
      'generated-by': generatedBy,
      language: lang,
      'time-zone': timeZone,
      filter: scope.filter,
      fabrics: scope.fabrics.join(', '),
      'audit-head': auditHead?.hash ?? null,
    }),
  };
}

async function resultOf(making: Making) {
  const { content, ids, text } = making;
  const { hosts, compliant, excepted, nonCompliant, unverified } = content.totals;
  const turns = loopTurns();
  const risks = risksOf(making);
  await turns.take();
  const findings = findingsOf(making);
  await turns.take();
  const hasHosts = content.hosts.length + leftHosts(content).length > 0;
  return {
    uuid: ids.one('result'),
    title: markdown(content.title),
    description: text('oscal.classes', { hosts, compliant, excepted, nonCompliant, unverified }),
    start: content.from ?? content.asOf,
    end: content.asOf,
    'local-definitions': {
      'inventory-items': hasHosts ? placeOf(making, 'inventory') : undefined,
      'assessment-assets': assetsOf(making),
    },
    'reviewed-controls': reviewedOf(making),
    observations: hasHosts ? placeOf(making, 'observations') : undefined,
    risks,
    findings,
    remarks: text('oscal.remarks'),
  };
}

function assetsOf({ content: { product }, ids, text }: Making) {
  const component = {
    uuid: ids.one('component'),
    type: 'software',
    title: 'Guarded Fabric',
    description: text('oscal.platform'),
    props: propsOf({
      version: product.version,
      rules: product.judgeVersion,
      catalogue: product.catalogueVersion,
    }),
    status: { state: 'operational' },
  };
  const uses = [{ 'component-uuid': component.uuid }];
  const platform = { uuid: ids.one('platform'), title: 'Guarded Fabric', 'uses-components': uses };
  return { components: [component], 'assessment-platforms': [platform] };
}

/** There is no plan as OSCAL knows it: what was looked at and how is the report's own method, which is in here whole. */
function backMatterOf({ content, ids, text }: Making) {
  const { method, definitions, number, frameworks } = content;
  const lines = [...method, ...definitions.map((one) => `${one.term}: ${one.text}`)];
  const plan = {
    uuid: ids.one('plan'),
    title: text('oscal.planTitle', { number: markdown(number) }),
    description: text('oscal.plan'),
    base64: {
      filename: 'method.txt',
      'media-type': 'text/plain; charset=utf-8',
      value: Buffer.from(`${lines.join('\n')}\n`, 'utf8').toString('base64'),
    },
  };
  const catalogues = frameworks.map(({ key, name, version, controls, counted, touched }) => ({
    uuid: ids.one('framework', key),
    title: markdown(`${name} ${version}`),
    description: `${text('oscal.framework', { touched, controls })} ${markdown(counted)}`,
    citation: { text: markdown(`${plain(name) ?? key} ${version}`) },
  }));
  return { resources: orNone([plan, ...catalogues]) };
}
