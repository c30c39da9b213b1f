export { hostTimeline } from './timeline';
