import type { Locale } from '@/lib/i18n/locales';
import { loadMessages } from '@/lib/i18n/messages';

type PlainPage = {
  locale: Locale;
  nonce: string;
  title: string;
  body: readonly string[];
  /** A link; without one the page links to itself, for another try. */
  link?: { href: string; text: string };
};

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? '');

/**
 * The design's own values (app/styles/theme.css), because a style sheet of the build cannot be referenced
 * from here.
 */
const STYLE = `
:root { color-scheme: light dark; font: 13px/20px "Segoe UI", system-ui, sans-serif; }
body { margin: 0; background: light-dark(#f7f7f8, #0c0d0f); color: light-dark(#45454f, #b7bac1); }
main { max-width: 640px; margin: 48px auto; padding: 0 24px; }
h1 { margin: 0; font-size: 22px; line-height: 28px; font-weight: 600; color: light-dark(#16161a, #ecedef); }
p { margin: 8px 0; }
a { color: inherit; }
a:focus-visible { outline: 2px solid light-dark(#1a5fd8, #7db0ff); outline-offset: 2px; }
`;

/**
 * A page that needs neither the console nor the database: it says why the requested page is missing, and
 * offers a link. It does not reload itself, which would surprise the reader. An empty link address is the
 * page's own.
 */
export function plainPage({ locale, nonce, title, body, link }: PlainPage): string {
  const { errors, shell } = loadMessages(locale);
  const { href, text } = link ?? { href: '', text: errors.retry };
  return `<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>${escaped(`${title} · ${shell.product}`)}</title>
<style nonce="${escaped(nonce)}">${STYLE}</style>
</head>
<body>
<main>
<h1>${escaped(title)}</h1>
${body.map((sentence) => `<p>${escaped(sentence)}</p>`).join('\n')}
<p><a href="${escaped(href)}">${escaped(text)}</a></p>
</main>
</body>
</html>
`;
}
