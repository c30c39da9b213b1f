# What the self-test says of the HGS client, under the names that Get-HgsClientConfiguration prints. Addresses are
# one text, since Format-List cuts lists.
function Get-GfaClientTest {
    param($Client)
    $hasName = $null -ne $Client.attestationStatus
    $hasNumber = $null -ne $Client.attestationStatusCode
    [ordered]@{
        IsHostGuarded = $Client.isHostGuarded
        Mode = $Client.mode
        ModeCode = $Client.modeCode
        KeyProtectionServerUrl = $Client.keyProtectionServerUrl
        AttestationServerUrl = $Client.attestationServerUrl
        AttestationOperationMode = $Client.attestationOperationMode
        AttestationOperationModeCode = $Client.attestationOperationModeCode
        AttestationStatus = $Client.attestationStatus
        AttestationStatusCode = $Client.attestationStatusCode
        AttestationSubstatus = $Client.attestationSubstatus
        AttestationSubstatusCode = $Client.attestationSubstatusCode
        FallbackKeyProtectionServerUrl = @($Client.fallbackKeyProtectionServerUrl) -join ', '
        FallbackAttestationServerUrl = @($Client.fallbackAttestationServerUrl) -join ', '
        IsFallbackInUse = $Client.isFallbackInUse
        HgsClientFound = $null -ne $Client
        HgsClientReturns = if ($hasName -and $hasNumber) { 'enumerations' } elseif ($hasName) { 'text' } elseif ($hasNumber) { 'numbers' } else { $null }
        HgsClientError = $Client.readError
    }
}
