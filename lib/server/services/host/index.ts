export { allowReenroll } from './allow-reenroll';
export { exportHosts } from './export';
export { facetHosts } from './facets';
export { getHost } from './get';
export { hostNotFound, isUuid } from './internal';
export { listHosts } from './list';
export { retireHost } from './retire';
export { summarizeHosts } from './summary';
export { unlockHost } from './unlock';
