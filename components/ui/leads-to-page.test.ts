import { expect, it } from 'vitest';
import { type LinkParts, leadsToPage } from './leads-to-page';

const OWN = 'https://fabric.example';
const LINK: LinkParts = { origin: OWN, target: '', hash: '', pathname: '/hosts', isDownload: false };

it('follows links to pages in the page, and leaves all others to the browser', () => {
  expect(leadsToPage(LINK, OWN)).toBe(true);
  expect(leadsToPage({ ...LINK, pathname: '/apis/of' }, OWN)).toBe(true);
  for (const other of [
    { origin: 'https://elsewhere.example' },
    { target: '_blank' },
    { hash: '#events' },
    { isDownload: true },
    { pathname: '/api/v1/hosts/export' },
    { pathname: '/.well-known/guarded-fabric-keys' },
  ])
    expect(leadsToPage({ ...LINK, ...other }, OWN)).toBe(false);
});
