/** The port that a firewall must let through, also where the address leaves it out. */
export function portOf(server: string): string {
  const { port, protocol } = new URL(server);
  if (port !== '') return port;
  return protocol === 'https:' ? '443' : '80';
}
