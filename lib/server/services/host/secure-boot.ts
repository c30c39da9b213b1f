import { SecureBoot, SecureBootInput } from '@/lib/contracts/secure-boot';
import type { VendorFact } from '@/lib/contracts/vendor-facts';
import { formatHostQuery } from '@/lib/contracts/words/host-query';
import type { HostFilter } from '@/lib/domain/host-filter';
import { planName } from '@/lib/domain/plan/progress';
import { type Cockpit, cockpitOf } from '@/lib/domain/secure-boot/cockpit';
import type { Figure } from '@/lib/domain/secure-boot/groups';
import type { BootStage } from '@/lib/domain/secure-boot/stage';
import { fabricScope } from '@/lib/server/auth/authorize';
import { type PlanOfClass, plansOfClasses } from '@/lib/server/db/fleet/answers/plans-of-classes';
import { countBootGroups } from '@/lib/server/db/fleet/answers/secure-boot';
import { FABRICS_OF_A_TIME } from '@/lib/server/verbs/question-words';
import { verb } from '@/lib/server/verbs/verb';
import { asOfText, fleetQuestion } from './internal';
import { vendorFacts } from './vendor-facts';

/** Hosts name their own classes and clusters, so there may be any number of them. */
const MOST_ROWS = 200;

type TellFilter = (filter: HostFilter) => string;
type Told<T> = T extends { filter: HostFilter } ? Omit<T, 'filter'> & { filter: string } : T;

/**
 * How far the 2023 Secure Boot certificates have been rolled out, and what a restart or the next step would
 * need.
 */
export const secureBootOfFleet = verb({
  procedure: 'host.secureBoot',
  route: {
    at: 'GET /api/v1/secure-boot',
    tag: 'hosts',
    operation: 'getSecureBoot',
    words: FABRICS_OF_A_TIME,
  },
  summary: 'Says how far the hosts have come with the Secure Boot certificates of 2023.',
  right: 'host.read',
  kind: 'query',
  heavy: true,
  input: SecureBootInput,
  output: SecureBoot,
  work: async ({ ctx, input: { filter, at } }) => {
    const asked: HostFilter = filter.fabric === undefined ? {} : { fabric: filter.fabric };
    const question = await fleetQuestion(ctx, { filter: asked, at });
    const [groups, plans, facts] = await Promise.all([
      countBootGroups(ctx.db, question),
      plansOfClasses(ctx.db, question.when, fabricScope(ctx)),
      vendorFacts(ctx.db),
    ]);
    const tell: TellFilter = (own) => formatHostQuery({ filter: { ...asked, ...own }, at }).toString();
    return {
      asOf: asOfText(question),
      ...toldCockpit(cockpitOf(groups), plansBy(plans), tell),
      facts: facts.map(inBoth),
    };
  },
});

const inBoth = ({ text, ...fact }: VendorFact) => ({
  ...fact,
  text: typeof text === 'string' ? { en: text, fr: text } : text,
});

const told = <T extends Figure>(figure: T, tell: TellFilter) =>
  ({ ...figure, filter: tell(figure.filter) }) as Told<T>;
const toldOrNone = (figure: Figure | null, tell: TellFilter) => (figure === null ? null : told(figure, tell));

type Place = { filter: HostFilter; fabric?: string; stage?: BootStage | null };
type TellPlans = (place: Place) => SecureBoot['classes'][number]['plans'];

/** Finds plans by the class of a filter, and by fabric and stage where these are given; each plan once. */
function plansBy(plans: readonly PlanOfClass[]): TellPlans {
  return ({ filter, fabric, stage }) => {
    const isThere = (plan: PlanOfClass) =>
      filter.class?.include.includes(plan.bootClass) === true &&
      (fabric === undefined || plan.fabric === fabric) &&
      (stage === undefined || plan.stage === stage);
    const found = plans
      .filter(isThere)
      .map(({ id, number, name }) => ({ id, number: planName(number), name }));
    return [...new Map(found.map((plan) => [plan.id, plan])).values()];
  };
}

function toldCockpit(
  cockpit: Cockpit,
  plansOf: TellPlans,
  tell: TellFilter,
): Omit<SecureBoot, 'asOf' | 'facts'> {
  const { classes, baselines, clusters } = cockpit;
  return {
    ...cockpit,
    total: told(cockpit.total, tell),
    stages: cockpit.stages.map((stage) => told(stage, tell)),
    unjudged: told(cockpit.unjudged, tell),
    classes: classes
      .slice(0, MOST_ROWS)
      .map((row) => ({ ...toldClass(row, tell), plans: plansOf(row.total) })),
    classCount: classes.length,
    baselines: baselines.slice(0, MOST_ROWS).map((row) => ({
      ...row,
      covers: told(row.covers, tell),
      plans: row.need === 'refused' ? plansOf({ ...row.covers, fabric: row.fabric, stage: row.stage }) : [],
    })),
    baselineCount: baselines.length,
    clusters: clusters.slice(0, MOST_ROWS).map((row) => ({
      ...row,
      all: told(row.all, tell),
      able: told(row.able, tell),
      falling: toldOrNone(row.falling, tell),
    })),
    clusterCount: clusters.length,
  };
}

const toldClass = (row: Cockpit['classes'][number], tell: TellFilter) => ({
  ...row,
  total: told(row.total, tell),
  cells: row.cells.map((cell) => ({
    ...told(cell, tell),
    refused: toldOrNone(cell.refused, tell),
    falling: toldOrNone(cell.falling, tell),
  })),
});
