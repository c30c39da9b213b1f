import type { ReactNode } from 'react';

const LINE = {
  fill: 'none',
  stroke: 'currentColor',
  strokeLinecap: 'round',
  strokeLinejoin: 'round',
} as const;

/** Interface icons, drawn as lines; the nine state glyphs are fleet's. */
const ICONS = {
  mark: {
    box: 22,
    body: (
      <g {...LINE} strokeWidth="1.6">
        <path d="M11 2 19 5v6c0 4.6-3.2 7.6-8 9-4.8-1.4-8-4.4-8-9V5z" />
        <path d="M3 9.5h16M3.8 14.2h14.4M8.2 3.4v16M13.8 3.4v16" strokeWidth="1.1" />
      </g>
    ),
  },
  fabric: {
    box: 18,
    body: (
      <g {...LINE} strokeWidth="1.5">
        <rect x="2" y="2" width="5.5" height="5.5" rx="1" />
        <rect x="10.5" y="2" width="5.5" height="5.5" rx="1" />
        <rect x="2" y="10.5" width="5.5" height="5.5" rx="1" />
        <rect x="10.5" y="10.5" width="5.5" height="5.5" rx="1" />
      </g>
    ),
  },
  hosts: {
    box: 18,
    body: (
      <g {...LINE} strokeWidth="1.5">
        <rect x="2" y="2.5" width="14" height="5.5" rx="1" />
        <rect x="2" y="10" width="14" height="5.5" rx="1" />
        <path d="M5 5.25h2M5 12.75h2" />
      </g>
    ),
  },
  remediation: {
    box: 18,
    body: (
      <g {...LINE} strokeWidth="1.5">
        <path d="m2 4.5 1.4 1.4L6 3.2M2 12.5l1.4 1.4L6 11.2M9 4.75h7M9 12.75h7" />
      </g>
    ),
  },
  changes: {
    box: 18,
    body: (
      <g {...LINE} strokeWidth="1.5">
        <path d="M2.4 9a6.6 6.6 0 1 0 2-4.7L2.4 6.2M2.4 2.6v3.6H6M9 5.6V9l2.4 1.6" />
      </g>
    ),
  },
  explain: {
    box: 18,
    body: (
      <g {...LINE} strokeWidth="1.5">
        <path d="M2.5 3h13v9.5H9L5.5 15.5v-3h-3zM5.5 6.2h7M5.5 9.2h4" />
      </g>
    ),
  },
  reports: {
    box: 18,
    body: (
      <g {...LINE} strokeWidth="1.5">
        <path d="M4 2h6.5L14 5.5V16H4zM10.5 2v3.5H14M6.5 9h5M6.5 12h5" />
      </g>
    ),
  },
  settings: {
    box: 18,
    body: (
      <g {...LINE} strokeWidth="1.5">
        <path d="M2 5h6M12 5h4M2 13h3M9 13h7" />
        <circle cx="10" cy="5" r="2" />
        <circle cx="7" cy="13" r="2" />
      </g>
    ),
  },
  seal: {
    box: 16,
    body: (
      <g {...LINE} strokeWidth="1.4">
        <path d="M8 1.6 13.4 4v4c0 3.2-2.2 5.2-5.4 6.4C4.8 13.2 2.6 11.2 2.6 8V4z" />
        <path d="m5.6 8 1.7 1.7 3.1-3.4" />
      </g>
    ),
  },
  search: {
    box: 16,
    body: (
      <g {...LINE} strokeWidth="1.5">
        <circle cx="7" cy="7" r="4.5" />
        <path d="m10.5 10.5 3 3" />
      </g>
    ),
  },
  close: { box: 12, body: <path d="m3 3 6 6m0-6L3 9" {...LINE} strokeWidth="1.4" /> },
  down: { box: 12, body: <path d="m3 4.5 3 3 3-3" {...LINE} strokeWidth="1.4" /> },
  right: { box: 12, body: <path d="m4.5 3 3 3-3 3" {...LINE} strokeWidth="1.4" /> },
  left: { box: 12, body: <path d="m7.5 3-3 3 3 3" {...LINE} strokeWidth="1.4" /> },
  sortUp: { box: 10, body: <path d="M5 1.5 9 8H1z" fill="currentColor" /> },
  sortDown: { box: 10, body: <path d="M5 8.5 1 2h8z" fill="currentColor" /> },
  flat: { box: 10, body: <path d="M1 5h8" {...LINE} strokeWidth="1.5" /> },
  copy: {
    box: 16,
    body: (
      <g {...LINE} strokeWidth="1.3">
        <rect x="5.5" y="5.5" width="8" height="8" rx="1" />
        <path d="M10.5 5.5v-3h-8v8h3" />
      </g>
    ),
  },
  clock: {
    box: 16,
    body: (
      <g {...LINE} strokeWidth="1.4">
        <circle cx="8" cy="8" r="6" />
        <path d="M8 4.8V8l2.2 1.4" />
      </g>
    ),
  },
  calendar: {
    box: 16,
    body: (
      <g {...LINE} strokeWidth="1.4">
        <rect x="2" y="3" width="12" height="11" rx="1" />
        <path d="M2 6.5h12M5.2 1.4v3M10.8 1.4v3" />
      </g>
    ),
  },
  warn: {
    box: 16,
    body: (
      <>
        <path d="M8 2 14.6 13.4H1.4z" {...LINE} strokeWidth="1.4" />
        <path d="M8 6.4v3.2" {...LINE} strokeWidth="1.5" />
        <circle cx="8" cy="11.5" r=".85" fill="currentColor" />
      </>
    ),
  },
  restart: { box: 16, body: <path d="M8 1.8v5.4M4.5 4a5.4 5.4 0 1 0 7 0" {...LINE} strokeWidth="1.5" /> },
  theme: {
    box: 16,
    body: (
      <>
        <circle cx="8" cy="8" r="5.6" {...LINE} strokeWidth="1.4" />
        <path d="M8 2.4a5.6 5.6 0 0 1 0 11.2z" fill="currentColor" />
      </>
    ),
  },
  beside: {
    box: 16,
    body: <path d="M2 3h12v10H2zM9.5 3v10" {...LINE} strokeWidth="1.3" />,
  },
  file: { box: 16, body: <path d="M3.5 1.8h6l3 3v9.4h-9zM9.5 1.8v3h3" {...LINE} strokeWidth="1.3" /> },
  fileEnded: {
    box: 16,
    body: <path d="M3.5 1.8h6l3 3v9.4h-9zM9.5 1.8v3h3M1.6 14.6 14.4 1.4" {...LINE} strokeWidth="1.3" />,
  },
  notEvaluated: {
    box: 16,
    body: <circle cx="8" cy="8" r="6.25" {...LINE} strokeWidth="1.4" strokeDasharray="2.4 1.9" />,
  },
  person: {
    box: 12,
    body: (
      <g fill="currentColor">
        <circle cx="6" cy="3.75" r="2.5" />
        <path d="M1.25 11.25c.4-2.9 2.3-4.25 4.75-4.25s4.35 1.35 4.75 4.25z" />
      </g>
    ),
  },
  notApplicable: { box: 16, body: <path d="M4 8h8" {...LINE} strokeWidth="1.6" /> },
} as const satisfies Record<string, { box: number; body: ReactNode }>;

export type IconName = keyof typeof ICONS;

/** Always beside its word, hence hidden from assistive technology. */
export function Icon({ name, size = 16, className }: { name: IconName; size?: number; className?: string }) {
  const { box, body } = ICONS[name];
  return (
    <svg
      className={className}
      width={size}
      height={size}
      viewBox={`0 0 ${box} ${box}`}
      aria-hidden="true"
      focusable="false"
    >
      {body}
    </svg>
  );
}
