export { watchFleet } from './watch';
