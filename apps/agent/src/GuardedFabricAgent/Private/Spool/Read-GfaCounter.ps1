# The numbers that only ever grow. Where their file was lost, they go on from what the folders hold.
function Read-GfaCounter {
    param([string]$StatePath)
    $stored = Read-GfaStateFile -StatePath $StatePath -Name counters
    if ($null -ne $stored) { return (Copy-GfaRecord $stored) }
    $counters = @{ entry = 0; sequence = 0; dropped = 0; quarantined = 0 }
    $enrolmentId = Get-GfaEnrolmentId -Identity (Read-GfaStateFile -StatePath $StatePath -Name identity)
    foreach ($folder in 'spool', 'sent', 'quarantine') {
        foreach ($entry in Get-GfaSpoolEntry -StatePath $StatePath -Folder $folder) {
            if ($entry.Entry -gt $counters['entry']) { $counters['entry'] = $entry.Entry }
            if ($entry.EnrolmentId -eq $enrolmentId -and $entry.Sequence -gt $counters['sequence']) {
                $counters['sequence'] = $entry.Sequence
            }
        }
    }
    $counters
}
