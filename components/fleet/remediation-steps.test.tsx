import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { WholeNames } from '@/components/fleet/remediation-steps';

it('keeps the names of PowerShell on one line, and leaves other words alone', () => {
  const kept = (text: string) =>
    [...renderToStaticMarkup(<WholeNames text={text} />).matchAll(/<span[^>]*>([^<]*)/g)].map(
      ([, name]) => name,
    );
  expect(kept('Run Install-GuardedFabricAgent with -Server, -TokenFile and -Force.')).toEqual([
    'Install-GuardedFabricAgent',
    '-Server',
    '-TokenFile',
    '-Force',
  ]);
  expect(kept('(Get-CimInstance Win32_ComputerSystemProduct)')).toEqual(['Get-CimInstance']);
  expect(kept('HV-PAR-08 is there: npm run -s gf -- host allow-reenroll')).toEqual([]);
});

it('changes nothing of the text', () => {
  const text = '-Force, then Get-HgsTrace <b> -RunDiagnostics';
  const shown = renderToStaticMarkup(<WholeNames text={text} />).replace(/<\/?span[^>]*>/g, '');
  expect(shown).toBe(text.replace('<b>', '&lt;b&gt;'));
});
