export { complianceTime, complianceTimeOfHosts, fleetComplianceTime } from './compliance-time';
export { fillPast } from './fill-past';
export { fleetCounts } from './fleet-counts';
export { historyBegins } from './history-begins';
export { hostTimeline } from './timeline';
export { wavesForTheWorse } from './told-waves';
export { fleetTrend } from './trend';
