# Runs the diagnostics when they are due, for the next snapshot to carry: once a day, and when a host that
# passed does not pass any more. After sending, so that they never keep the news waiting.
function Update-GfaDiagnostics {
    param([string]$StatePath, [string]$AttestationStatus)
    $kept = Read-GfaStateFile -StatePath $StatePath -Name diagnostics
    $isTurned = $AttestationStatus -ne 'Passed' -and "$($kept.attestationStatus)" -eq 'Passed'
    $collectedAt = ConvertFrom-GfaTimestamp $kept.at
    $hours = if ($null -ne $collectedAt) { ((Get-Date).ToUniversalTime() - $collectedAt).TotalHours }
    # From a time to come where a clock was ahead.
    $isFresh = $null -ne $hours -and $hours -gt -1 -and $hours -lt 24
    if ($isFresh -and -not $isTurned) {
        if ("$($kept.attestationStatus)" -eq $AttestationStatus) { return }
        $change = @{ attestationStatus = $AttestationStatus }
        Write-GfaStateFile -StatePath $StatePath -Name diagnostics -Value (Copy-GfaRecord $kept $change)
        return
    }
    # They take minutes; the next run has its own time.
    if ((Get-GfaSecondsLeft) -lt 60) { return }
    $facts = Invoke-GfaCollection -Name diagnostics -WorkPath (Join-Path $StatePath 'work')
    Write-GfaStateFile -StatePath $StatePath -Name diagnostics -Value @{
        at = ConvertTo-GfaTimestamp (Get-Date)
        attestationStatus = $AttestationStatus
        # As text within the text: it goes into snapshots as it is.
        fact = $facts['diagnostics']
    }
}
