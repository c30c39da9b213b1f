export { listNotes } from './list';
export { withdrawNote } from './withdraw';
export { writeNote } from './write';
