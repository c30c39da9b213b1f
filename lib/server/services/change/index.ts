export { compareFleet } from './compare';
export { feedChanges } from './feed';
export { getWave, hostsOfWave, openHostsOfWave } from './get-wave';
export { listChanges } from './list';
export { listWaves } from './list-waves';
export { recentChanges } from './recent';
export { serverAway } from './server-away';
export { changesSince } from './since';
export { watchFleet } from './watch';
