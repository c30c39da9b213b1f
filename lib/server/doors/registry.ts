import * as change from '@/lib/server/services/change';
import * as enrollment from '@/lib/server/services/enrollment';
import * as exception from '@/lib/server/services/exception';
import * as fabric from '@/lib/server/services/fabric';
import * as history from '@/lib/server/services/history';
import * as host from '@/lib/server/services/host';
import * as note from '@/lib/server/services/note';
import * as notification from '@/lib/server/services/notification';
import * as operator from '@/lib/server/services/operator';
import * as plan from '@/lib/server/services/plan';
import * as report from '@/lib/server/services/report';
import * as schedule from '@/lib/server/services/schedule';
import * as search from '@/lib/server/services/search';
import * as setting from '@/lib/server/services/setting';
import * as snapshot from '@/lib/server/services/snapshot';
import * as system from '@/lib/server/services/system';
import * as view from '@/lib/server/services/view';
import { type AnyVerb, isVerb } from '@/lib/server/verbs/verb';

export const SERVICES = {
  change,
  enrollment,
  exception,
  fabric,
  history,
  host,
  note,
  notification,
  operator,
  plan,
  report,
  schedule,
  search,
  setting,
  snapshot,
  system,
  view,
} as const;

type ExportsOf<Services> = {
  [Entity in keyof Services]: Services[Entity][keyof Services[Entity]];
}[keyof Services];

/** Every verb that an index of the services exports. */
export type KnownVerb = Extract<ExportsOf<typeof SERVICES>, { readonly verb: unknown }>;

export type NamedVerb = { name: string; call: AnyVerb; declared: AnyVerb['verb'] };

/** The same at run time, each with the name under which it is exported. */
export const VERBS: readonly NamedVerb[] = Object.values(SERVICES).flatMap((service) =>
  Object.entries<unknown>(service).flatMap(([name, value]) =>
    isVerb(value) ? [{ name, call: value, declared: value.verb }] : [],
  ),
);
