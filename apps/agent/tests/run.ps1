# Runs Pester over those of the files that no other lane has taken, and leaves the counts for run.mjs.
param([Parameter(Mandatory = $true, ValueFromRemainingArguments = $true)] [string[]]$File)
$ErrorActionPreference = 'Stop'
Import-Module $env:GF_PESTER
$configuration = New-PesterConfiguration
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Detailed'
$configuration.Output.RenderMode = 'Plaintext'
$results = foreach ($one in $File) {
    try { $null = New-Item (Join-Path $env:GF_CLAIMS ($one -replace '\W', '-')) -ItemType File -ErrorAction Stop } catch { continue }
    $configuration.Run.Path = $one
    Invoke-Pester -Configuration $configuration
}
# What each file took, the parts that no test's own time shows included.
$results.Containers | Sort-Object Duration -Descending |
    ForEach-Object { '{0,7:n1} s  {1}' -f $_.Duration.TotalSeconds, (Split-Path -Leaf "$($_.Item)") }
$sum = @{}
foreach ($count in 'PassedCount', 'SkippedCount', 'NotRunCount', 'FailedCount', 'FailedBlocksCount', 'FailedContainersCount') {
    $sum[$count] = ($results | Measure-Object -Property $count -Sum).Sum
}
# A container that could not be read holds no failed test.
$failed = $sum['FailedCount'] + $sum['FailedBlocksCount'] + $sum['FailedContainersCount']
$failures = @($results.Failed | Where-Object { $_ } | ForEach-Object { @{ name = $_.ExpandedPath; message = "$($_.ErrorRecord[0])" } })
@{ passed = [int]$sum['PassedCount']; failed = [int]$failed; skipped = [int]($sum['SkippedCount'] + $sum['NotRunCount']); failures = $failures } |
    ConvertTo-Json -Depth 3 | Set-Content -LiteralPath $env:GF_REPORT_FILE
