import type { ReportContent } from '@/lib/contracts/report-content';
import { reportText } from '@/lib/i18n/report-text';
import { knownFromText } from '../parts/cover';
import { wordsOf } from '../words';
import { findingsOf, objectivesOf, reviewedOf } from './findings';
import { inventoryOf, type Making, observationsOf } from './hosts';
import { idsOf, markdown, orNone, plain, propsOf } from './parts';
import { risksOf } from './risks';

const OSCAL_VERSION = '1.1.3';

/**
 * The report as assessment results of OSCAL 1.1.3 (https://pages.nist.gov/OSCAL): the same content gives the
 * same bytes.
 */
export function oscalOfReport(content: ReportContent): Uint8Array {
  const making: Making = { content, ids: idsOf(content), text: reportText(content.lang) };
  const { ids, text } = making;
  const results = {
    uuid: ids.one('document'),
    metadata: metadataOf(making),
    'import-ap': { href: `#${ids.one('plan')}`, remarks: text('oscal.plan') },
    'local-definitions': { 'objectives-and-methods': objectivesOf(making) },
    results: [resultOf(making)],
    'back-matter': backMatterOf(making),
  };
  return Buffer.from(`${JSON.stringify({ 'assessment-results': results })}\n`);
}

function metadataOf({ content }: Making) {
  const {
    number,
    title,
    generatedAt,
    generatedBy,
    scope,
    timeZone,
    lang,
    evidence,
    auditHead,
    installation,
  } = content;
  return {
    title: markdown(title),
    'last-modified': generatedAt,
    version: number,
    'oscal-version': OSCAL_VERSION,
    props: propsOf({
      'report-id': content.id,
      'generated-by': generatedBy,
      installation: installation.name,
      'installation-address': installation.address,
      language: lang,
      'time-zone': timeZone,
      filter: scope.filter,
      fabrics: scope.fabrics.join(', '),
      'evidence-settled-at': evidence.settledAt,
      'hosts-with-late-evidence': evidence.lateHosts,
      'audit-head': auditHead?.hash ?? null,
    }),
  };
}

function resultOf(making: Making) {
  const { content, ids, text } = making;
  const { hosts, compliant, excepted, nonCompliant, unverified } = content.totals;
  return {
    uuid: ids.one('result'),
    title: markdown(content.title),
    description: text('oscal.classes', { hosts, compliant, excepted, nonCompliant, unverified }),
    start: content.from ?? content.asOf,
    end: content.asOf,
    'local-definitions': {
      'inventory-items': orNone(inventoryOf(making)),
      'assessment-assets': assetsOf(making),
    },
    'reviewed-controls': reviewedOf(making),
    observations: orNone(observationsOf(making)),
    risks: risksOf(making),
    findings: findingsOf(making),
    remarks: remarksOf(making),
  };
}

/**
 * A remark on what the document leaves out, and since when anything is known, where a reader of the result
 * looks.
 */
function remarksOf({ content, text }: Making): string {
  const count = content.period?.failures.leftOut.count ?? 0;
  const known = knownFromText({ words: wordsOf(content), content });
  const leftOut = count === 0 ? null : text('failures.leftOut', { count });
  return [text('oscal.remarks'), known, leftOut].filter((each) => each !== null).join(' ');
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

/**
 * There is no plan in the sense of OSCAL: what was assessed and how is the report's own method, which is
 * included here.
 */
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
