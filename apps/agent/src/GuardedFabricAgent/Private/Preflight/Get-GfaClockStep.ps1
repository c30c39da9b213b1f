# This host's clock against the server's: the server's time lies between asking and being answered. Over five minutes a
# health certificate may not be taken.
function Get-GfaClockStep {
    param($Answer, [datetime]$AskedAt, [datetime]$AnsweredAt, [bool]$IsThere)
    $there = if ($Answer['status'] -eq 200) { ConvertFrom-GfaTimestamp $Answer['body'].serverTime }
    if ($null -eq $there) { return (New-GfaStep -Step Clock -Result 'not tested' -Found (Get-GfaMessage $(if ($IsThere) { 'StepOldClock' } else { 'StepBehind' }))) }
    $offset = 0
    if ($there -lt $AskedAt) { $offset = ($AskedAt - $there).TotalSeconds }
    if ($there -gt $AnsweredAt) { $offset = ($AnsweredAt - $there).TotalSeconds }
    $seconds = '{0:0.0}' -f $(if ($offset -lt 0) { -$offset } else { $offset })
    $word = if ($seconds -match '^0\D0$') { 'ClockEqual' } elseif ($offset -lt 0) { 'ClockBehind' } else { 'ClockAhead' }
    $found = Get-GfaMessage $word $seconds
    if ($offset -gt 300 -or $offset -lt -300) { return (New-GfaStep -Step Clock -Result failed -Found $found -ToDo (Get-GfaMessage AdviceClock)) }
    New-GfaStep -Step Clock -Result ok -Found $found
}
