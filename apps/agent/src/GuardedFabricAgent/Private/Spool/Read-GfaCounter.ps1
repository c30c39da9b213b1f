# The numbers that only ever grow. Where their file was lost or makes no sense, they go on from what the folders hold.
function Read-GfaCounter {
    param([string]$StatePath)
    $stored = Read-GfaStateFile -StatePath $StatePath -Name counters
    $counters = @{}
    foreach ($name in 'entry', 'sequence', 'dropped', 'quarantined') {
        $number = ConvertTo-GfaNumber $stored.$name
        # An entry's file has twelve digits.
        if ($null -ne $number -and $number -ge 0 -and $number -lt 999999999999) { $counters[$name] = $number }
    }
    if ($counters.Count -eq 4) { return $counters }
    foreach ($name in 'entry', 'sequence', 'dropped', 'quarantined') { if ($null -eq $counters[$name]) { $counters[$name] = 0 } }
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
