/** A name as Windows gives it to a computer. Any other is text of a host, and stands in no command. */
export const COMPUTER_NAME = /^[a-z0-9][a-z0-9-]{0,62}$/i;

/** The beginning of the line that has the nodes, up to the comment that says which they are. */
export const ableNodesOf = (nodes: string) => `$ableNodes = @(${nodes})  # `;

/** How the nodes stand in a command that a person fills in. */
export const NO_ABLE_NODES = ableNodesOf('');

/** A guarded restart with the nodes that are able now, and beside them when they were; as it ships where there are none. */
export function withAbleNodes(command: string, nodes: readonly string[], passedThen: string): string {
  const named = nodes.filter((node) => COMPUTER_NAME.test(node)).map((node) => `'${node}'`);
  const from = command.indexOf(NO_ABLE_NODES);
  if (named.length === 0 || from === -1) return command;
  const rest = command.slice(command.indexOf('\n', from));
  return `${command.slice(0, from)}${ableNodesOf(named.join(', '))}${passedThen}${rest}`;
}

/** Whether a command names nodes: `none` where a person fills them in, null where it moves nothing. */
export function ableNodesIn(command: string): 'none' | 'some' | null {
  if (command.includes(NO_ABLE_NODES)) return 'none';
  return /^ *\$ableNodes = @\(/m.test(command) ? 'some' : null;
}
