const LOOPBACK = /^(localhost|\[::1\]|127(\.\d{1,3}){3})$/;

/** Why hosts cannot use this address: it leads each of them to itself, or the agent refuses it. */
export function reachProblem(server: string): 'loopback' | 'noTls' | null {
  const { hostname, protocol } = new URL(server);
  if (LOOPBACK.test(hostname)) return 'loopback';
  return protocol === 'https:' ? null : 'noTls';
}
