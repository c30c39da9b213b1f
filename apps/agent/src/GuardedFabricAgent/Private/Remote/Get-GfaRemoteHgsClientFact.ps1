# The provider itself instead of the cmdlet, which a management server need not have. It gives numbers only, and
# not whether the fallback is in use: that follows from the address that was asked last.
function Get-GfaRemoteHgsClientFact {
    $class = 'MSFT_HgsClientConfiguration'
    $answer = Invoke-GfaCimMethod -Namespace 'root/Microsoft/Windows/Hgs' -ClassName $class -Method Get -TimeoutSeconds 60
    if ($null -eq $answer) { return (New-GfaFact -Status failed -Reason (Get-GfaMessage NothingReturned $class)) }
    if ($answer.ReturnValue -ne 0) { return (New-GfaFact -Status failed -Reason (Get-GfaMessage ProgramFailed "$class.Get", $answer.ReturnValue)) }
    $client = $answer.CmdletOutput
    if ($null -eq $client) { return (New-GfaFact -Status failed -Reason (Get-GfaMessage NothingReturned $class)) }
    $value = ConvertTo-GfaHgsClient -Client $client
    $last = ConvertTo-GfaText $client.LastAttestationServerUrl
    if ($null -eq $value['isFallbackInUse'] -and $last) {
        if ($last -eq $value['attestationServerUrl']) { $value['isFallbackInUse'] = $false }
        elseif ($value['fallbackAttestationServerUrl'] -contains $last) { $value['isFallbackInUse'] = $true }
    }
    New-GfaFact -Value $value
}
