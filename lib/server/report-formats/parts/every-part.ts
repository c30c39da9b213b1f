import { addCauses, addRepair } from './causes';
import { addExceptions } from './exceptions';
import { addFailures } from './failures';
import { addEveryHost, addFailing, addSilent } from './hosts';
import { addFrameworks, addMethod } from './method';
import { addPeriod } from './period';
import { addPlans } from './plans';
import type { Sheet } from './sheet';
import { addClusters, addDays, addStates, addSummary } from './summary';

/** Everything between a document's cover and its verification, which each document describes itself. */
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
