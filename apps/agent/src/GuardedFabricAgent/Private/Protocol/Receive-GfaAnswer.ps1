# The order matters: what an earlier epoch had acknowledged is taken back before this batch joins it.
function Receive-GfaAnswer {
    param([string]$StatePath, [object[]]$Batch, $Body)
    $epoch = "$($Body.serverEpoch)"
    $known = "$((Read-GfaStateFile -StatePath $StatePath -Name status).serverEpoch)"
    if ($epoch -ne '' -and $known -ne '' -and $epoch -ne $known) {
        Restore-GfaSentEntry -StatePath $StatePath
        Write-GfaEvent -StatePath $StatePath -Id 2005 -Level Warning -Message (Get-GfaMessage ServerRestored)
    }
    $change = @{ notBefore = $null; transportFault = $null; lastSentAt = (ConvertTo-GfaTimestamp (Get-Date)) }
    if ($epoch -ne '') { $change['serverEpoch'] = $epoch }
    $seconds = ConvertTo-GfaNumber $Body.nextReportSeconds
    if ($null -ne $seconds) { $change['nextReportSeconds'] = $seconds }
    Set-GfaStatus -StatePath $StatePath -Change $change
    Complete-GfaBatch -StatePath $StatePath -Batch $Batch -Body $Body
}
