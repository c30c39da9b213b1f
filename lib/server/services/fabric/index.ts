export { createFabric } from './create';
export { fabricIds, findFabric, visibleFabrics } from './internal';
export { listFabrics } from './list';
export { fabricNames, fabricsCalled, seenFabrics } from './names';
export { renameFabric } from './rename';
