'use client';

import en from '@/lib/i18n/messages/en/broken.json';
import fr from '@/lib/i18n/messages/fr/broken.json';
import './globals.css';

/** Nothing here fills in what a text leaves open, and each page loads them: two texts, which leave nothing open. */
const MESSAGES = { en, fr };

/** The layout itself failed, so the reader's language is not known: both are shown. */
export default function GlobalError({ error }: { error: Error & { digest?: string } }) {
  const reference = error.digest ?? error.name;
  return (
    <html lang="en">
      <body>
        {Object.entries(MESSAGES).map(([locale, { title, body }]) => (
          <div
            className="mx-auto my-12 grid max-w-160 gap-2 px-gutter wrap-anywhere text-ink-2"
            lang={locale}
            key={locale}
          >
            <h1 className="text-ink">{title}</h1>
            <p>
              {body} <code>{reference}</code>
            </p>
          </div>
        ))}
      </body>
    </html>
  );
}
