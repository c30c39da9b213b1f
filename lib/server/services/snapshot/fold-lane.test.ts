import { expect, it } from 'vitest';
import { wholeRefusal } from './decide';
import { createFoldLane } from './fold-lane';

const request = (hostId: string, requestId: string) => ({
  delivery: wholeRefusal({ hostId, enrollment: 1, requestId, receivedAt: 0 }, 'invalid_json'),
  isAnswered: () => false,
});
type Request = ReturnType<typeof request>;

const idsOf = (requests: readonly Request[]) => requests.map(({ delivery }) => delivery.requestId);

/** A lane whose writes end when the test says so; two requests go together. */
function watchedLane(isElsewhere: (hostId: string) => boolean = () => false) {
  const begun: string[][] = [];
  const done: string[] = [];
  const failed: string[] = [];
  const ends: ((error?: Error) => void)[] = [];
  const lane = createFoldLane<Request>({
    take: (queue) => queue.splice(0, 2),
    write: (batch) => {
      begun.push(idsOf(batch));
      return new Promise((resolve, reject) => ends.push((error) => (error ? reject(error) : resolve())));
    },
    failed: (batch) => void failed.push(...idsOf(batch)),
    isElsewhere,
    onDone: (batch) => {
      done.push(...idsOf(batch));
      lane.pump();
    },
  });
  const end = async (error?: Error) => {
    ends.shift()?.(error);
    await new Promise(setImmediate);
  };
  return { lane, begun, done, failed, end };
}

it('takes one host at a time, in turns, with what came of it together', async () => {
  const { lane, begun, done, end } = watchedLane();
  for (const [host, id] of [
    ['a', '1'],
    ['a', '2'],
    ['a', '3'],
    ['b', '4'],
  ] as const)
    lane.add(request(host, id));
  lane.pump();
  lane.pump();
  expect(begun).toEqual([['1', '2']]);
  expect([lane.has('a'), lane.has('b'), lane.has('c'), lane.waiting()]).toEqual([true, true, false, 2]);
  await end();
  await end();
  expect(begun).toEqual([['1', '2'], ['4'], ['3']]);
  expect(lane.isIdle()).toBe(false);
  await end();
  expect(done).toEqual(['1', '2', '4', '3']);
  expect([lane.isIdle(), lane.has('a')]).toEqual([true, false]);
});

it('begins no host of which something is under way elsewhere, since that holds its row', () => {
  let elsewhere = 'a';
  const { lane, begun } = watchedLane((hostId) => hostId === elsewhere);
  lane.add(request('a', '1'));
  lane.pump();
  expect(begun).toEqual([]);
  elsewhere = 'none';
  lane.pump();
  expect(begun).toEqual([['1']]);
});

it('lets go of what was answered before its turn, and goes on', async () => {
  const { lane, begun, done, end } = watchedLane();
  lane.add({ ...request('a', '1'), isAnswered: () => true });
  lane.add(request('b', '2'));
  lane.pump();
  await Promise.resolve();
  await end();
  expect(begun).toEqual([['2']]);
  expect(done).toEqual(['1', '2']);
});

it('has room for as many hosts as can be answered in time, and for each of their requests', () => {
  const { lane } = watchedLane();
  for (let host = 0; host < 20; host += 1) expect(lane.add(request(`${host}`, `${host}`))).toBe(true);
  expect(lane.add(request('one more', '20'))).toBe(false);
  expect(lane.add(request('7', '21'))).toBe(true);
});

it('goes on with the next host where writing one threw', async () => {
  const { lane, begun, done, failed, end } = watchedLane();
  for (const [host, id] of [
    ['a', '1'],
    ['b', '2'],
  ] as const)
    lane.add(request(host, id));
  lane.pump();
  expect(
    lane
      .held()
      .flat()
      .map(({ delivery }) => delivery.requestId),
  ).toEqual(['1', '2']);
  await end(new Error('never thought of'));
  expect([begun, done, failed]).toEqual([[['1'], ['2']], ['1'], ['1']]);
  await end();
  expect([lane.isIdle(), lane.held().flat()]).toEqual([true, []]);
});

it('holds what is being written, and of what waits only what somebody waits for', () => {
  const { lane } = watchedLane();
  const answered = new Set<string>();
  for (const host of ['a', 'b', 'c'])
    lane.add({ ...request(host, host), isAnswered: () => answered.has(host) });
  lane.pump();
  answered.add('a').add('b');
  expect(idsOf(lane.held().flat())).toEqual(['a', 'c']);
});
