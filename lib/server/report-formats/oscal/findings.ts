import type { CheckCounts, ControlResult, ReportContent } from '@/lib/contracts/report-content';
import type { Making } from './hosts';
import { controlId, markdown, orNone, propsOf, token } from './parts';

export const CONTROL = 'guarded-host-attestation';
const ABLE = 'accepted-by-hgs';

/** Every check that applied to any host. */
const checksOf = ({ byCheck }: ReportContent) =>
  byCheck.filter(({ satisfied, failing, notDetermined }) => satisfied + failing + notDetermined > 0);

const objectiveOf = (check: string) => `check-${token(check)}`;

/** The assessed items, as objectives of one control that this document defines itself. */
export function objectivesOf({ content, text }: Making) {
  const parts = [
    { id: ABLE, name: 'objective', prose: text('oscal.objectiveAble') },
    ...checksOf(content).map(({ check }) => ({
      id: objectiveOf(check),
      name: 'objective',
      prose: text('oscal.objectiveCheck', { check: markdown(check) }),
    })),
  ];
  return [{ 'control-id': CONTROL, description: text('oscal.control'), parts }];
}

const resultsOf = ({ frameworks }: ReportContent) => frameworks.flatMap(({ results }) => results);

const idOf = ({ framework, control }: ControlResult) => controlId(framework, control);

export function reviewedOf({ content, text }: Making) {
  const controls = [CONTROL, ...resultsOf(content).map(idOf)];
  const objectives = [ABLE, ...checksOf(content).map(({ check }) => objectiveOf(check))];
  return {
    description: text('oscal.control'),
    'control-selections': [
      { 'include-controls': [...new Set(controls)].map((control) => ({ 'control-id': control })) },
    ],
    'control-objective-selections': [
      { 'include-objectives': objectives.map((objective) => ({ 'objective-id': objective })) },
    ],
  };
}

export const findingsOf = (making: Making) => [
  ableOf(making),
  ...checksOf(making.content).map((counts) => findingOfCheck(making, counts)),
  ...resultsOf(making.content).map((result) => findingOfControl(making, result)),
];

type Outcome = 'pass' | 'fail' | 'other';

/** Undetermined is never satisfied. OSCAL has no third state: the reason and a remark distinguish the two. */
function statusOf({ text }: Making, reason: Outcome) {
  const state = reason === 'pass' ? 'satisfied' : 'not-satisfied';
  return { state, reason, ...(reason === 'other' ? { remarks: text('oscal.notDetermined') } : {}) };
}

function ableOf(making: Making) {
  const { content, ids, text } = making;
  const { hosts, compliant, excepted, nonCompliant, unverified } = content.totals;
  const isAll = hosts > 0 && compliant === hosts;
  const reason = isAll ? 'pass' : nonCompliant > 0 ? 'fail' : 'other';
  const others = content.hosts.filter(({ compliance }) => compliance !== 'compliant');
  return {
    uuid: ids.one('finding', 'able'),
    title: text('oscal.objectiveAble'),
    description: text('oscal.classes', { hosts, compliant, excepted, nonCompliant, unverified }),
    target: { type: 'objective-id', 'target-id': ABLE, status: statusOf(making, reason) },
    'related-observations': orNone(
      others.map(({ id }) => ({ 'observation-uuid': ids.one('observation', id) })),
    ),
    'related-risks': orNone(content.causes.map(({ cause }) => ({ 'risk-uuid': ids.one('cause', cause) }))),
  };
}

const outcomeOf = ({ satisfied, failing, notDetermined }: Omit<CheckCounts, 'notApplicable'>): Outcome =>
  failing > 0 ? 'fail' : notDetermined > 0 || satisfied === 0 ? 'other' : 'pass';

function findingOfCheck(making: Making, counts: ReportContent['byCheck'][number]) {
  const { content, ids, text } = making;
  const { check, satisfied, failing, notDetermined } = counts;
  const failingHosts = content.hosts.filter((host) => host.failing.some((one) => one.check === check));
  const risks = [
    ...content.causes.filter(({ cause }) => cause === check).map(({ cause }) => ids.one('cause', cause)),
    ...content.exceptions
      .filter(({ causes }) => causes.includes(check))
      .map(({ id }) => ids.one('exception', id)),
  ];
  return {
    uuid: ids.one('finding', `check ${check}`),
    title: markdown(check),
    description: text('oscal.counts', { satisfied, failing, notDetermined }),
    target: {
      type: 'objective-id',
      'target-id': objectiveOf(check),
      status: statusOf(making, outcomeOf(counts)),
    },
    'related-observations': orNone(
      failingHosts.map(({ id }) => ({ 'observation-uuid': ids.one('observation', id) })),
    ),
    'related-risks': orNone(risks.map((risk) => ({ 'risk-uuid': risk }))),
  };
}

/** Something under an exception is not satisfied either; the remark says so. */
const OF_STATE = {
  satisfied: 'pass',
  notSatisfied: 'fail',
  notDetermined: 'other',
  excepted: 'other',
} as const;

/**
 * Our interpretation of which checks support a control of somebody else's catalogue; nobody may take it for a
 * certificate.
 */
function findingOfControl(making: Making, result: ControlResult) {
  const { ids, text } = making;
  const { framework, frameworkVersion, control, title, checks, causes, relation, source, reviewedBy } =
    result;
  return {
    uuid: ids.one('finding', `control ${framework}\n${control}`),
    title: markdown(`${control} ${title}`),
    description: text('oscal.controlCounts', result.hosts),
    props: propsOf({
      framework,
      'framework-version': frameworkVersion,
      control,
      'control-state': result.state,
      checks: checks.join(' '),
      causes: causes.join(' '),
      relation,
      reason: result.reason,
      source,
      'reviewed-by': reviewedBy,
      'reviewed-at': result.reviewedAt,
    }),
    target: {
      type: 'statement-id',
      'target-id': `${idOf(result)}_smt`,
      status: statusOf(making, OF_STATE[result.state]),
    },
    remarks: text('oscal.ourReading'),
  };
}
