'use client';

import en from '@/lib/i18n/messages/en/errors.json';
import fr from '@/lib/i18n/messages/fr/errors.json';
import './globals.css';

const MESSAGES = { en, fr };

/** The layout itself failed, so the reader's language is not known: both are shown. */
export default function GlobalError({ error }: { error: Error & { digest?: string } }) {
  const reference = error.digest ?? error.name;
  return (
    <html lang="en">
      <body>
        {Object.entries(MESSAGES).map(([locale, { failed }]) => (
          <div
            className="mx-auto my-12 grid max-w-160 gap-2 px-gutter wrap-anywhere text-ink-2"
            lang={locale}
            key={locale}
          >
            <h1 className="text-ink">{failed.title}</h1>
            <p>{failed.body.replace('{reference}', reference)}</p>
          </div>
        ))}
      </body>
    </html>
  );
}
