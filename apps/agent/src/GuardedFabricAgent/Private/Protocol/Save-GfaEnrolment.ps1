# A new enrolment starts its sequence anew; the spool and what was dropped go on, unless they are another machine's.
function Save-GfaEnrolment {
    param([string]$StatePath, [string]$Server, $Enrolment, [string]$MachineId)
    if (-not $Enrolment.hostId -or -not $Enrolment.credential) { throw (Get-GfaMessage AdviceAnswer $Server) }
    $now = ConvertTo-GfaTimestamp (Get-Date)
    $held = Read-GfaStateFile -StatePath $StatePath -Name identity
    $before = $held.server
    if (Test-GfaOtherMachine -Identity $held -MachineId $MachineId) { Clear-GfaOtherMachine -StatePath $StatePath }
    if (-not $before) { $before = (Read-GfaStateFile -StatePath $StatePath -Name config).server }
    Write-GfaStateFile -StatePath $StatePath -Name identity -Value @{
        server = $Server
        hostId = "$($Enrolment.hostId)"
        enrolmentId = [guid]::NewGuid().ToString()
        machineId = $MachineId
        credential = "$($Enrolment.credential)"
        issuedAt = $now
        enrolledAt = $now
    }
    # After the identity: a crash in between leaves a gap in the new enrolment, not a number twice in the old one.
    $counters = Read-GfaCounter -StatePath $StatePath
    $counters['sequence'] = 0
    Write-GfaStateFile -StatePath $StatePath -Name counters -Value $counters
    # A host that enrols again because the server's database was restored owes it the last 72 hours; another server has
    # another epoch and is owed nothing.
    if ("$before" -eq $Server) { Restore-GfaSentEntry -StatePath $StatePath -Epoch "$($Enrolment.serverEpoch)" }
    # The rest goes on, above all the interval that the scheduled task was registered with.
    Set-GfaStatus -StatePath $StatePath -Change @{
        serverEpoch = "$($Enrolment.serverEpoch)"
        nextReportSeconds = ConvertTo-GfaNumber $Enrolment.nextReportSeconds
        notBefore = $null
        waitOutcome = $null
        waitMessage = $null
        transportFault = $null
        connectionTls = ConvertTo-GfaText $Enrolment.connection.tls -MaximumLength 100
    }
    Write-GfaEvent -StatePath $StatePath -Id 1001 -Level Information -Message (Get-GfaMessage Enrolled $Server, $Enrolment.hostId)
}
