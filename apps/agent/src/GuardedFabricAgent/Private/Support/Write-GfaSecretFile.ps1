# Like Write-GfaFile, for a table with a secret in it, which is an argument nowhere.
function Write-GfaSecretFile {
    param([string]$Path, [hashtable]$Value)
    Assert-GfaWritten -Path $Path -Write {
        Export-Clixml -LiteralPath $Path -InputObject $Value -Encoding UTF8 -Force -ErrorAction Stop
        $written = Read-GfaOptional { Import-Clixml -LiteralPath $Path -ErrorAction Stop }
        $lost = foreach ($key in $Value.Keys) { if ("$($written[$key])" -cne "$($Value[$key])") { $key } }
        $null -eq $lost
    }
}
