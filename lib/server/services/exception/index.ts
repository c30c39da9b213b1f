export { approveException } from './approve';
export { getException } from './get';
export { listExceptions } from './list';
export { renewException } from './renew';
export { requestException } from './request';
export { summarizeExceptions } from './summarize';
export { withdrawException } from './withdraw';
