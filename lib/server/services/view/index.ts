export { changeView } from './change';
export { createView } from './create';
export { deleteView } from './delete';
export { listViews } from './list';
