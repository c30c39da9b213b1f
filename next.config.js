import createNextIntlPlugin from 'next-intl/plugin';

/** @type {import('next').NextConfig} */
const nextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // The console has no route of its own under /api: Fastify answers there, on the same listener.
  devIndicators: false,
  // As `npm run dev` prints it; Next knows only localhost.
  allowedDevOrigins: ['127.0.0.1'],
  // Types are checked by `npm run check`; a start need not wait for them again.
  typescript: { ignoreBuildErrors: true },
};

export default createNextIntlPlugin('./lib/i18n/next.ts')(nextConfig);
