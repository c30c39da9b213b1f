export { enqueueNotifications, notify } from './notify';
export { type NotificationKind, sendNotification } from './send';
