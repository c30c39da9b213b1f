# Says that the credential could not be renewed, and when that is tried again.
function Suspend-GfaRotation {
    param([string]$StatePath, [string]$Reason)
    $next = ConvertTo-GfaTimestamp (Get-Date).ToUniversalTime().AddHours(6)
    # On a full disk there is no saying when: it is looked at again in the next run, and the server is not asked.
    try { Set-GfaStatus -StatePath $StatePath -Change @{ rotateNotBefore = $next } } catch { Write-Verbose (Get-GfaErrorText $_) }
    Write-GfaEvent -StatePath $StatePath -Id 2009 -Level Warning -Message (Get-GfaMessage RotationFailed $Reason, $next)
}
