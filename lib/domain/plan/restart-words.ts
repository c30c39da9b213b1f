/** What the text on the restart of a group says when it has none of its own: in how many others its hosts restart, from which on. */
export const restartWords = ({ restartsIn }: { restartsIn: readonly number[] }) => ({
  groups: restartsIn.length,
  first: restartsIn[0] ?? 0,
});
