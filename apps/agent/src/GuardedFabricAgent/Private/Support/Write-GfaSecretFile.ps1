# Like Write-GfaFile, for a table with a secret in it, which is an argument nowhere.
function Write-GfaSecretFile {
    param([string]$Path, [hashtable]$Value)
    try {
        Export-Clixml -LiteralPath $Path -InputObject $Value -Encoding UTF8 -Force -ErrorAction Stop
        $written = Read-GfaOptional { Import-Clixml -LiteralPath $Path -ErrorAction Stop }
        foreach ($key in $Value.Keys) {
            # As a full disk leaves it.
            if ("$($written[$key])" -cne "$($Value[$key])") { Write-Error -Message (Get-GfaMessage FileShort $Path) -ErrorId GfaFileShort -ErrorAction Stop }
        }
    } catch {
        Remove-Item -LiteralPath $Path -Force -ErrorAction SilentlyContinue
        throw
    }
}
