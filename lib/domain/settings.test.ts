import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { SETTING_NAMES, SETTINGS } from './settings';

const lines = readFileSync('docs/operate.md', 'utf8').split('\n');

it.each(SETTING_NAMES)('%s is told among the variables of docs/operate.md, and with gf', (name) => {
  const { variable, option, unit, least, most, usual } = SETTINGS[name];
  const row = lines.find((line) => line.startsWith(`| \`${variable}\` |`));
  for (const told of [`\`${name}\``, `\`--${option}\``, `${least} to ${most}`, `\`${usual}\``])
    expect(row).toContain(told);
  const ofGf = lines.find((line) => line.includes('setting change ['));
  expect(ofGf).toContain(`[--${option} ${unit.toUpperCase()}\\|usual]`);
});
