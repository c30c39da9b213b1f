/** Those with most hosts first. Equal ones keep their order, which is that of their names. */
export const largestFirst = <T>(rows: readonly T[], hostsOf: (row: T) => number): T[] =>
  rows.toSorted((one, other) => hostsOf(other) - hostsOf(one));
