export { createFabric } from './create';
export { fabricIds, findFabric, visibleFabrics } from './internal';
export { listFabrics } from './list';
export { fabricNames, fabricsCalled } from './names';
export { refuseUnknownFabrics } from './refuse-unknown-fabrics';
export { renameFabric } from './rename';
