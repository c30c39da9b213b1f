import { addCauses, addRepair } from './causes';
import { addExceptions } from './exceptions';
import { addFailures } from './failures';
import { addEveryHost, addFailing, addSilent } from './hosts';
import { addFrameworks, addMethod } from './method';
import { addPeriod } from './period';
import { addPlans } from './plans';
import type { Sheet } from './sheet';
import { addClusters, addDays, addStates, addSummary } from './summary';

/** All that stands between a document's cover and how it is verified, which each document says of itself. */
export function addEveryPart(sheet: Sheet): void {
  addSummary(sheet);
  addStates(sheet);
  addDays(sheet);
  addClusters(sheet);
  addCauses(sheet);
  addFailing(sheet);
  addRepair(sheet);
  addExceptions(sheet);
  addPlans(sheet);
  addSilent(sheet);
  addPeriod(sheet);
  addFailures(sheet);
  addFrameworks(sheet);
  addEveryHost(sheet);
  addMethod(sheet);
}
