# What tells a process from another one that has its number later: the name, and when it began. Null where it is
# not there or does not say.
function Get-GfaProcess {
    param([int]$Id)
    $process = Get-Process -Id $Id -ErrorAction SilentlyContinue
    if ($null -eq $process -or $null -eq $process.StartTime) { return $null }
    @{ processId = $Id; processName = "$($process.ProcessName)"; processStartedAt = ConvertTo-GfaTimestamp $process.StartTime }
}
