export { describeInstallation } from './about';
export { changeSettings } from './change';
export { getSettings } from './get';
export { getSendingInterval } from './interval';
export { followSettings } from './live';
export { sendTestMail } from './test-mail';
