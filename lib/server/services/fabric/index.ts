export { createFabric } from './create';
export { fabricIds, findFabric, visibleFabrics } from './internal';
export { listFabrics } from './list';
export { renameFabric } from './rename';
