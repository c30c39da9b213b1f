# How long this run may still take; an hour for one that nobody ends.
function Get-GfaSecondsLeft {
    if ($null -eq $script:GfaRunEndsAt) { return 3600 }
    ($script:GfaRunEndsAt - (Get-Date).ToUniversalTime()).TotalSeconds
}
