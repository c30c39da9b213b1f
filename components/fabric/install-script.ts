type InstallScript = {
  server: string;
  zipPath: string;
  sha256: string;
  wrongHash: string;
  asksForToken: string;
};

/** PowerShell ends a literal at any of these, so each is doubled: a text can never leave its quotes. */
function literal(text: string): string {
  return `'${text.replace(/['\u2018\u2019\u201a\u201b]/g, '$&$&')}'`;
}

/**
 * One script block, since lines pasted one by one would run on after a `throw`: a wrong hash stops the whole,
 * before anything of the download is unpacked.
 */
export function installScript({ server, zipPath, sha256, wrongHash, asksForToken }: InstallScript): string {
  return `& {
  $ErrorActionPreference = 'Stop'
  $server = ${literal(server)}
  $zip = "$env:TEMP\\GuardedFabricAgent.zip"
  Invoke-WebRequest "$server${zipPath}" -OutFile $zip -UseBasicParsing
  if ((Get-FileHash $zip -Algorithm SHA256).Hash -ne '${sha256.toUpperCase()}') {
    Remove-Item $zip
    throw ${literal(wrongHash)}
  }
  Expand-Archive $zip "$env:ProgramFiles\\WindowsPowerShell\\Modules" -Force
  Install-GuardedFabricAgent -Server $server   # ${asksForToken.replace(/[\r\n]/g, ' ')}
}`;
}
