/** An event of /api/events as a browser would get it. */
export type ReadEvent = { name: string; at: string };

export type ReadStream = {
  response: Response;
  /** The next one, or null where the stream has ended as it should. */
  next: () => Promise<ReadEvent | null>;
  /** Reads on to the next of this name. */
  nextOf: (name: string) => Promise<ReadEvent>;
  close: () => Promise<void>;
};

function readEvent(text: string): ReadEvent {
  const [, name = '', at = ''] = /^event: (\w+)\ndata: (.+)$/.exec(text) ?? [];
  if (name === '') throw new Error(`not an event: ${text}`);
  return { name, at };
}

/** The stream of who sends these headers. */
export async function openStream(address: string, headers: Record<string, string>): Promise<ReadStream> {
  const response = await fetch(`${address}/api/events`, { headers });
  if (!response.ok || !response.body) throw new Error(`${response.status}: ${await response.text()}`);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  async function next(): Promise<ReadEvent | null> {
    while (!text.includes('\n\n')) {
      const { done, value = '' } = await reader.read();
      if (done) return null;
      text += value;
    }
    const [event = '', ...rest] = text.split('\n\n');
    text = rest.join('\n\n');
    return readEvent(event);
  }
  async function nextOf(name: string): Promise<ReadEvent> {
    for (;;) {
      const event = await next();
      if (event === null) throw new Error(`The stream ended, and ${name} did not come`);
      if (event.name === name) return event;
    }
  }
  return { response, next, nextOf, close: () => reader.cancel() };
}
