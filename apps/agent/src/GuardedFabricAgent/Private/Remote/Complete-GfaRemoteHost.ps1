# What a run does for one host once it was read or could not be: its snapshot into its spool, its spool to the
# server under its own credential. Never that of another machine that has come to answer under its name.
function Complete-GfaRemoteHost {
    param([string]$StatePath, $Enrolled, $Record, [hashtable]$Away, [int]$MaximumWaitSeconds, [switch]$Force)
    $outcome = ''
    $name = $Enrolled.ComputerName
    try {
        if (-not $Record.Json) {
            $outcome = 'Unreachable'
            $message = Get-GfaMessage RemoteUnreachable $name, $Record.Message
            Write-GfaEvent -StatePath $StatePath -Id 2007 -Level Warning -Message $message
        } elseif ($Record.MachineId -ne $Enrolled.MachineId) {
            $outcome = 'OtherMachine'
            $message = Get-GfaMessage RemoteOtherMachine $name, $Record.MachineId, $Enrolled.MachineId
            Write-GfaEvent -StatePath $StatePath -Id 3006 -Level Error -Message $message
        } else {
            $entry = @{ EnrolmentId = $Enrolled.EnrolmentId; SnapshotId = $Record.SnapshotId; Json = $Record.Json }
            $null = Add-GfaSpoolEntry -StatePath $Enrolled.StatePath @entry
        }
        Limit-GfaSpool -StatePath $Enrolled.StatePath
        $sent = Send-GfaRemoteHost -Enrolled $Enrolled -Away $Away -MaximumWaitSeconds $MaximumWaitSeconds -Force:$Force
        if (-not $outcome) { $outcome = $sent.Outcome; $message = $sent.Message }
    } catch {
        # One host's folder that cannot be written stops no other.
        $outcome = 'Failed'
        $message = Get-GfaFailure $_ -StatePath $StatePath
        Write-GfaEvent -StatePath $StatePath -Id 3005 -Level Error -Message (Get-GfaMessage RunFailed "${name}: $message")
    }
    New-GfaRunResult -Outcome $outcome -Sent $sent -SnapshotId $Record.SnapshotId -Message $message -ComputerName $name
}
