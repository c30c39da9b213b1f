export { approveException } from './approve';
export { exportExceptions } from './export';
export { getException } from './get';
export { listExceptions } from './list';
export { renewException } from './renew';
export { requestException } from './request';
export { summarizeExceptions } from './summarize';
export { withdrawException } from './withdraw';
