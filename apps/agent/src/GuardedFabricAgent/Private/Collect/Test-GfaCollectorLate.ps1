# True where a collector has had its time. The quick ones end together, seven seconds after the beginning.
function Test-GfaCollectorLate {
    param([string]$Name, [datetime]$ClaimedAt, [datetime]$BegunAt)
    $now = Get-Date
    $collector = (Get-GfaCollectorTable)[$Name]
    if (($now - $ClaimedAt).TotalSeconds -le $collector['Seconds']) { return $false }
    [bool]$collector['IsSlow'] -or ($now - $BegunAt).TotalSeconds -gt 7
}
