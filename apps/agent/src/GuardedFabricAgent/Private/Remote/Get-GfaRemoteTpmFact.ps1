# No instance means that there is no TPM that Windows knows of. Whether it is ready, and whether it is locked
# out, are told by methods of it and stay unknown.
function Get-GfaRemoteTpmFact {
    $tpm = @(Get-GfaCimInstance -Namespace 'root/cimv2/Security/MicrosoftTpm' -ClassName Win32_Tpm)[0]
    $manufacturer = ConvertTo-GfaText $tpm.ManufacturerIdTxt
    if (-not $manufacturer) { $manufacturer = ConvertTo-GfaText $tpm.ManufacturerId }
    New-GfaFact -Value ([ordered]@{
            present = $null -ne $tpm
            ready = $null
            enabled = ConvertTo-GfaFlag $tpm.IsEnabled_InitialValue
            activated = ConvertTo-GfaFlag $tpm.IsActivated_InitialValue
            owned = ConvertTo-GfaFlag $tpm.IsOwned_InitialValue
            restartPending = $null
            manufacturerId = $manufacturer
            manufacturerVersion = ConvertTo-GfaText $tpm.ManufacturerVersion
            lockedOut = $null
        })
}
