import type { ReportContent, ReportException, ReportHost } from '@/lib/contracts/report-content';
import type { AttestationStatus, State } from '@/lib/domain/vocabulary';
import { DOCUMENTED_CHECKS } from '@/lib/domain/vocabulary';
import type { Dice } from './dice';

export type FixtureShape = {
  seed: number;
  hosts: number;
  kind: ReportContent['kind'];
  lang: ReportContent['lang'];
  /** Names, reasons and evidence hold what an attacker would send. */
  isHostile: boolean;
};

export const AS_OF = new Date('2026-11-24T08:42:10.000Z');
export const PERIOD_DAYS = 30;
export const PERIOD_SECONDS = PERIOD_DAYS * 86_400;

/** What a host, or a person, may put where a name is expected. */
export const HOSTILE_TEXTS = [
  'host\u0000\u0007\u001b[31mred\u001b[0m',
  '\u202Egpj.exe\u202C\u2066x\u2069',
  '\u05e9\u05dc\u05d5\u05dd-\u0645\u0631\u062d\u0628\u0627',
  '\u4e2d\u6587\u4e3b\u673a-\ud83d\ude00\ud83c\uddeb\ud83c\uddf7',
  'e\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308'.repeat(12),
  'x'.repeat(255),
  `${'very-long-name.'.repeat(17)}`,
  '</rdf:li><x:evil/>&amp;<![CDATA[',
  '=HYPERLINK("http://x","y")',
  ') Tj ET Q (stream\nendstream\nendobj',
  'lone\ud800surrogate\udfff',
  'tab\tnew\r\nline\u2028sep\u2029par\u00ad\u200b\ufeff',
  '\ue000private\uffff',
  '   ',
  '',
];

const FABRICS = [
  { fabric: 'PAR-Prod', code: 'par', clusters: 4 },
  { fabric: 'LYO-Prod', code: 'lyo', clusters: 3 },
  { fabric: 'DR', code: 'dr', clusters: 2 },
];

/** How often each state comes, in hundredths. */
const STATE_ODDS: readonly (readonly [State, number])[] = [
  ['Passed', 86],
  ['InsecureHostConfiguration', 6],
  ['UnauthorizedHost', 1],
  ['TpmError', 1],
  ['Expired', 1],
  ['TransientError', 1],
  ['NotConfigured', 1],
  ['Unknown', 1],
  ['Silent', 2],
];

const EVIDENCE: Readonly<
  Record<string, { label: string; seen: string; required: string | null; agrees: boolean }>
> = {
  SecureBootSettings: { label: 'PCR 7', seen: '9f2c41d0…', required: '3b81a7e2…', agrees: false },
  BitLocker: { label: 'C: protection', seen: 'Off', required: 'On', agrees: false },
  PagefileEncryption: { label: 'NtfsEncryptPagingFile', seen: '1', required: '1', agrees: true },
  Iommu: { label: 'DMA protection', seen: 'Not available', required: 'Available', agrees: false },
};

function stateOf(dice: Dice): State {
  let left = dice.below(100);
  for (const [state, odds] of STATE_ODDS) {
    if (left < odds) return state;
    left -= odds;
  }
  return 'Passed';
}

function causesOf(dice: Dice, state: State): string[] {
  if (state === 'Passed' || state === 'Silent') return [];
  if (state !== 'InsecureHostConfiguration') return [state];
  const count = 1 + dice.below(3);
  const checks = new Set(Array.from({ length: count }, () => dice.oneOf(DOCUMENTED_CHECKS)));
  return DOCUMENTED_CHECKS.filter((check) => checks.has(check));
}

function checksOf(state: State, failing: number) {
  if (state === 'Silent') return { satisfied: 0, failing: 0, notDetermined: 14, notApplicable: 0 };
  if (state === 'Passed') return { satisfied: 12, failing: 0, notDetermined: 2, notApplicable: 0 };
  return { satisfied: 0, failing, notDetermined: 14 - failing, notApplicable: 0 };
}

const classOf = (state: State, isExcepted: boolean) => {
  if (state === 'Passed') return 'compliant' as const;
  if (state === 'Silent') return 'unverified' as const;
  return isExcepted ? ('excepted' as const) : ('nonCompliant' as const);
};

function nameOf(dice: Dice, shape: FixtureShape, code: string, number: number): string {
  if (shape.isHostile && dice.below(3) === 0) return dice.oneOf(HOSTILE_TEXTS);
  return `hv-${code}-${String(number).padStart(4, '0')}`;
}

function verifiedOf(dice: Dice, compliance: ReportHost['compliance']) {
  const bad = compliance === 'compliant' ? dice.below(7_200) : 3_600 + dice.below(20 * 86_400);
  const unverified = dice.below(10) === 0 ? dice.below(86_400) : 0;
  const compliant = Math.max(0, PERIOD_SECONDS - bad - unverified);
  const excepted = compliance === 'excepted' ? bad : 0;
  const verified = PERIOD_SECONDS - unverified;
  return {
    compliant,
    excepted,
    nonCompliant: PERIOD_SECONDS - unverified - compliant - excepted,
    unverified,
    compliantShare: verified === 0 ? null : compliant / verified,
  };
}

export function hostOf(dice: Dice, shape: FixtureShape, index: number, exceptions: string[]): ReportHost {
  const place = dice.oneOf(FABRICS);
  const state = stateOf(dice);
  const causes = causesOf(dice, state);
  const isExcepted = causes.length > 0 && dice.below(8) === 0 && exceptions.length > 0;
  const compliance = classOf(state, isExcepted);
  const failingChecks = state === 'InsecureHostConfiguration' ? causes : [];
  const status: AttestationStatus = state === 'Silent' ? 'Passed' : state;
  const cluster = `CL-${place.code.toUpperCase()}-${String(1 + dice.below(place.clusters)).padStart(2, '0')}`;
  const isSilent = state === 'Silent';
  return {
    id: dice.uuid(),
    hostname: nameOf(dice, shape, place.code, index + 1),
    fqdn: null,
    fabric: place.fabric,
    cluster: dice.below(20) === 0 ? null : cluster,
    compliance,
    state,
    attestationStatus: status,
    attestationMode: 'Tpm',
    reporting: isSilent ? 'silent' : 'onTime',
    failingChecks,
    causes,
    since: new Date(AS_OF.getTime() - (60 + dice.below(40 * 86_400)) * 1000).toISOString(),
    verifiedUntil: new Date(AS_OF.getTime() - (isSilent ? 86_400_000 : 0)).toISOString(),
    lateEvidence: index % 7 === 0,
    lastObservedAt: new Date(AS_OF.getTime() - (isSilent ? 90_000_000 : dice.below(900_000))).toISOString(),
    shieldedVms: dice.below(30) === 0 ? null : dice.below(9),
    owner: dice.below(4) === 0 ? 'Claire Morel' : null,
    satisfiedChecks: DOCUMENTED_CHECKS.slice(0, checksOf(state, failingChecks.length).satisfied),
    exceptionIds: isExcepted ? [dice.oneOf(exceptions)] : [],
    checks: checksOf(state, failingChecks.length),
    failing: failingChecks.map((check) => ({
      check,
      inferred: dice.below(6) === 0,
      restartPending: dice.below(6) === 0,
      evidence: [
        shape.isHostile
          ? {
              label: dice.oneOf(HOSTILE_TEXTS),
              seen: dice.oneOf(HOSTILE_TEXTS),
              required: null,
              agrees: null,
            }
          : (EVIDENCE[check] ?? { label: 'Registry', seen: '0', required: '1', agrees: false }),
      ],
    })),
    ...(shape.kind === 'period' ? { verified: verifiedOf(dice, compliance) } : {}),
  };
}

const REASONS = {
  en: ['IOMMU needs a firmware setting, visit booked', 'Racks of the south room without remote hands'],
  fr: ['L’IOMMU demande un réglage du micrologiciel, visite prévue', 'Salle sud sans intervenant sur place'],
};

export function exceptionOf(
  dice: Dice,
  shape: FixtureShape,
  id: string,
  number: number,
  hosts: readonly ReportHost[],
): ReportException {
  const covered = hosts.filter(({ exceptionIds }) => exceptionIds.includes(id));
  const days = (count: number) => new Date(AS_OF.getTime() + count * 86_400_000).toISOString();
  const isInForceAtEnd = covered.length > 0 || dice.below(3) > 0;
  const isWithdrawn = !isInForceAtEnd && number % 2 === 1;
  return {
    id,
    number: `EX-${String(number).padStart(4, '0')}`,
    hostIds: covered.map((host) => host.id),
    causes: [...new Set(covered.flatMap(({ causes }) => causes))].sort(),
    reason: shape.isHostile ? dice.oneOf(HOSTILE_TEXTS) : dice.oneOf(REASONS[shape.lang]),
    control:
      shape.lang === 'fr' ? 'VM sensibles déplacées sur CL-PAR-02' : 'Sensitive VMs moved to CL-PAR-02',
    owner: 'Paul Garnier',
    requestedBy: 'reports (Claire Morel)',
    requestedAt: days(-42),
    approvedBy: 'Marie Lenoir',
    approvedAt: days(-40),
    follows: number % 2 === 0 ? `EX-${String(number - 1).padStart(4, '0')}` : null,
    inForceFrom: days(-40),
    reviewAt: days(20),
    endsAt: days(isInForceAtEnd ? 68 : -4),
    withdrawnAt: isWithdrawn ? days(-4) : null,
    withdrawnBy: isWithdrawn ? 'Julien Faure' : null,
    isInForceAtEnd,
  };
}
