# The result of a run. The exit codes are documented and stable.
function New-GfaRunResult {
    param([string]$Outcome, $Sent, [string]$SnapshotId, [string]$Message, [string]$ComputerName)
    $codes = @{
        Sent = 0
        Failed = 1
        NotEnrolled = 2
        Kept = 3
        Waiting = 3
        Refused = 4
        Blocked = 6
        Busy = 7
        Unreachable = 8
        OtherMachine = 9
    }
    $code = $codes[$Outcome]
    if ($code -eq 0 -and $Sent.Rejected -gt 0) { $code = 5 }
    $result = [ordered]@{}
    if ($ComputerName) { $result['ComputerName'] = $ComputerName }
    $result['Outcome'] = $Outcome
    $result['ExitCode'] = $code
    $result['SnapshotId'] = $SnapshotId
    foreach ($count in 'Stored', 'Duplicate', 'Rejected', 'Pending') { $result[$count] = [int]$Sent.$count }
    $result['Message'] = $Message
    $result['Answer'] = $Sent.Answer
    New-Object psobject -Property $result
}
