export { createSchedule } from './create';
export { deleteSchedule } from './delete';
export { getSchedule, listSchedules } from './list';
export { enqueueDueSchedules, runSchedule } from './run';
export { updateSchedule } from './update';
