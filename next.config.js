import createNextIntlPlugin from 'next-intl/plugin';

/** @type {import('next').NextConfig} */
const nextConfig = {
  // Waves are changes: whoever shortens or guesses an address looks for them below those.
  redirects: async () => [{ source: '/changes/waves/:id*', destination: '/waves/:id*', permanent: false }],
  poweredByHeader: false,
  reactStrictMode: true,
  // The console has no route of its own under /api: Fastify answers there, on the same listener.
  devIndicators: false,
  // As `npm run dev` prints it; Next knows only localhost.
  allowedDevOrigins: ['127.0.0.1'],
  // A page that is asked for while the connection is gone opens once it is back; else the browser would leave the
  // console for a page of its own. Retrying is all that `useOffline` does.
  experimental: {
    useOffline: true,
    // Fewer, larger files compress better: docs/decisions/javascript-of-a-page.md has what each page gains.
    turbopackChunking: { minChunkSize: 200_000 },
  },
  // Types are checked by `npm run check`; a start need not wait for them again.
  typescript: { ignoreBuildErrors: true },
};

const withTexts = createNextIntlPlugin({
  requestConfig: './lib/i18n/next.ts',
  // Texts are parsed by the build: a parser of ICU syntax would be sent to every browser.
  experimental: {
    messages: { path: './lib/i18n/messages', format: 'json', locales: 'infer', precompile: true },
  },
});

export default withTexts(nextConfig);
