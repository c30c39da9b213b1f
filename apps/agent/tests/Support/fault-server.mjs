// Answers that the real server cannot be made to give on demand. The first part of the path names the fault,
// so that an agent is pointed at http://127.0.0.1:PORT/redirect. Prints its port; ends with its parent's pipe.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';

const [certFile, keyFile] = process.argv.slice(2);
const seen = new Map();

function send(response, status, body, headers = {}) {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

function problem(response, status, code, retryAfterSeconds) {
  const body = { type: 'about:blank', title: 'A fault', status, code, requestId: 'r', retryAfterSeconds };
  send(response, status, body, { 'content-type': 'application/problem+json' });
}

function stored(response, body, outcomeOf = () => 'stored') {
  const results = body.snapshots.map(({ snapshotId }, index) => ({ snapshotId, outcome: outcomeOf(index) }));
  send(response, 200, {
    serverEpoch: 'one',
    serverTime: new Date().toISOString(),
    nextReportSeconds: 300,
    results,
  });
}

function enrolled(response, { machineId }) {
  const answer = { hostId: `host-${machineId}`, credential: `gfh_${machineId}`, serverEpoch: 'one' };
  send(response, 201, { ...answer, serverTime: new Date().toISOString(), nextReportSeconds: 300 });
}

const faults = {
  redirect: (response) => send(response, 302, '', { location: '/taken' }),
  taken: (response, body) => stored(response, body),
  garbage: (response) =>
    send(response, 200, '<html>Welcome to the proxy</html>', { 'content-type': 'text/html' }),
  broken: (response) => send(response, 500, ''),
  busy: (response) => problem(response, 503, 'unavailable', 77),
  // Asks to wait a second, once.
  limited: (response, body, count) =>
    count === 1 ? problem(response, 429, 'too_many_requests', 1) : stored(response, body),
  cut: (response) => response.socket.destroy(),
  // A proxy with a limit of its own, which answers in its own words.
  small: (response, body) =>
    body.snapshots.length > 3
      ? send(response, 413, '<html>Too large</html>', { 'content-type': 'text/html' })
      : stored(response, body),
  // A proxy that wants a sign-in of its own and says so in its own words.
  stranger: (response) => send(response, 401, '<html>Sign in</html>', { 'content-type': 'text/html' }),
  // A database restored to before the last rotation.
  restored: (response, body, _count, authorization) =>
    authorization === 'Bearer gfh_previous' ? stored(response, body) : problem(response, 401, 'unauthorized'),
  // The same, but gone again when the previous credential is tried.
  fading: (response, _body, _count, authorization) =>
    authorization === 'Bearer gfh_previous'
      ? send(response, 500, '')
      : problem(response, 401, 'unauthorized'),
  retired: (response) => problem(response, 401, 'unauthorized'),
  // Says nothing of any snapshot.
  silent: (response) => send(response, 200, { serverEpoch: 'one', nextReportSeconds: 300, results: [] }),
};

function answer(request, response) {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const fault = request.url.split('/')[1];
    const count = (seen.get(fault) ?? 0) + 1;
    seen.set(fault, count);
    const body = JSON.parse(Buffer.concat(chunks).toString() || '{}');
    if (request.url === '/taken/api/v1/agent/enroll') return enrolled(response, body);
    if (request.url === '/taken/api/v1/agent/rotate')
      return send(response, 200, { credential: 'gfh_rotated' });
    faults[fault](response, body, count, request.headers.authorization);
  });
}

const tls = certFile && { cert: readFileSync(certFile), key: readFileSync(keyFile) };
const server = tls ? createTlsServer(tls, answer) : createServer(answer);
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
process.stdin.resume().on('end', () => process.exit(0));
