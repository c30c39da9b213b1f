import type { Compliance, State } from '@/lib/domain/vocabulary';

/** The bar of passing hosts is pale, so that the rest stands out. */
export const PASSED_SOFT = '#CDE6D7';

/** The console's light colours, because a report is made for paper. */
export const INK = {
  text: '#16161A',
  second: '#45454F',
  third: '#62626D',
  line: '#E2E2E7',
  edge: '#CBCBD3',
  raised: '#F2F2F4',
  paper: '#FFFFFF',
} as const;

export const STATE_INK: Readonly<Record<State, string>> = {
  Passed: '#3A8F5F',
  InsecureHostConfiguration: '#C4262E',
  UnauthorizedHost: '#9B1B6E',
  TpmError: '#C44E0A',
  Expired: '#B07A00',
  TransientError: '#857A12',
  NotConfigured: '#505CB8',
  Unknown: '#74747F',
  Silent: '#4B4B55',
};

export const CLASS_INK: Readonly<Record<Compliance, string>> = {
  compliant: STATE_INK.Passed,
  excepted: STATE_INK.NotConfigured,
  nonCompliant: STATE_INK.InsecureHostConfiguration,
  unverified: STATE_INK.Silent,
};
