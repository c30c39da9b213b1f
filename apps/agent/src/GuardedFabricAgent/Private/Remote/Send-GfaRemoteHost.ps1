# Sends what waits for one host. Where its server did not answer another host of this run, it is not tried again:
# hundreds of hosts would each wait for it.
function Send-GfaRemoteHost {
    param($Enrolled, [hashtable]$Away, [int]$MaximumWaitSeconds, [switch]$Force)
    $waiting = @(Get-GfaSpoolEntry -StatePath $Enrolled.StatePath).Count
    if ($waiting -eq 0) { return (New-GfaSendResult -Outcome Sent) }
    if ($Away[$Enrolled.Server]) { return (New-GfaSendResult -Outcome Kept -Pending $waiting -Message $Away[$Enrolled.Server]) }
    $sent = Send-GuardedFabricSnapshot -StatePath $Enrolled.StatePath -MaximumWaitSeconds $MaximumWaitSeconds -Force:$Force
    $isAway = 'Kept', 'Blocked' -contains $sent.Outcome -and ($sent.HttpStatus -eq 0 -or $sent.HttpStatus -ge 500)
    if ($isAway) { $Away[$Enrolled.Server] = $sent.Message }
    $sent
}
