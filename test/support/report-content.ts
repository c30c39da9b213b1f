import fc from 'fast-check';
import { OWN_FRAMEWORKS } from '@/lib/contracts/frameworks';
import {
  REPORT_SCHEMA_VERSION,
  type ReportContent,
  type ReportException,
  type ReportHost,
} from '@/lib/contracts/report-content';
import { controlsOf } from '@/lib/domain/report/controls';
import type { Locale } from '@/lib/i18n/locales';
import { frameworkOf } from '@/lib/server/services/report/make-content';
import { DAY_MS, HOUR_MS } from '@/lib/util/durations';
import { type Dice, diceOf } from './report-content/dice';
import {
  AS_OF,
  exceptionOf,
  type FixtureShape,
  HOSTILE_TEXTS,
  hostOf,
  PERIOD_SECONDS,
} from './report-content/hosts';
import { failuresOf, periodOf } from './report-content/period';
import { plansOf } from './report-content/plans';
import { countedOf } from './report-content/totals';

const TEXTS = {
  en: {
    title: 'Attestation compliance report',
    method: [
      'An agent on each host reads the attestation state from the HGS client every 15 minutes. It changes nothing.',
      'The verdict is the one HGS gave. The evidence beside it is what the agent saw.',
    ],
    definitions: [
      {
        term: 'Compliant',
        text: 'means that HGS had accepted the host, that its health certificate had not expired, and that it had been heard from in time. Anything else is not compliant, including hosts that stopped sending.',
      },
      { term: 'Unverified', text: 'The host was silent: nothing is known, and nothing is counted as good.' },
    ],
    step: (cause: string, number: number) =>
      `Step ${number} for ${cause}: change the setting and restart the host.`,
  },
  fr: {
    title: 'Rapport de conformité des attestations',
    method: [
      'Un agent sur chaque hôte lit l’état d’attestation toutes les 15 minutes. Il ne change rien.',
      'Le verdict est celui de HGS. Les éléments relevés sont ceux que l’agent a vus.',
    ],
    definitions: [
      {
        term: 'Conforme',
        text: 'signifie que HGS avait accepté l’hôte, que son certificat n’était pas périmé et qu’il avait envoyé à temps. Tout le reste n’est pas conforme, y compris les hôtes devenus silencieux.',
      },
      {
        term: 'Non vérifié',
        text: 'L’hôte était silencieux : rien n’est su, et rien n’est compté comme bon.',
      },
    ],
    step: (cause: string, number: number) =>
      `Étape ${number} pour ${cause} : changer le réglage et redémarrer l’hôte.`,
  },
};

const RANK = ['nonCompliant', 'excepted', 'unverified', 'compliant'];

const byClassAndName = (a: ReportHost, b: ReportHost) =>
  RANK.indexOf(a.compliance) - RANK.indexOf(b.compliance) ||
  (a.hostname < b.hostname ? -1 : a.hostname > b.hostname ? 1 : 0);

function frameworksOf(hosts: readonly ReportHost[], exceptions: readonly ReportException[], lang: Locale) {
  return OWN_FRAMEWORKS.map((file) =>
    frameworkOf(file, controlsOf(file.mappings, { hosts, exceptions }), lang),
  );
}

function decided(dice: Dice, shape: FixtureShape) {
  const exceptionIds = Array.from({ length: Math.min(6, shape.hosts) }, () => dice.uuid());
  const hosts = Array.from({ length: shape.hosts }, (_, index) => hostOf(dice, shape, index, exceptionIds));
  hosts.sort(byClassAndName);
  const exceptions = exceptionIds.map((id, index) => exceptionOf(dice, shape, id, 27 + index, hosts));
  return { hosts, exceptions };
}

/** A report whose numbers agree with its hosts: the same for the same shape. */
export function reportContent(given: Partial<FixtureShape> = {}): ReportContent {
  const shape: FixtureShape = { seed: 1, hosts: 80, kind: 'period', lang: 'en', isHostile: false, ...given };
  const dice = diceOf(shape.seed);
  const texts = TEXTS[shape.lang];
  const { hosts, exceptions } = decided(dice, shape);
  const counted = countedOf(hosts);
  const isPeriod = shape.kind === 'period';
  const failures = isPeriod ? failuresOf(dice, hosts) : [];
  return {
    schemaVersion: REPORT_SCHEMA_VERSION,
    id: dice.uuid(),
    number: 'R-2026-11-24-01',
    kind: shape.kind,
    lang: shape.lang,
    title: shape.isHostile ? `${texts.title} ${dice.oneOf(HOSTILE_TEXTS)}` : texts.title,
    scope: { filter: '', fabrics: ['PAR-Prod', 'LYO-Prod', 'DR'] },
    asOf: AS_OF.toISOString(),
    from: isPeriod ? new Date(AS_OF.getTime() - PERIOD_SECONDS * 1000).toISOString() : null,
    to: isPeriod ? AS_OF.toISOString() : null,
    knownFrom: null,
    timeZone: 'Europe/Paris',
    evidence: {
      settledAt: new Date(AS_OF.getTime() + HOUR_MS).toISOString(),
      lateHosts: hosts.filter(({ lateEvidence }) => lateEvidence).length,
    },
    generatedAt: new Date(AS_OF.getTime() + 21_000).toISOString(),
    generatedBy: shape.isHostile ? dice.oneOf(HOSTILE_TEXTS) : 'Claire Morel',
    installation: { name: 'Example, production', address: 'https://fabric.example' },
    product: { version: '1.0.0', judgeVersion: 7, catalogueVersion: '2026.11' },
    method: texts.method,
    definitions: texts.definitions,
    ...counted,
    hosts,
    exceptions,
    plans: plansOf(hosts, shape),
    failures,
    // The first cause is repaired in another way in another mode, as UnauthorizedHost is.
    remediation: counted.causes
      .flatMap(({ cause }, index) => (index === 0 ? [cause, cause] : [cause]))
      .map((cause, index) => ({
        cause,
        title: index === 1 ? `${cause} (AD)` : cause,
        steps: [1, 2, 3].map((number) => texts.step(cause, number)),
      })),
    period: isPeriod ? periodOf(dice, { hosts, failures }, counted) : null,
    frameworks: frameworksOf(hosts, exceptions, shape.lang),
    auditHead: {
      at: '2026-11-24T08:42:00.000Z',
      sequence: '48211',
      hash: '9d41c7e25a0b83f61c9e77d4b2e806af4f13cb5d28a7910e64f23b8cde05a17c',
    },
  };
}

/** Its first exception was withdrawn within the period, and the others were not. */
export function withWithdrawn({ exceptions, ...content }: ReportContent): ReportContent {
  const at = new Date(AS_OF.getTime() - 4 * DAY_MS).toISOString();
  const ended = { endsAt: at, isInForceAtEnd: false, withdrawnAt: at, withdrawnBy: 'Julien Faure' };
  const none = { withdrawnAt: null, withdrawnBy: null };
  return {
    ...content,
    exceptions: exceptions.map((one, index) => ({ ...one, ...(index === 0 ? ended : none) })),
  };
}

/** Reports of every kind and language, on few hosts or none, with and without hostile text. */
export const reportContents: fc.Arbitrary<ReportContent> = fc
  .record({
    seed: fc.nat(),
    hosts: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 60 })),
    kind: fc.constantFrom('moment' as const, 'period' as const),
    lang: fc.constantFrom('en' as const, 'fr' as const),
    isHostile: fc.boolean(),
  })
  .map(reportContent);
