# What a run says that is not to try yet: what the last one met. A credential that is refused and a way that is blocked
# stay that, so that nobody who looks at exit codes takes them for an absence of the server.
function Get-GfaWaitSum {
    param($Status)
    $outcome = if ('Refused', 'Blocked' -contains $Status.waitOutcome) { "$($Status.waitOutcome)" } else { 'Waiting' }
    $met = if ($Status.waitMessage) { "$($Status.waitMessage)" } else { Get-GfaMessage WaitingUnnamed }
    $until = ConvertTo-GfaTimestamp (ConvertFrom-GfaTimestamp $Status.notBefore)
    @{ stored = 0; duplicate = 0; rejected = 0; outcome = $outcome; message = (Get-GfaMessage Waiting $met, $until) }
}
