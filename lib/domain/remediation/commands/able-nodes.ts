/** A name that Windows allows for a computer. Any other text of a host stays out of commands. */
export const COMPUTER_NAME = /^[a-z0-9][a-z0-9-]{0,62}$/i;

/** The beginning of the line with the nodes, up to the comment that describes them. */
export const ableNodesOf = (nodes: string) => `$ableNodes = @(${nodes})  # `;

/** The line without nodes, in a command that a person fills in. */
export const NO_ABLE_NODES = ableNodesOf('');

/** A guarded restart with the nodes that are able now, and the time of their proof; unchanged if there are none. */
export function withAbleNodes(command: string, nodes: readonly string[], passedThen: string): string {
  const named = nodes.filter((node) => COMPUTER_NAME.test(node)).map((node) => `'${node}'`);
  const from = command.indexOf(NO_ABLE_NODES);
  if (named.length === 0 || from === -1) return command;
  const rest = command.slice(command.indexOf('\n', from));
  return `${command.slice(0, from)}${ableNodesOf(named.join(', '))}${passedThen}${rest}`;
}

/** Whether a command names nodes: `none` if a person has to fill them in, null if it moves nothing. */
export function ableNodesIn(command: string): 'none' | 'some' | null {
  if (command.includes(NO_ABLE_NODES)) return 'none';
  return /^ *\$ableNodes = @\(/m.test(command) ? 'some' : null;
}
