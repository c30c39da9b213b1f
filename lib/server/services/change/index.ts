export { compareFleet } from './compare';
export { feedChanges } from './feed';
export { listChanges } from './list';
export { recentChanges } from './recent';
export { serverAway } from './server-away';
export { changesSince } from './since';
export { watchFleet } from './watch';
