# True where a number still means the process that was written down as Get-GfaProcess tells it: after a restart of
# the host any other one may have it. Two seconds for what each reading rounds in its own way.
function Test-GfaSameProcess {
    param([int]$Id, $As)
    $process = Get-GfaProcess -Id $Id
    if ($null -eq $process -or $process.processName -ne $As.processName) { return $false }
    $began = ConvertFrom-GfaTimestamp $As.processStartedAt
    if ($null -eq $began) { return $false }
    $apart = ((ConvertFrom-GfaTimestamp $process.processStartedAt) - $began).TotalSeconds
    $apart -gt -2 -and $apart -lt 2
}
