# The order matters: what an earlier epoch had acknowledged is taken back before this batch joins it, and the
# batch joins before anything is written, since a full disk lets files move but not grow.
function Receive-GfaAnswer {
    param([string]$StatePath, [object[]]$Batch, $Body)
    $epoch = "$($Body.serverEpoch)"
    Restore-GfaSentEntry -StatePath $StatePath -Epoch $epoch
    $counts = Complete-GfaBatch -StatePath $StatePath -Batch $Batch -Body $Body
    $change = @{
        notBefore = $null
        waitOutcome = $null
        waitMessage = $null
        transportFault = $null
        # Which version was negotiated only the server can tell: Constrained Language Mode shows no connection.
        connectionTls = ConvertTo-GfaText $Body.connection.tls -MaximumLength 100
        lastSentAt = ConvertTo-GfaTimestamp (Get-Date)
    }
    if ($epoch -ne '') { $change['serverEpoch'] = $epoch }
    $seconds = ConvertTo-GfaNumber $Body.nextReportSeconds
    if ($null -ne $seconds) { $change['nextReportSeconds'] = $seconds }
    # A full disk does not undo that it was sent.
    try { Set-GfaStatus -StatePath $StatePath -Change $change } catch { if (-not (Test-GfaFull $_)) { throw } }
    $counts
}
