import { z } from 'zod';
import * as acknowledgement from '@/lib/contracts/acknowledgement';
import * as administration from '@/lib/contracts/administration';
import * as agent from '@/lib/contracts/agent';
import * as audit from '@/lib/contracts/audit';
import * as catalogue from '@/lib/contracts/catalogue';
import * as changes from '@/lib/contracts/changes';
import * as compare from '@/lib/contracts/compare';
import * as exception from '@/lib/contracts/exception';
import * as fleet from '@/lib/contracts/fleet';
import * as frameworkFile from '@/lib/contracts/framework-file';
import * as frameworks from '@/lib/contracts/frameworks';
import * as history from '@/lib/contracts/history';
import * as hostMap from '@/lib/contracts/host-map';
import * as hostRecords from '@/lib/contracts/host-records';
import * as mayRestart from '@/lib/contracts/may-restart';
import * as note from '@/lib/contracts/note';
import * as plan from '@/lib/contracts/plan';
import * as reportContent from '@/lib/contracts/report-content';
import * as reportKeys from '@/lib/contracts/report-keys';
import * as reports from '@/lib/contracts/reports';
import * as schedules from '@/lib/contracts/schedules';
import * as search from '@/lib/contracts/search';
import * as secureBoot from '@/lib/contracts/secure-boot';
import * as selection from '@/lib/contracts/selection';
import * as settings from '@/lib/contracts/settings';
import * as snapshot from '@/lib/contracts/snapshot';
import * as vendorFacts from '@/lib/contracts/vendor-facts';
import * as view from '@/lib/contracts/view';
import * as waves from '@/lib/contracts/waves';
import { isRecord } from '@/lib/util/guards';

type Described = { paths?: object; components?: { schemas?: Readonly<Record<string, unknown>> } };

/**
 * An input belongs to one operation. Other shapes get such a name in the description if they are part of an
 * input.
 */
const isInput = (name: string) => name.endsWith('Input');

/** The shapes of the contracts under their own names, so that generated clients have a type for each. */
export const SHAPES = z.registry<{ id: string }>();
const CONTRACTS = [
  { ...acknowledgement, ...administration, ...agent, ...audit, ...catalogue, ...changes, ...compare },
  { ...exception, ...fleet, ...frameworkFile, ...frameworks, ...history, ...hostMap, ...hostRecords },
  { ...mayRestart, ...note, ...plan, ...reportContent, ...reportKeys, ...reports, ...schedules, ...search },
  { ...secureBoot, ...selection, ...settings, ...snapshot, ...vendorFacts, ...view, ...waves },
];
for (const [id, shape] of CONTRACTS.flatMap((contract) => Object.entries<unknown>(contract)))
  if (shape instanceof z.ZodType && !isInput(id) && !SHAPES.has(shape)) SHAPES.add(shape, { id });

const WITH_PATTERN: ReadonlySet<unknown> = new Set(['date-time', 'uuid']);

/**
 * Removes what says nothing: limits that every JavaScript number has, and patterns for times and ids, which
 * their format states.
 */
function withoutTheObvious(_name: string, value: unknown): unknown {
  if (!isRecord(value)) return value;
  const { pattern, minimum, maximum, ...said } = value;
  return {
    ...said,
    ...(pattern !== undefined && !WITH_PATTERN.has(value.format) && { pattern }),
    ...(minimum !== undefined && minimum !== Number.MIN_SAFE_INTEGER && { minimum }),
    ...(maximum !== undefined && maximum !== Number.MAX_SAFE_INTEGER && { maximum }),
  };
}

/** The names of the shapes that are used, directly or through others. */
function namesUsed({ paths, components }: Described): ReadonlySet<string> {
  const used = new Set<string>();
  const look = (part: unknown) => {
    for (const [, name = ''] of JSON.stringify(part).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      if (used.has(name)) continue;
      used.add(name);
      look(components?.schemas?.[name]);
    }
  };
  look(paths);
  return used;
}

/** The description with only the used shapes, as short as possible. */
export function tidied<Whole extends Described>(document: Whole): Whole {
  const used = namesUsed(document);
  const named = Object.entries(document.components?.schemas ?? {}).filter(([name]) => used.has(name));
  const schemas = Object.fromEntries(named);
  const whole = { ...document, components: { ...document.components, schemas } };
  return JSON.parse(JSON.stringify(whole), withoutTheObvious);
}
