import { defineConfig } from 'prisma/config';

// The CLI wants a native engine it would download; generate and validate run on the WASM inside the
// package and only need the path to exist (docs/decisions/prisma-without-downloads.md).
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
});
