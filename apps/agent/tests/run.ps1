# Runs Pester over the files and folders named and leaves the counts for run.mjs.
param([Parameter(Mandatory = $true, ValueFromRemainingArguments = $true)] [string[]]$File)
$ErrorActionPreference = 'Stop'
Import-Module $env:GF_PESTER
$configuration = New-PesterConfiguration
$configuration.Run.Path = $File
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Detailed'
$configuration.Output.RenderMode = 'Plaintext'
$result = Invoke-Pester -Configuration $configuration
# What each file took, the parts that no test's own time shows included.
$result.Containers | Sort-Object Duration -Descending |
    ForEach-Object { '{0,7:n1} s  {1}' -f $_.Duration.TotalSeconds, (Split-Path -Leaf "$($_.Item)") }
# A container that could not be read holds no failed test.
$failed = $result.FailedCount + $result.FailedBlocksCount + $result.FailedContainersCount
$failures = @($result.Failed | ForEach-Object { @{ name = $_.ExpandedPath; message = "$($_.ErrorRecord[0])" } })
@{ passed = $result.PassedCount; failed = $failed; skipped = $result.SkippedCount + $result.NotRunCount; failures = $failures } |
    ConvertTo-Json -Depth 3 | Set-Content -LiteralPath $env:GF_REPORT_FILE
