# Returns what a real host printed: GF_TEST_SAMPLE names a file of Fixtures/HgsSamples. Without it, what the
# host's description says.
if (-not (Get-Module GfStubSupport)) { Import-Module GfStubSupport -Global }

function Get-HgsClientConfiguration {
    [CmdletBinding()] param()
    $described = Enter-StubCommand -Name 'Get-HgsClientConfiguration' -Action $ErrorActionPreference
    if ($null -eq $described) { return }
    if (-not $env:GF_TEST_SAMPLE) { return (ConvertTo-StubObject $described) }
    $table = [ordered]@{}
    foreach ($line in Get-Content -LiteralPath $env:GF_TEST_SAMPLE) {
        if ($line -notmatch '^\s*([A-Za-z]+)\s+:\s?(.*)$') { continue }
        $name = $Matches[1]
        $text = $Matches[2].Trim()
        $table[$name] = if ($text -eq 'True') { $true } elseif ($text -eq 'False') { $false } else { $text }
    }
    New-Object psobject -Property $table
}
Export-ModuleMember -Function Get-HgsClientConfiguration
