export { listNotes } from './list';
export { withdrawNote } from './withdraw';
export { writeNote } from './write';
export { writeNotes } from './write-on-hosts';
