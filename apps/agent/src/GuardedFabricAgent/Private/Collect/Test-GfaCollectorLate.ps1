# True where a collector has had its time: the quick ones end together, 45 seconds after the beginning. And where the run
# itself would be ended.
function Test-GfaCollectorLate {
    param([string]$Name, [datetime]$ClaimedAt, [datetime]$BegunAt)
    $now = Get-Date
    if ((Get-GfaSecondsLeft) -lt 10) { return $true }
    $collector = (Get-GfaCollectorTable)[$Name]
    if (($now - $ClaimedAt).TotalSeconds -le $collector['Seconds']) { return $false }
    [bool]$collector['IsSlow'] -or ($now - $BegunAt).TotalSeconds -gt 45
}
