# True while the next try is not due. A time further off than the agent ever waits comes from a clock that was
# stepped and is not believed.
function Test-GfaWaiting {
    param($NotBefore, [int]$MaximumSeconds = 3700)
    if ($null -eq $NotBefore) { return $false }
    $seconds = ($NotBefore - (Get-Date).ToUniversalTime()).TotalSeconds
    $seconds -gt 0 -and $seconds -le $MaximumSeconds
}
