export { historyBegins } from './begins';
export { complianceTime, fleetComplianceTime } from './compliance-time';
export { fillPast } from './fill-past';
export { fleetCounts } from './fleet-counts';
export { hostTimeline } from './timeline';
