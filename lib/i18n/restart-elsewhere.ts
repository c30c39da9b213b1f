/** The parameters of the text on a group that restarts nothing itself: how many others restart its hosts, and the first of them. */
export const restartElsewhere = ({ restartsIn }: { restartsIn: readonly number[] }) => ({
  groups: restartsIn.length,
  first: restartsIn[0] ?? 0,
});
