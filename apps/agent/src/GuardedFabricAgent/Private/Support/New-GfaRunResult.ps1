# The result of a run. The exit codes are documented and stable.
function New-GfaRunResult {
    param([string]$Outcome, $Sent, [string]$SnapshotId, [string]$Message)
    $codes = @{ Sent = 0; Failed = 1; NotEnrolled = 2; Kept = 3; Waiting = 3; Refused = 4; Blocked = 6; Busy = 7 }
    $code = $codes[$Outcome]
    if ($code -eq 0 -and $Sent.Rejected -gt 0) { $code = 5 }
    New-Object psobject -Property ([ordered]@{
            Outcome = $Outcome
            ExitCode = $code
            SnapshotId = $SnapshotId
            Stored = [int]$Sent.Stored
            Duplicate = [int]$Sent.Duplicate
            Rejected = [int]$Sent.Rejected
            Pending = [int]$Sent.Pending
            Message = $Message
            Answer = $Sent.Answer
        })
}
