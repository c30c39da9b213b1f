// What `npm run dev` starts and restarts. A file, not an argument: Next's workers get the arguments of this process.
const { main } = await import('../../build/dev/server.js');
await main();
