# Prints what a host printed (Fixtures/HgsSamples/07), and leaves traces behind as the real one does.
if (-not (Get-Module GfStubSupport)) { Import-Module GfStubSupport -Global }

function Get-HgsTrace {
    [CmdletBinding()] param([switch]$RunDiagnostics, [switch]$Detailed, [string]$Path)
    $described = Enter-StubCommand -Name 'Get-HgsTrace' -Action $ErrorActionPreference
    Write-StubLog -Name Get-HgsTrace -Argument @{ Path = $Path }
    Set-Content -LiteralPath (Join-Path $Path 'Metadata.xml') -Value '<trace />'
    $described
}
Export-ModuleMember -Function Get-HgsTrace
