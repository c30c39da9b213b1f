import type { ReactNode } from 'react';
import type { State } from '@/lib/domain/vocabulary';

const ROUND = {
  fill: 'none',
  stroke: 'currentColor',
  strokeLinecap: 'round',
  strokeLinejoin: 'round',
} as const;
const CUT = { className: 'stroke-cut', fill: 'none', strokeLinecap: 'round' } as const;

/** State is shape, then word, then colour: these are the shapes. */
const GLYPHS: Readonly<Record<State, ReactNode>> = {
  Passed: (
    <>
      <circle cx="8" cy="8" r="6.25" {...ROUND} strokeWidth="1.5" />
      <path d="m5.2 8.2 2 2 3.7-4.1" {...ROUND} strokeWidth="1.6" />
    </>
  ),
  InsecureHostConfiguration: (
    <>
      <path d="M5.2 1h5.6L15 5.2v5.6L10.8 15H5.2L1 10.8V5.2z" fill="currentColor" />
      <path d="m5.6 5.6 4.8 4.8m0-4.8-4.8 4.8" {...CUT} strokeWidth="1.7" />
    </>
  ),
  UnauthorizedHost: (
    <>
      <circle cx="8" cy="8" r="7" fill="currentColor" />
      <path d="M4.4 8h7.2" {...CUT} strokeWidth="2.2" />
    </>
  ),
  TpmError: (
    <>
      <path d="M5.5 1v14M10.5 1v14M1 5.5h14M1 10.5h14" stroke="currentColor" strokeWidth="1.4" />
      <rect x="2.8" y="2.8" width="10.4" height="10.4" rx="1.5" fill="currentColor" />
      <path d="M8 5.2v3.6" {...CUT} strokeWidth="1.7" />
      <circle cx="8" cy="11.1" r=".95" className="fill-cut" />
    </>
  ),
  Expired: (
    <>
      <path d="M3.2 1.8h9.6M3.2 14.2h9.6" {...ROUND} strokeWidth="1.7" />
      <path d="M4.4 2.2h7.2v2.6L9 8l2.6 3.2v2.6H4.4v-2.6L7 8 4.4 4.8z" fill="currentColor" />
    </>
  ),
  TransientError: (
    <>
      <path d="M13.4 8a5.4 5.4 0 1 1-1.7-3.9" {...ROUND} strokeWidth="1.8" />
      <path d="M13.8 1.4v4.2H9.6z" fill="currentColor" />
    </>
  ),
  NotConfigured: (
    <>
      <path d="M8 1.6 14.4 8 8 14.4 1.6 8z" {...ROUND} strokeWidth="1.6" />
      <path d="M5.8 8h4.4" {...ROUND} strokeWidth="1.6" />
    </>
  ),
  Unknown: (
    <>
      <circle cx="8" cy="8" r="6.25" {...ROUND} strokeWidth="1.5" strokeDasharray="2.4 1.9" />
      <path
        d="M6.2 6.5c0-1 .8-1.7 1.8-1.7s1.8.7 1.8 1.6c0 1.2-1.7 1.3-1.7 2.5"
        {...ROUND}
        strokeWidth="1.4"
      />
      <circle cx="8.05" cy="11" r=".9" fill="currentColor" />
    </>
  ),
  Silent: (
    <>
      <rect x="1.75" y="1.75" width="12.5" height="12.5" rx="1.5" {...ROUND} strokeWidth="1.5" />
      <path d="M2.4 9.4l7-7M2.4 13.6 13.6 2.4M6.6 13.6l7-7" stroke="currentColor" strokeWidth="1.3" />
    </>
  ),
};

/** Never without its word beside it, hence hidden from assistive technology. */
export function StateGlyph({
  state,
  size = 16,
  className,
}: {
  state: State;
  size?: number;
  className?: string;
}) {
  return (
    <svg
      className={className}
      width={size}
      height={size}
      viewBox="0 0 16 16"
      aria-hidden="true"
      focusable="false"
    >
      {GLYPHS[state]}
    </svg>
  );
}
