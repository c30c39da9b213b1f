// The browser of the end-to-end tests: whichever Chromium the machine has, or the one its system packages bring.
// The headless shell comes first. It is Chromium without the windows that nobody sees here, and what Playwright takes
// where it brings its own browser; the tests took a fifth less of the processors with it.
import { existsSync } from 'node:fs';
import { Refusal } from './steps.mjs';
import { installPackages, mayInstall } from './system-packages.mjs';

const places = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
];

/** Where a Chromium is, or undefined. `GF_CHROMIUM` names one that stands elsewhere. */
export function findChromium(named = process.env.GF_CHROMIUM) {
  return [named, ...places].find((place) => place && existsSync(place));
}

export async function ensureChromium(print) {
  const found = findChromium();
  if (found) return found;
  if (mayInstall()) {
    print('Installing Chromium …');
    await installPackages(['chromium-headless-shell'], print);
    // Older systems have the browser in one package alone.
    if (!findChromium()) await installPackages(['chromium'], print);
  }
  const installed = findChromium();
  if (installed) return installed;
  throw new Refusal(
    'The end-to-end tests need Chromium and found none: install it (Debian: apt-get install chromium), or name one in GF_CHROMIUM',
  );
}
