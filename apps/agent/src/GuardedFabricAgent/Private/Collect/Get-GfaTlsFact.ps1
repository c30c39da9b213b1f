# What .NET programs and SCHANNEL may negotiate. Which version the agent's own connection took is out of
# reach in Constrained Language Mode; that it failed is known from the last run.
function Get-GfaTlsFact {
    $net64 = 'SOFTWARE\Microsoft\.NETFramework\v4.0.30319'
    $net32 = 'SOFTWARE\WOW6432Node\Microsoft\.NETFramework\v4.0.30319'
    $protocols = 'SYSTEM\CurrentControlSet\Control\SecurityProviders\SCHANNEL\Protocols'
    New-GfaFact -Value ([ordered]@{
            systemDefaultTlsVersions64 = Get-GfaRegistryValue -Key $net64 -Name SystemDefaultTlsVersions
            systemDefaultTlsVersions32 = Get-GfaRegistryValue -Key $net32 -Name SystemDefaultTlsVersions
            schUseStrongCrypto64 = Get-GfaRegistryValue -Key $net64 -Name SchUseStrongCrypto
            schUseStrongCrypto32 = Get-GfaRegistryValue -Key $net32 -Name SchUseStrongCrypto
            tls10ClientEnabled = Get-GfaRegistryValue -Key "$protocols\TLS 1.0\Client" -Name Enabled
            tls10ClientDisabledByDefault = Get-GfaRegistryValue -Key "$protocols\TLS 1.0\Client" -Name DisabledByDefault
            tls12ClientEnabled = Get-GfaRegistryValue -Key "$protocols\TLS 1.2\Client" -Name Enabled
            tls12ClientDisabledByDefault = Get-GfaRegistryValue -Key "$protocols\TLS 1.2\Client" -Name DisabledByDefault
            negotiated = $script:GfaTransportFault
        })
}
