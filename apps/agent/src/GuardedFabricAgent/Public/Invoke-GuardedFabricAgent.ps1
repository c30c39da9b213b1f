function Invoke-GuardedFabricAgent {
    <#
    .SYNOPSIS
    One run of the agent: collect a snapshot, put it into the spool, send the spool.
    .DESCRIPTION
    What the scheduled task calls. Returns one object with the outcome and the exit code of docs/agent.md.
    .PARAMETER StatePath
    Where the agent keeps its state.
    .PARAMETER MaximumWaitSeconds
    How long to wait in all for a server that does not answer before leaving the rest to the next run.
    .PARAMETER Force
    Sends at once, also where the last run was told to wait.
    .PARAMETER Unattended
    For a scheduled task: collects in this process, at half the cost, and ends in time for a task with a limit of
    three minutes. Where a collector hangs, that limit ends the run, and the next one sends what this one had found.
    .EXAMPLE
    Invoke-GuardedFabricAgent
    .EXAMPLE
    exit (Invoke-GuardedFabricAgent -Unattended).ExitCode
    #>
    [CmdletBinding()]
    param(
        [string]$StatePath = (Get-GfaDefaultStatePath),
        [int]$MaximumWaitSeconds = 60,
        [switch]$Force,
        [switch]$Unattended
    )
    # No line in a log that lies where somebody else may have laid a link.
    try {
        Assert-GfaState -StatePath $StatePath
        $identity = Read-GfaStateFile -StatePath $StatePath -Name identity
    } catch {
        return (New-GfaRunResult -Outcome Failed -Message (Get-GfaErrorText $_))
    }
    if (-not $identity.hostId) { return (Get-GfaUnenrolledResult -StatePath $StatePath) }
    if (-not (Enter-GfaLock -StatePath $StatePath)) { return (New-GfaRunResult -Outcome Busy -Message (Get-GfaMessage Busy)) }
    try {
        # Somebody tidied up.
        foreach ($name in 'spool', 'sent', 'quarantine', 'work') {
            if (-not (Test-Path -LiteralPath (Join-Path $StatePath $name))) { Initialize-GfaState -StatePath $StatePath -KeepAccount; break }
        }
        if ($Unattended) { $script:GfaRunEndsAt = Get-GfaRunEnd }
        # Before anything is asked that may hang again.
        if (Resume-GfaRun -StatePath $StatePath) { $null = Read-GfaOptional { Send-GuardedFabricSnapshot -StatePath $StatePath -MaximumWaitSeconds 0 -Force:$Force } }
        $enrolmentId = Get-GfaEnrolmentId -Identity $identity
        $snapshot = New-GfaSnapshot -WorkPath (Join-Path $StatePath 'work') -StatePath $StatePath -EnrolmentId $enrolmentId -Marked:$Unattended
        $isOther = Test-GfaOtherMachine -Identity $identity -MachineId $snapshot.MachineId
        if (-not $isOther) { $null = Add-GfaSpoolEntry -StatePath $StatePath -EnrolmentId $enrolmentId -SnapshotId $snapshot.SnapshotId -Json $snapshot.Json }
        Clear-GfaWork -StatePath $StatePath
        if ($isOther) {
            $other = Stop-GfaOtherMachine -StatePath $StatePath -Identity $identity -MachineId $snapshot.MachineId
            return (New-GfaRunResult -Outcome $other.Outcome -Sent $other -Message $other.Message)
        }
        Limit-GfaSpool -StatePath $StatePath
        $sent = Send-GuardedFabricSnapshot -StatePath $StatePath -MaximumWaitSeconds $MaximumWaitSeconds -Force:$Force
        Update-GfaSchedule -StatePath $StatePath
        Update-GfaDiagnostics -StatePath $StatePath -AttestationStatus $snapshot.AttestationStatus
        New-GfaRunResult -Outcome $sent.Outcome -Sent $sent -SnapshotId $snapshot.SnapshotId -Message $sent.Message
    } catch {
        $message = Get-GfaFailure $_ -StatePath $StatePath
        Write-GfaEvent -StatePath $StatePath -Id 3005 -Level Error -Message (Get-GfaMessage RunFailed $message)
        New-GfaRunResult -Outcome Failed -Message $message
    } finally {
        $script:GfaRunEndsAt = $null
        Exit-GfaLock -StatePath $StatePath
    }
}
