import { inPowershell } from '@/lib/util/powershell-text';

type InstallScript = {
  server: string;
  zipPath: string;
  sha256: string;
  wrongHash: string;
  asksForToken: string;
};

/**
 * One script block, since lines pasted one by one would run on after a `throw`: a wrong hash stops the whole,
 * before anything of the download is unpacked.
 */
export function installScript({ server, zipPath, sha256, wrongHash, asksForToken }: InstallScript): string {
  return `& {
  $ErrorActionPreference = 'Stop'
  $server = ${inPowershell(server)}
  $zip = "$env:TEMP\\GuardedFabricAgent.zip"
  Invoke-WebRequest "$server${zipPath}" -OutFile $zip -UseBasicParsing
  if ((Get-FileHash $zip -Algorithm SHA256).Hash -ne '${sha256.toUpperCase()}') {
    Remove-Item $zip
    throw ${inPowershell(wrongHash)}
  }
  Expand-Archive $zip "$env:ProgramFiles\\WindowsPowerShell\\Modules" -Force
  Install-GuardedFabricAgent -Server $server   # ${asksForToken.replace(/[\r\n]/g, ' ')}
}`;
}
