import { describe, expect, it } from 'vitest';
import { installScript } from '@/components/fabric/install-script';

const PACKAGE = {
  server: 'https://fabric.fab.example',
  zipPath: '/agent/GuardedFabricAgent.zip',
  sha256: '5b1e77d0a2f34c94e077c1d740ab9e023f9c11e8a1b40c77c94a1d6e8a0b3c52',
  wrongHash: "L’archive n’est pas l'agent",
  asksForToken: 'asks for the token',
};

describe('installScript', () => {
  it('is one block that throws on a wrong hash before it unpacks anything', () => {
    const script = installScript(PACKAGE);
    expect(script.startsWith('& {\n')).toBe(true);
    expect(script.endsWith('\n}')).toBe(true);
    expect(script).toContain(`-ne '${PACKAGE.sha256.toUpperCase()}'`);
    expect(script.indexOf('throw ')).toBeGreaterThan(script.indexOf('Get-FileHash'));
    expect(script.indexOf('throw ')).toBeLessThan(script.indexOf('Expand-Archive'));
    expect(script.indexOf('throw ')).toBeLessThan(script.indexOf('Install-GuardedFabricAgent'));
  });

  it('keeps every text inside its quotes, typographic ones too', () => {
    const script = installScript({ ...PACKAGE, server: "https://a.example/'; Remove-Item C:\\ #" });
    expect(script).toContain("$server = 'https://a.example/''; Remove-Item C:\\ #'");
    expect(script).toContain("throw 'L’’archive n’’est pas l''agent'");
  });
});
