function Get-GfaTpmFact {
    if (-not (Test-GfaCommand TrustedPlatformModule\Get-Tpm)) { return (New-GfaFact -Status unavailable -Reason (Get-GfaMessage CommandMissing 'Get-Tpm')) }
    $tpm = @(Get-Tpm -ErrorAction Stop)[0]
    if ($null -eq $tpm) { return (New-GfaFact -Status failed -Reason (Get-GfaMessage NothingReturned 'Get-Tpm')) }
    $manufacturer = ConvertTo-GfaText $tpm.ManufacturerIdTxt
    if (-not $manufacturer) { $manufacturer = ConvertTo-GfaText $tpm.ManufacturerId }
    New-GfaFact -Value ([ordered]@{
            present = ConvertTo-GfaFlag $tpm.TpmPresent
            ready = ConvertTo-GfaFlag $tpm.TpmReady
            enabled = ConvertTo-GfaFlag $tpm.TpmEnabled
            activated = ConvertTo-GfaFlag $tpm.TpmActivated
            owned = ConvertTo-GfaFlag $tpm.TpmOwned
            restartPending = ConvertTo-GfaFlag $tpm.RestartPending
            manufacturerId = $manufacturer
            manufacturerVersion = ConvertTo-GfaText $tpm.ManufacturerVersion
            lockedOut = ConvertTo-GfaFlag $tpm.LockedOut
        })
}
