import { describe, expect, it } from 'vitest';
import { formatNames } from '@/components/fleet/host-names';

const named = (hostname: string, fqdn: string | null = null) => ({ hostname, fqdn });
const two = [named('hv-1', 'hv-1.par.example'), named('hv-2')];

describe('names of hosts to copy', () => {
  it('are lines, a table, or an array of PowerShell', () => {
    expect(formatNames(two, 'lines')).toBe('hv-1\nhv-2');
    expect(formatNames(two, 'csv')).toBe('hostname,fqdn\r\nhv-1,hv-1.par.example\r\nhv-2,');
    expect(formatNames(two, 'powershell')).toBe("@('hv-1', 'hv-2')");
  });

  it('tell hosts of one name apart by their full names', () => {
    const sameNames = [
      named('HV-1', 'hv-1.par.example'),
      named('hv-1', 'hv-1.lyo.example'),
      named('hv-2', 'x'),
    ];
    expect(formatNames(sameNames, 'lines')).toBe('hv-1.par.example\nhv-1.lyo.example\nhv-2');
  });

  it.each(["'", '\u2018', '\u2019', '\u201A', '\u201B'])(
    'quote %s so that PowerShell goes on reading',
    (quote) => {
      const name = `a${quote}); Remove-Item x #`;
      expect(formatNames([named(name)], 'powershell')).toBe(`@('a${quote}${quote}); Remove-Item x #')`);
    },
  );

  it('never begin a line, a formula or a command of their own', () => {
    const hostile = [named('hv\r\nRemove-Item'), named('=HYPERLINK("x","y")')];
    expect(formatNames(hostile, 'lines').split('\n')).toEqual(['hv␍␊Remove-Item', '=HYPERLINK("x","y")']);
    expect(formatNames(hostile, 'powershell')).not.toMatch(/[\r\n]/);
    expect(formatNames(hostile, 'csv').split('\r\n').slice(1)).toEqual([
      'hv␍␊Remove-Item,',
      '"\'=HYPERLINK(""x"",""y"")",',
    ]);
  });
});
