/** The parts of the console, as the rail has them. */
export const SECTIONS = [
  { path: '/', name: 'fabric', also: [] },
  { path: '/hosts', name: 'hosts', also: [] },
  { path: '/plans', name: 'remediation', also: ['/remediation', '/secure-boot'] },
  { path: '/changes', name: 'changes', also: ['/waves'] },
  { path: '/reports', name: 'reports', also: ['/exceptions'] },
  { path: '/explain', name: 'explain', also: [] },
] as const;

export const SETTINGS = { path: '/settings', name: 'settings', also: [] } as const;

export type Section = (typeof SECTIONS)[number] | typeof SETTINGS;
