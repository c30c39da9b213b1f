# The PowerShell that runs this, to start another one like it.
function Get-GfaShellPath {
    if ($PSVersionTable.PSEdition -eq 'Desktop') { return (Join-Path $PSHOME 'powershell.exe') }
    (Get-Command -Name pwsh -CommandType Application | Select-Object -First 1).Source
}
