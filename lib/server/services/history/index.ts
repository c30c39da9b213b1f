export {
  complianceTimeOfHosts,
  coveredSpans,
  fleetComplianceTime,
} from './compliance-time';
export { fillPast, LONGEST_STEP_MS } from './fill-past';
export { fleetCounts } from './fleet-counts';
export { historyBegins } from './history-begins';
export { daysOfHost } from './host-days';
export { hostTimeline } from './timeline';
export { fleetTrend } from './trend';
export { type CountedWave, countedForTheWorse, wavesForTheWorse } from './waves-for-the-worse';
