import type { IncomingHttpHeaders } from 'node:http';
import type { Locale } from '@/lib/i18n/locales';

const LANGUAGE_COOKIE = /(?:^|;\s*)gf-language=(en|fr)(?:;|$)/;

function isLanguage(text: string | undefined): text is Locale {
  return text === 'en' || text === 'fr';
}

/** The first of our languages in `Accept-Language`, by weight. */
function acceptedLanguage(header: string | undefined): Locale | undefined {
  const wanted = (header ?? '').split(',').map((part) => {
    const [tag = '', ...params] = part.trim().toLowerCase().split(';');
    const q = params.map((param) => /^\s*q=([\d.]+)/.exec(param)?.[1]).find(Boolean);
    return { language: tag.split('-')[0], weight: Number(q ?? 1) };
  });
  const known = wanted.filter(({ language, weight }) => isLanguage(language) && weight > 0);
  const best = known.sort((a, b) => b.weight - a.weight)[0]?.language;
  return isLanguage(best) ? best : undefined;
}

/** The person's choice, then the browser's cookie, then the browser's preference. */
export function localeOf(
  language: Locale | null,
  headers: Pick<IncomingHttpHeaders, 'cookie' | 'accept-language'>,
): Locale {
  const cookie = LANGUAGE_COOKIE.exec(headers.cookie ?? '')?.[1];
  return (
    language ??
    (isLanguage(cookie) ? cookie : undefined) ??
    acceptedLanguage(headers['accept-language']) ??
    'en'
  );
}
